package contract

import (
	"net/textproto"

	"kontrakt/harness"
)

// The fast path answers one question: would judging find nothing? It knows no
// words, and where it is not certain it says no, so that the slow path decides.
// TestFastPathAcceptsNothingThatIsReported holds it to that.

// A fastOperation is an operation compiled for it.
type fastOperation struct {
	// never: something of the operation is beyond it.
	never  bool
	params []fastParam
	// credentials are sets of canonical header names, one of which must be there.
	credentials [][]string
	query       fastQuery
	body        *fastContent
	answers     map[*response]*fastAnswer
}

type fastParam struct {
	*param
	canonical string
	needed    bool
	// accept is nil where any value is right.
	accept *acceptor
	// index of a path parameter among the template's; -1 where it is not in the
	// operation's own path.
	index int
}

type fastContent struct {
	*content
	accept map[*media]*acceptor
}

type fastAnswer struct {
	never   bool
	headers []fastParam
	body    *fastContent
}

// fastened compiles the operation on first use.
func (op *operation) fastened() *fastOperation {
	op.once.Do(func() { op.fast = op.fasten() })
	return op.fast
}

func (op *operation) fasten() *fastOperation {
	k := &fastCompiler{made: map[*shape]*acceptor{}}
	f := &fastOperation{answers: map[*response]*fastAnswer{}}
	state := op.contract.document.State
	f.never = op.Deprecated || state == "retired" || state == "deprecated"
	for _, p := range op.params {
		fp, ok := k.param(p)
		fp.index = op.pathIndex(p)
		if p.in == "query" {
			f.query.add(fp, ok)
			continue
		}
		if !ok || p.in == "path" && fp.index < 0 {
			f.never = true
		}
		f.params = append(f.params, fp)
	}
	for _, set := range op.credentials {
		names := []string{}
		for _, c := range set {
			names = append(names, textproto.CanonicalMIMEHeaderKey(c.header))
		}
		f.credentials = append(f.credentials, names)
	}
	f.body = k.content(op.body)
	for _, r := range op.responses {
		a := &fastAnswer{never: r.site != nil, body: k.content(r.content)}
		for _, p := range r.headers {
			fp, ok := k.param(p)
			a.never = a.never || !ok
			a.headers = append(a.headers, fp)
		}
		f.answers[r] = a
	}
	return f
}

// pathIndex is the place of a path parameter among the template's.
func (op *operation) pathIndex(p *param) int {
	i := 0
	for _, s := range op.segments {
		if s.name == "" {
			continue
		}
		if p.in == "path" && s.name == p.name {
			return i
		}
		i++
	}
	return -1
}

// param compiles a parameter; false means that it is beyond the fast path.
func (k *fastCompiler) param(p *param) (fastParam, bool) {
	out := fastParam{param: p, canonical: textproto.CanonicalMIMEHeaderKey(p.name)}
	// Where an erratum made it optional, leaving it out is a note.
	out.needed = p.required || p.site != nil
	if p.place == nil {
		return out, true
	}
	out.accept = k.place(p.place)
	a := out.accept
	if a.unsure || a.kinds != kindString && a.kinds != kindInteger || len(a.sites)+len(a.also)+len(a.one)+len(a.any) > 0 {
		return out, false
	}
	return out, true
}

func (k *fastCompiler) content(c *content) *fastContent {
	if c == nil {
		return nil
	}
	out := &fastContent{content: c, accept: map[*media]*acceptor{}}
	for t, m := range c.media {
		if isJSON(t) && m.site == nil && m.place != nil {
			out.accept[m] = k.place(m.place)
		}
	}
	return out
}

// accepts says of the request and of the answer of a routed exchange that nothing
// would be found there.
func (f *found) accepts(x *harness.Exchange) (request, answer bool) {
	if !f.spelled || x.Failure != nil || x.Request.Method == "HEAD" {
		return false, false
	}
	op := f.op.fastened()
	return op.request(f, &x.Request), !op.never && op.answer(f, &x.Response)
}

func (op *fastOperation) request(f *found, r *harness.Request) bool {
	if op.never || !canonicalKeys(r.Header) || !op.authenticated(r.Header) || !op.query.accepts(r.Target) {
		return false
	}
	for i := range op.params {
		p := &op.params[i]
		if p.in == "path" {
			if p.accept != nil && !p.accept.acceptsParam(f.values[p.index]) {
				return false
			}
			continue
		}
		if p.canonical == "Content-Type" && f.op.body != nil && len(r.Body.Bytes) > 0 {
			continue
		}
		if !p.header(r.Header) {
			return false
		}
	}
	if op.body == nil {
		return r.Body.Size == 0
	}
	if r.Body.Size == 0 {
		return !f.op.bodyRequired && len(r.Body.Bytes) == 0
	}
	return op.body.message(r.Header, r.Body)
}

// authenticated says that one set of credentials is complete.
func (op *fastOperation) authenticated(h map[string][]string) bool {
	for _, set := range op.credentials {
		complete := true
		for _, name := range set {
			complete = complete && len(h[name]) > 0
		}
		if complete {
			return true
		}
	}
	return len(op.credentials) == 0
}

func (op *fastOperation) answer(f *found, r *harness.Response) bool {
	if r.Status == 0 {
		return true // there is no answer to judge
	}
	if r.Status < 100 || r.Status > 599 || !canonicalKeys(r.Header) {
		return false
	}
	reply := f.op.reply(r.Status)
	a := op.answers[reply]
	if a == nil || a.never {
		return false
	}
	for i := range a.headers {
		if !a.headers[i].header(r.Header) {
			return false
		}
	}
	if a.body == nil || r.Status == 204 || r.Status == 304 {
		return r.Body.Size == 0 && len(r.Body.Bytes) == 0 && (a.body == nil || r.Status == 204 || r.Status == 304)
	}
	return a.body.message(r.Header, r.Body)
}

// header says that a header is right: there if it must be, once, and as its
// schema says.
func (p *fastParam) header(h map[string][]string) bool {
	values := h[p.canonical]
	switch {
	case len(values) == 0:
		return !p.needed
	case len(values) > 1, values[0] == "":
		return false
	}
	return p.accept == nil || p.accept.acceptsParam(values[0])
}

// acceptsParam holds a parameter, a string or an integer, against its schema.
func (a *acceptor) acceptsParam(s string) bool {
	if a.kinds == kindString {
		return a.acceptsText(s)
	}
	if len(s) > 15 || s == "" || s[0] == '0' && len(s) > 1 {
		return false
	}
	v := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		v = 10*v + int(s[i]-'0')
	}
	return float64(v) >= a.min && float64(v) <= a.max
}

// message says that a body is of a documented JSON type and nothing would be
// found in it.
func (c *fastContent) message(h map[string][]string, b harness.Body) bool {
	types := h["Content-Type"]
	if len(types) != 1 || !b.Whole() || len(b.Bytes) == 0 || len(h["Content-Encoding"]) > 0 {
		return false
	}
	m := c.find(baseType(types[0]))
	if m == nil || !isJSON(baseType(types[0])) {
		return false
	}
	a := c.accept[m]
	return a != nil && a.accepts(b.Bytes)
}
