package sequence

import (
	"time"

	"kontrakt/harness"
)

// retryWindow is how long after a call without a clear answer the same call
// counts as its repetition.
const retryWindow = 10 * time.Minute

// A call that may have succeeded is repeated with its key, or the money moves
// twice. Who looks first how the payment stands may begin anew.
var keyNewOnRetry = Check{
	Rule: harness.Rule{
		ID:       "idempotency.new-key-on-retry",
		Severity: harness.Error,
		Says:     "A call that got no answer, or an answer of 5xx, is repeated with the same idempotency key.",
		Source:   "vippsas/vipps-developers of 2023, http-headers.md and timeouts.md",
		Help:     "keep the key with the order until the call is answered, and send it again",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		for i, f := range story {
			if f.Key == 0 || f.Deed != Capture && f.Deed != Refund && f.Deed != Cancel {
				continue
			}
			for j := i - 1; j >= 0; j-- {
				g := story[j]
				if g.Deed == Read && g.OK() || g.Deed == Log && g.OK() || f.Started.Sub(g.Ended) > retryWindow {
					break
				}
				if g.Deed != f.Deed || g.Sent != f.Sent {
					continue
				}
				if g.Key != f.Key && (g.Undecided || g.Status >= 500) {
					return []Sighting{{
						At: f, Because: []*Fact{g}, Want: "the key of " + g.Exchange + ", which had no clear answer", Got: "a new key",
					}}
				}
				break
			}
		}
		return nil
	},
}
