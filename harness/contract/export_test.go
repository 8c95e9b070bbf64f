package contract

import "kontrakt/harness"

// FastAccepts is the fast path alone.
func (s *Set) FastAccepts(x *harness.Exchange) bool {
	f := s.find(x)
	return f.op != nil && f.accepts(x)
}

// MatchFast matches a text as the fast path does.
func MatchFast(pattern, text string) (bool, error) {
	m, err := compilePattern(pattern)
	if err != nil {
		return false, err
	}
	return m.MatchString(text), nil
}

// SlowJudge is the slow path alone.
func (s *Set) SlowJudge(x *harness.Exchange) []harness.Finding {
	f := s.find(x)
	if f.op == nil {
		return s.unrouted(x, f)
	}
	return f.judge(x)
}
