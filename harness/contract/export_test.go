package contract

import (
	"regexp"
	"slices"

	"kontrakt/harness"
)

// FastAccepts is the fast path alone.
func (s *Set) FastAccepts(x *harness.Exchange) bool {
	f := s.find(x)
	if f.op == nil {
		return false
	}
	request, answer := f.accepts(x)
	return request && answer
}

// FastBody is the fast path for a request's body alone.
func (s *Set) FastBody(x *harness.Exchange) func() bool {
	f := s.find(x)
	body := f.op.fastened().body
	return func() bool { return body.message(x.Request.Header, x.Request.Body) }
}

// ReadsWhole says whether a body reads as one JSON value and nothing beside it,
// and what it reads as.
func ReadsWhole(body []byte) (any, bool) {
	b := readJSON(body)
	return b.value, b.fault == "" && b.trailing == 0 && !b.marked
}

// MatchFast matches a text as the fast path does.
func MatchFast(pattern, text string) (bool, error) {
	m, err := compilePattern(pattern)
	if err != nil {
		return false, err
	}
	return m.MatchString(text), nil
}

// Unknown lists the operations that the fast path leaves to the slow one
// whatever is sent.
func (c *Contract) Unknown() []string {
	var out []string
	for _, op := range c.ops {
		f := op.fastened()
		if f.never {
			out = append(out, op.ID)
		}
		if f.body != nil {
			for _, a := range f.body.accept {
				if a.unsure {
					out = append(out, op.ID+" body")
				}
			}
		}
		for r, a := range f.answers {
			if a.body != nil {
				for _, b := range a.body.accept {
					if b.unsure {
						out = append(out, op.ID+" "+r.status)
					}
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// SlowJudge is the slow path alone, which has no memory.
func (s *Set) SlowJudge(x *harness.Exchange) []harness.Finding {
	f := s.find(x)
	if f.op == nil {
		return s.unrouted(x, f)
	}
	j := newJudgement(f, x)
	j.unknowing = true
	j.lifecycle()
	j.request()
	j.answer()
	return j.findings
}

// LooksPersonal says whether text looks so, and what it would say if it looked
// closer at every text.
func LooksPersonal(s string) (quick, thorough bool) {
	for _, like := range []*regexp.Regexp{emailLike, tokenLike, linkLike, ninLike, phoneLike} {
		thorough = thorough || like.MatchString(s)
	}
	return looksPersonal(s), thorough
}
