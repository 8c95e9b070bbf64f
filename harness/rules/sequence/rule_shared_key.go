package sequence

import (
	"kontrakt/harness"
)

// A key counts for one operation, so that a refund may bear a capture's. But one
// key for a whole order makes its second capture a repetition of the first.
var sharedKey = Check{
	Rule: harness.Rule{
		ID:       "guide.shared-key",
		Severity: harness.Warning,
		Says:     "Every call that changes something has an idempotency key of its own; operations do not share one.",
		Source:   "vippsas/vipps-epayment-api of 2023, on Idempotency-Key; common mistakes with captures",
		Help:     "make a key for every capture, cancel and refund; the order's reference is none",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		first := map[uint64]*Fact{}
		for _, f := range story {
			if f.Key == 0 {
				continue
			}
			g, known := first[f.Key]
			if !known {
				first[f.Key] = f
				continue
			}
			if g.Operation.ID != f.Operation.ID {
				return []Sighting{{
					At: f, Because: []*Fact{g}, Want: "a key of its own", Got: "the key of " + string(g.Deed) + " in " + g.Exchange,
				}}
			}
		}
		return nil
	},
}
