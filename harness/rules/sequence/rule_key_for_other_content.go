package sequence

import (
	"kontrakt/harness"
)

// A key stands for one request. With another content it is a mistake that the
// API may answer in any way.
var keyForOtherContent = Check{
	Rule: harness.Rule{
		ID:       "idempotency.other-content",
		Severity: harness.Error,
		Says:     "An idempotency key is sent with one request only; a repetition is the same request, byte for byte in what it means.",
		Source:   "vippsas/vipps-developers of 2023, http-headers.md, on Idempotency-Key",
		Help:     "make a new key for a new request, and keep body and key together for repetitions",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		type call struct {
			operation string
			key       uint64
		}
		first := map[call]*Fact{}
		for _, f := range story {
			if f.Key == 0 {
				continue
			}
			c := call{f.Operation.ID, f.Key}
			g, known := first[c]
			if !known {
				first[c] = f
				continue
			}
			if g.Sent != f.Sent {
				return []Sighting{{
					At: f, Because: []*Fact{g},
					Want: "the request of " + g.Exchange + ", which had the same key", Got: "another request",
				}}
			}
		}
		return nil
	},
}
