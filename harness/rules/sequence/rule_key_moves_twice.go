package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// A repetition with the same key is answered as the first time, and moves no
// money.
var keyMovesTwice = Check{
	Rule: harness.Rule{
		ID:       "idempotency.moved-twice",
		Severity: harness.Error,
		Says:     "A call that is repeated with its idempotency key is answered with the sums of the first time, or with what stands by then.",
		Source:   "vippsas/vipps-developers of 2023, http-headers.md, on Idempotency-Key",
		Help:     "the target moved money for a repetition: report it to whoever runs it",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		for _, f := range story {
			if f.Key == 0 || !f.OK() || f.Stands == nil || f.Deed != Capture && f.Deed != Refund {
				continue
			}
			first := story.firstWith(f)
			if first == nil || first.Stands == nil || !first.OK() || !first.Before(f) || story.moved(first, f) {
				continue
			}
			sum := func(s *Standing) Sum { return s.Captured }
			if f.Deed == Refund {
				sum = func(s *Standing) Sum { return s.Refunded }
			}
			then, now := sum(first.Stands), sum(f.Stands)
			if then.Known && now.Known && f.Asked.Known && now.Minor == then.Minor+f.Asked.Minor {
				return []Sighting{{
					At: f, Because: []*Fact{first}, In: harness.PartBody, Pointer: now.Pointer,
					Want: fmt.Sprintf("%d, as in %s", then.Minor, first.Exchange), Got: fmt.Sprint(now.Minor),
				}}
			}
		}
		return nil
	},
}

// firstWith is the first call of f's kind with f's key and content; nil where
// it is f.
func (story Story) firstWith(f *Fact) *Fact {
	for _, g := range story {
		if g == f {
			return nil
		}
		if g.Key == f.Key && g.Deed == f.Deed && g.Sent == f.Sent {
			return g
		}
	}
	return nil
}

// moved says whether anything else moved money between two exchanges.
func (story Story) moved(from, to *Fact) bool {
	for _, g := range story {
		acts := g.Deed == Capture || g.Deed == Refund || g.Deed == Cancel
		if g != from && g != to && acts && g.Key != to.Key && from.Started.Before(g.Ended) && g.Started.Before(to.Ended) {
			return true
		}
	}
	return false
}
