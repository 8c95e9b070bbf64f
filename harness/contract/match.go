package contract

import (
	"fmt"
	"slices"
	"strings"

	"kontrakt/harness"
)

// A Match is the operation that an exchange belongs to.
type Match struct {
	// Operation is nil where no contract knows the exchange.
	Operation *harness.Operation
	// Params are the path parameters, percent-decoded.
	Params map[string]string
	found
}

// found is what the router knows beside the operation.
type found struct {
	op *operation
	// values are the path parameters in the order of the template.
	values [6]string
	// spelled is false where case or slashes had to be forgiven.
	spelled bool
	// methods exist at the path although the one asked for does not.
	methods []*operation
}

// Match finds the operation of an exchange.
func (s *Set) Match(x *harness.Exchange) Match {
	f := s.find(x)
	return f.match()
}

func (f found) match() Match {
	m := Match{found: f}
	if f.op == nil {
		return m
	}
	m.Operation = &f.op.Operation
	i := 0
	for _, seg := range f.op.segments {
		if seg.name == "" {
			continue
		}
		if m.Params == nil {
			m.Params = make(map[string]string, 2)
		}
		if i < len(f.values) {
			m.Params[seg.name] = f.values[i]
		}
		i++
	}
	return m
}

func (s *Set) find(x *harness.Exchange) found {
	path, _ := splitTarget(x.Request.Target)
	var buf [maxSegments]string
	segments, doubled, trailing := splitPath(path, buf[:])
	if x.Flow == harness.FlowCallback {
		return s.findCallback(x, segments)
	}
	f := found{spelled: !doubled}
	n := s.root.find(segments, false)
	if n == nil {
		if n = s.root.find(segments, true); n == nil {
			return f
		}
		f.spelled = false
	}
	if i := slices.IndexFunc(n.ops, func(op *operation) bool { return op.Method == x.Request.Method }); i >= 0 {
		f.op = n.ops[i]
		f.spelled = f.spelled && trailing == f.op.trailing
		f.fill(segments)
		return f
	}
	f.methods = n.ops
	return f
}

// fill takes the path parameters out of as many segments as the operation has.
func (f *found) fill(segments []string) {
	i := 0
	for at, seg := range f.op.segments {
		if seg.name != "" && i < len(f.values) {
			f.values[i] = decodeSegment(segments[at])
			i++
		}
	}
}

// findCallback matches by the fixed end of the path: what stands before it is
// the merchant's own URL. Of callbacks that share one, the body decides; where
// nothing of the path is fixed it decides alone, and after all others.
func (s *Set) findCallback(x *harness.Exchange, segments []string) found {
	f := found{spelled: true}
	var fit []*operation
	for _, op := range s.suffixes {
		if !endsWith(segments, op.segments) {
			continue
		}
		if op.Method != x.Request.Method {
			if len(op.segments) > 0 {
				f.methods = append(f.methods, op)
			}
			continue
		}
		if len(fit) > 0 && len(op.segments) < len(fit[0].segments) {
			break
		}
		fit = append(fit, op)
	}
	if f.op = chooseCallback(fit, x); f.op == nil {
		return f
	}
	f.methods = nil
	f.fill(segments[len(segments)-len(f.op.segments):])
	return f
}

func endsWith(segments []string, suffix []segment) bool {
	if len(segments) < len(suffix) {
		return false
	}
	tail := segments[len(segments)-len(suffix):]
	for i, s := range suffix {
		if s.name == "" && tail[i] != s.text {
			return false
		}
	}
	return true
}

// chooseCallback takes the operation whose selector fits, else the one whose
// declared members fit the body best. Where the path says nothing, none may be
// meant.
func chooseCallback(fit []*operation, x *harness.Exchange) *operation {
	if len(fit) == 0 {
		return nil
	}
	anywhere := len(fit[0].segments) == 0
	if len(fit) == 1 && (!anywhere || fit[0].when == nil) {
		return fit[0]
	}
	text, state := plainBody(x.Request.Body, x.Request.Header)
	switch {
	case state == bodyRead:
	case anywhere:
		text = nil // the headers may tell
	default:
		return fit[0]
	}
	if op, sure := chooseRaw(fit, text, x.Request.Header); sure {
		return op
	}
	body := readJSON(text).value
	there := func(c condition) bool {
		if c.header != "" {
			return len(headerValues(x.Request.Header, c.header)) > 0
		}
		v, ok := lookup(body, c.tokens)
		return ok && v != nil && (c.value == "" || v == c.value)
	}
	var open []*operation
	for _, op := range fit {
		switch {
		case op.when == nil:
			open = append(open, op)
		case op.when.fits(there):
			return op
		}
	}
	if len(open) == 0 {
		if anywhere {
			return nil
		}
		return fit[0]
	}
	object, _ := body.(map[string]any)
	names := sortedKeys(object)
	return slices.MinFunc(open, func(a, b *operation) int { return a.misfit(names) - b.misfit(names) })
}

// misfit counts required members that are missing, and undeclared ones.
func (op *operation) misfit(names []string) int {
	m := op.body.jsonMedia()
	if m == nil || m.place == nil {
		return len(names)
	}
	n := 0
	shapes := flatten(m.place.shape)
	for _, sh := range shapes {
		for _, r := range sh.schema.Required {
			if !slices.Contains(names, r) {
				n++
			}
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(shapes, func(sh *shape) bool { return sh.props[name] != nil }) {
			n++
		}
	}
	return n
}

// flatten gives a shape with the members of its allOf.
func flatten(sh *shape) []*shape {
	out := []*shape{sh}
	for _, p := range sh.all {
		out = append(out, flatten(p.shape)...)
	}
	return out
}

// retiredBy gives the retired prefix that a path lies under.
func (s *Set) retiredBy(path string) *Retired {
	for i := range s.retired {
		if under(path, s.retired[i].Prefix) {
			return &s.retired[i]
		}
	}
	return nil
}

// unjudgedBy gives the API without a contract that a path lies under. What it
// calls at a merchant has paths of the merchant's own.
func (s *Set) unjudgedBy(path string, flow harness.Flow) *Unjudged {
	if flow == harness.FlowCallback {
		return nil
	}
	for i := range s.unjudged {
		if under(path, s.unjudged[i].Prefix) {
			return &s.unjudged[i]
		}
	}
	return nil
}

// under says whether a path lies under a prefix, whatever the case.
func under(path, prefix string) bool {
	prefix = strings.TrimRight(prefix, "/")
	return len(path) >= len(prefix) && strings.EqualFold(path[:len(prefix)], prefix) &&
		(len(path) == len(prefix) || path[len(prefix)] == '/')
}

func twice(id string) error { return fmt.Errorf("route: the contract %s is given twice", id) }

func conflict(a, b *operation) error {
	return fmt.Errorf("route: %s is in %s and in %s", b.Operation, a.Contract, b.Contract)
}
