package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// Sums only grow: what is captured stays captured, a refund is counted apart.
// What was authorized stays what it was.
var moneyTakenBack = Check{
	Rule: harness.Rule{
		ID:       "money.taken-back",
		Severity: harness.Error,
		Says:     "What is captured, refunded or cancelled of a payment never becomes less, and what was authorized never changes.",
		Source:   "ecom.v2 transactionSummary; epayment.v1 #/components/schemas/Aggregate",
		Help:     "two answers of the target contradict each other: report it to whoever runs it",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		var found []Sighting
		for _, sum := range []struct {
			name  string
			of    func(*Standing) Sum
			fixed bool
		}{
			{"captured", func(s *Standing) Sum { return s.Captured }, false},
			{"refunded", func(s *Standing) Sum { return s.Refunded }, false},
			{"cancelled", givenUp, false},
			{"authorized", func(s *Standing) Sum { return s.Authorized }, true},
		} {
			if s, ok := story.less(sum.name, sum.of, sum.fixed); ok {
				found = append(found, s)
			}
		}
		return found
	},
}

// less finds the first sum that contradicts an earlier one. A fixed one may only
// come up from 0.
func (story Story) less(name string, of func(*Standing) Sum, fixed bool) (Sighting, bool) {
	for i, f := range story {
		if !f.states(of) {
			continue
		}
		now := of(f.Stands)
		for _, g := range story[:i] {
			if !g.states(of) || !g.Before(f) {
				continue
			}
			was := of(g.Stands).Minor
			if now.Minor >= was && (!fixed || was == 0 || now.Minor == was) {
				continue
			}
			want := fmt.Sprintf("at least %d, which %s said was %s", was, g.Exchange, name)
			if fixed {
				want = fmt.Sprintf("%d, which %s said was %s", was, g.Exchange, name)
			}
			return Sighting{
				At: f, Because: []*Fact{g}, In: harness.PartBody, Pointer: now.Pointer, Want: want, Got: fmt.Sprint(now.Minor),
			}, true
		}
	}
	return Sighting{}, false
}

// givenUp is what is cancelled of money that was authorized. Of a payment that
// ended before that, APIs tell differently how much of nothing is cancelled.
func givenUp(s *Standing) Sum {
	if s.Authorized.Minor == 0 {
		return Sum{}
	}
	return s.Cancelled
}
