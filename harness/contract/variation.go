package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
)

// A Variation is a request that differs in one place from one that keeps to its
// contract.
type Variation struct {
	// Name says what differs, for people.
	Name string
	// In and Pointer say where, as in a finding.
	In      harness.Part
	Pointer string
	// Keyword is what the variant is about: required, minimum, enum, ….
	Keyword string
	// Valid says that the contract has nothing against the variant.
	Valid bool
	// Findings are the errors that the contract finds in it, none where it is valid.
	Findings []harness.Finding
	Request  harness.Request
}

// Variations makes of a request everything that its operation's schemas imply:
// with one mistake in it, and at the edges of what is allowed. Each is judged
// before it is given, and what the contract then says of it is otherwise is left
// out; the same request always gives the same list. A list is varied in its
// first item, which stands for the others. The request itself must keep to the
// contract.
func (c *Contract) Variations(operationID string, r harness.Request) ([]Variation, error) {
	op := c.byID[operationID]
	if op == nil {
		return nil, fmt.Errorf("vary a request: %s has no operation %q", c.ID(), operationID)
	}
	v := &varier{op: op, base: r, seen: map[string]bool{}}
	if wrong := v.judge(r); len(wrong) > 0 {
		return nil, fmt.Errorf("vary a request of %s: %s", operationID, wrong[0].Message())
	}
	v.seen[identity(r)] = true
	v.credentials()
	for _, p := range op.params {
		v.param(p)
	}
	if err := v.body(); err != nil {
		return nil, err
	}
	return v.out, nil
}

// A varier makes the variants of one request.
type varier struct {
	op   *operation
	base harness.Request
	// root is the body's value.
	root any
	out  []Variation
	seen map[string]bool
}

// A spot is a place in the request whose value can be replaced.
type spot struct {
	in      harness.Part
	pointer string
	// with gives the request with another value; absent takes it away.
	with func(value any) harness.Request
}

// absent is the value of what is taken away.
type absent struct{}

func (v *varier) judge(r harness.Request) []harness.Finding {
	all := v.op.contract.Request(v.op.Operation, r.Target, r.Header, r.Body.Bytes)
	return slices.DeleteFunc(all, func(f harness.Finding) bool { return f.Severity != harness.Error })
}

// forbidden keeps the first of some values that breaks this keyword and nothing
// else, or else the first that is found fault with at this spot.
func (v *varier) forbidden(s spot, keyword, says string, values ...any) bool {
	var second *Variation
	for _, value := range values {
		made := v.variant(s, keyword, says, value)
		switch {
		case len(made.Findings) == 0 || !slices.ContainsFunc(made.Findings, s.meets):
		case len(made.Findings) == 1 && strings.HasSuffix(made.Findings[0].Rule, "."+keyword):
			return v.keep(made)
		case second == nil:
			second = &made
		}
	}
	return second != nil && v.keep(*second)
}

// allowed keeps the first of some values that keeps to the contract.
func (v *varier) allowed(s spot, keyword, says string, values ...any) bool {
	for _, value := range values {
		if made := v.variant(s, keyword, says, value); len(made.Findings) == 0 {
			made.Valid = true
			return v.keep(made)
		}
	}
	return false
}

func (v *varier) variant(s spot, keyword, says string, value any) Variation {
	where := string(s.in)
	if s.in == harness.PartBodyType {
		where = "body type"
	}
	r := s.with(value)
	return Variation{
		Name: strings.TrimSpace(where+" "+s.pointer) + ": " + says,
		In:   s.in, Pointer: s.pointer, Keyword: keyword, Findings: v.judge(r), Request: r,
	}
}

// keep adds a variant whose request is not there yet.
func (v *varier) keep(made Variation) bool {
	id := identity(made.Request)
	if !v.seen[id] {
		v.seen[id] = true
		v.out = append(v.out, made)
	}
	return true
}

// meets says whether a finding is about a spot, what stands around it (where a
// choice of schemas fits nowhere), or what stands in it.
func (s spot) meets(f harness.Finding) bool {
	if f.In != s.in {
		return false
	}
	return strings.EqualFold(f.Pointer, s.pointer) || s.in == harness.PartBody &&
		(strings.HasPrefix(s.pointer, f.Pointer+"/") || strings.HasPrefix(f.Pointer, s.pointer+"/"))
}

func identity(r harness.Request) string {
	var b strings.Builder
	_ = r.Header.Write(&b) // a builder takes everything
	return r.Target + "\n" + b.String() + "\n" + string(r.Body.Bytes)
}

// withBody gives the request with another body; nil is none.
func (v *varier) withBody(text []byte) harness.Request {
	r := v.base
	r.Body = harness.Body{Bytes: text, Size: int64(len(text))}
	return r
}

// withHeader gives the request with another value of a header.
func (v *varier) withHeader(name string, value any) harness.Request {
	r := v.base
	r.Header = http.Header{}
	for have, values := range v.base.Header {
		if !strings.EqualFold(have, name) {
			r.Header[have] = values
		}
	}
	if _, gone := value.(absent); !gone {
		r.Header[http.CanonicalHeaderKey(name)] = []string{fmt.Sprint(value)}
	}
	return r
}

// body varies the body as a whole, then its value.
func (v *varier) body() error {
	if v.op.body == nil || v.base.Body.Size == 0 {
		return nil
	}
	m := v.op.body.jsonMedia()
	read := readJSON(v.base.Body.Bytes)
	if m == nil || m.place == nil || read.fault != "" {
		return fmt.Errorf("vary a request of %s: its body is no JSON", v.op.ID)
	}
	v.root = read.value
	whole := spot{in: harness.PartBody, with: func(value any) harness.Request {
		text, _ := value.([]byte)
		return v.withBody(text)
	}}
	if v.op.bodyRequired {
		v.forbidden(whole, "missing", "missing", nil)
	} else {
		v.allowed(whole, "missing", "missing", nil)
	}
	v.forbidden(whole, "not-json", "cut short", v.base.Body.Bytes[:v.base.Body.Size-1])
	media := spot{harness.PartBodyType, "", func(value any) harness.Request { return v.withHeader("Content-Type", value) }}
	v.forbidden(media, "undocumented", "plain text", "text/plain")
	v.value([]*place{m.place}, v.root, nil)
	return nil
}

// at is the spot of the body that tokens lead to.
func (v *varier) at(tokens []string) spot {
	tokens = slices.Clone(tokens)
	return spot{harness.PartBody, pointerOf(tokens), func(value any) harness.Request {
		var text bytes.Buffer
		e := json.NewEncoder(&text)
		e.SetEscapeHTML(false)
		if e.Encode(replaced(v.root, tokens, value)) != nil {
			return v.base // what was read as JSON is written as JSON
		}
		return v.withBody(bytes.TrimSpace(text.Bytes()))
	}}
}

// replaced copies what lies around the place that tokens lead to, and puts a
// value there.
func replaced(root any, tokens []string, value any) any {
	if len(tokens) == 0 {
		return value
	}
	switch x := root.(type) {
	case map[string]any:
		out := make(map[string]any, len(x)+1)
		for name, member := range x {
			out[name] = member
		}
		if _, gone := value.(absent); gone && len(tokens) == 1 {
			delete(out, tokens[0])
			return out
		}
		out[tokens[0]] = replaced(x[tokens[0]], tokens[1:], value)
		return out
	case []any:
		out := slices.Clone(x)
		if i, err := strconv.Atoi(tokens[0]); err == nil && i < len(out) {
			out[i] = replaced(out[i], tokens[1:], value)
		}
		return out
	}
	return root
}
