package migrate

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// A Migrator rewrites the exchanges of one recording, in their order: what an
// exchange tells is known to those after it. It is for one goroutine.
type Migrator struct {
	pair     Pair
	old, new *contract.Contract
	routes   *contract.Set
	known    map[string]any
}

// New makes a migrator. The routes find the operations of both versions.
func New(p Pair, old, new *contract.Contract, routes *contract.Set) (*Migrator, error) {
	m := &Migrator{pair: p, old: old, new: new, routes: routes, known: map[string]any{}}
	for _, o := range p.Operations {
		if _, ok := old.Operation(o.From); !ok && o.Path == "" {
			return nil, fmt.Errorf("migrate: %s has no operation %s", p.From, o.From)
		}
		for _, to := range []string{o.To, o.Also} {
			if _, ok := new.Operation(to); to != "" && !ok {
				return nil, fmt.Errorf("migrate: %s has no operation %s", p.To, to)
			}
		}
	}
	return m, nil
}

// A Step is one recorded exchange and what becomes of it.
type Step struct {
	Old harness.Exchange
	// From and To are the operations; To is empty where there is none.
	From, To string
	// New are the exchanges that stand for it, with the answers that the tables
	// lead to expect; none where there is no equivalent.
	New []harness.Exchange
	// Fields are sorted: the worst fate first within a part.
	Fields []Field
	// Departs are the reasons in the tables for which answers may come out otherwise.
	Departs []harness.Departure
	// Refused says that the old version answered with an error.
	Refused bool
}

// Step rewrites an exchange; false says that it is not one of the old version.
func (m *Migrator) Step(x *harness.Exchange) (Step, bool) {
	m.seen(x)
	op, params, o := m.find(x)
	if op == nil {
		return Step{}, false
	}
	s := Step{Old: *x, From: op.ID, Refused: x.Response.Status >= 400}
	if o == nil {
		s.Fields = []Field{{Part: "operation", From: op.String(), Fate: None, Says: "the tables do not know this operation"}}
		return s, true
	}
	r := m.refsOf(x, params)
	m.rewrite(&s, o, r, *op)
	m.learn(o, r, x)
	s.Departs = departures(s.Fields)
	slices.SortStableFunc(s.Fields, func(a, b Field) int {
		return cmp.Or(cmp.Compare(partOrder(a.Part), partOrder(b.Part)), cmp.Compare(b.Fate.weight(), a.Fate.weight()))
	})
	return s, true
}

// find gives the operation of the old version, and what the tables say of it.
func (m *Migrator) find(x *harness.Exchange) (*harness.Operation, map[string]string, *Operation) {
	match := m.routes.Match(x)
	if match.Operation != nil && match.Operation.Contract == m.pair.From {
		return match.Operation, match.Params, m.pair.Operation(match.Operation.ID)
	}
	path, _, _ := strings.Cut(x.Request.Target, "?")
	for i, o := range m.pair.Operations {
		if o.Path == x.Request.Method+" "+path {
			return &harness.Operation{Contract: m.pair.From, ID: o.From, Method: x.Request.Method, Path: path, Flow: x.Flow}, nil, &m.pair.Operations[i]
		}
	}
	return nil, nil, nil
}

var parts = []string{"operation", "path", "query", "header", "body", "behaviour", "status", "answer", "error"}

func partOrder(part string) int { return slices.Index(parts, part) }

func (m *Migrator) refsOf(x *harness.Exchange, params map[string]string) refs {
	r := refs{params: params, query: map[string]string{}, header: x.Request.Header, id: x.ID, method: x.Request.Method}
	r.body, _ = decodeJSON(x.Request.Body.Bytes)
	r.answer, _ = decodeJSON(x.Response.Body.Bytes)
	if x.Response.Status != 0 {
		r.status = strconv.Itoa(x.Response.Status)
	}
	_, query, _ := strings.Cut(x.Request.Target, "?")
	values, _ := url.ParseQuery(query) // what does not parse is no parameter
	for name := range values {
		r.query[name] = values.Get(name)
	}
	scope := x.Scenario + "\x00"
	r.known = func(key string) (any, bool) { v, ok := m.known[scope+key]; return v, ok }
	return r
}

// learn keeps what an exchange that succeeded tells.
func (m *Migrator) learn(o *Operation, r refs, x *harness.Exchange) {
	if x.Response.Status < 200 || x.Response.Status > 299 {
		return
	}
	r.here = r.body
	for _, f := range o.Learn {
		key, whole := r.text(f.Key)
		if v, ok := r.fill(f.Value); whole && ok && r.hold(f.When) {
			m.known[x.Scenario+"\x00"+key] = v
		}
	}
}

// rewrite makes the new exchanges.
func (m *Migrator) rewrite(s *Step, o *Operation, r refs, from harness.Operation) {
	s.To = o.To
	op, _ := m.new.Operation(o.To)
	f := Field{Part: "operation", From: from.String(), Fate: o.Fate, Row: o.Row, Says: o.Says}
	if o.To != "" {
		f.To = op.String()
	}
	s.Fields = append(s.Fields, f)
	notes := apply("behaviour", slices.Concat(m.pair.Notes, o.Notes), r.body, r, true)
	s.Fields = append(s.Fields, notes.fields...)
	if o.To == "" {
		return
	}
	x := s.Old
	if x.Flow == harness.FlowCallback {
		m.callback(s, &x, o, r)
		return
	}
	s.Fields = append(s.Fields, m.request(&x.Request, o, op, r)...)
	s.Fields = append(s.Fields, m.answer(&x.Response, o, r)...)
	s.New = append(s.New, x)
	if also, ok := m.new.Operation(o.Also); ok && x.Failure == nil {
		more := x
		more.Request.Method, more.Request.Body, more.Acts = also.Method, harness.Body{}, nil
		more.Request.Header = x.Request.Header.Clone()
		more.Request.Header.Del("Content-Type")
		more.Request.Target, _ = m.target(o, also, r)
		s.Fields = append(s.Fields, m.told(&more.Response, o.AlsoAnswer, r)...)
		s.New = append(s.New, more)
		s.Fields = append(s.Fields, Field{Part: "operation", From: from.String(), To: also.String(), Fate: Maps, Row: o.Row, Says: "what one answer said is now said by two"})
	}
}

func (m *Migrator) request(q *harness.Request, o *Operation, op harness.Operation, r refs) []Field {
	fields := []Field{}
	q.Method = op.Method
	target, renamed := m.target(o, op, r)
	fields = append(fields, renamed...)
	query := apply("query", o.Query, treeOf(r.query), r, true)
	fields = append(fields, named(query.fields)...)
	q.Target = target + encodeQuery(query.tree)

	flat := map[string]any{}
	for name := range q.Header {
		flat[name] = q.Header.Get(name)
	}
	header := apply("header", o.Headers, flat, r, true)
	fields = append(fields, named(header.fields)...)
	q.Header = headerOf(header.tree, q.Header)

	old := q.Body.Bytes
	q.Body = harness.Body{}
	if len(old) > 0 && r.body == nil {
		fields = append(fields, Field{Part: "body", Fate: Decide, Says: "it is no JSON; it is left out"})
	}
	body := apply("body", o.Body, r.body, r, false)
	fields = append(fields, body.fields...)
	if body.tree == nil && len(old) > 0 && r.body != nil && len(o.Body) > 0 {
		body.tree = map[string]any{}
	}
	if body.tree != nil {
		text := encodeJSON(body.tree)
		q.Body = harness.Body{Bytes: text, Size: int64(len(text))}
		q.Header.Set("Content-Type", "application/json")
	} else {
		q.Header.Del("Content-Type")
	}
	q.Header.Del("Content-Length")
	q.Header.Del("Content-Encoding")
	return fields
}

// named gives the fields of a query or of headers by their names.
func named(fields []Field) []Field {
	for i := range fields {
		fields[i].From = strings.ReplaceAll(strings.TrimPrefix(fields[i].From, "/"), ", /", ", ")
		fields[i].To = strings.TrimPrefix(fields[i].To, "/")
	}
	return fields
}

// target fills the new path with the old parameters.
func (m *Migrator) target(o *Operation, op harness.Operation, r refs) (string, []Field) {
	var fields []Field
	path := inBraces.ReplaceAllStringFunc(op.Path, func(hole string) string {
		name := strings.Trim(hole, "{}")
		templates, from := o.Params[name], name
		if len(templates) == 0 {
			templates = Strings{"{path:" + name + "}"}
		} else {
			from = strings.Join(keys(r.params), ", ")
		}
		var v any
		ok := false
		for _, template := range templates {
			if v, ok = r.fill(template); ok {
				break
			}
		}
		f := Field{Part: "path", From: from, To: name, Fate: Maps}
		if !ok {
			f.Fate, f.Says = Decide, "the recording does not say what stands here"
			v = "unknown"
		}
		if from != name || !ok {
			fields = append(fields, f)
		}
		return url.PathEscape(literal(v))
	})
	return path, fields
}

func keys(m map[string]string) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

func treeOf(m map[string]string) any {
	tree := map[string]any{}
	for k, v := range m {
		tree[k] = v
	}
	return tree
}

func encodeQuery(tree any) string {
	members, _ := tree.(map[string]any)
	values := url.Values{}
	for name, v := range members {
		values.Set(name, literal(v))
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// headerOf keeps fields with several values where nothing was said of them.
func headerOf(tree any, old http.Header) http.Header {
	members, _ := tree.(map[string]any)
	h := http.Header{}
	for name, v := range members {
		canonical := http.CanonicalHeaderKey(name)
		h[canonical] = []string{literal(v)}
		if len(old[canonical]) > 1 && old[canonical][0] == literal(v) {
			h[canonical] = old[canonical]
		}
	}
	return h
}
