package sequence

import (
	"fmt"
	"time"

	"kontrakt/harness"
)

// Who is asked to wait, waits.
var retryAfter = Check{
	Rule: harness.Rule{
		ID:       "guide.retry-after",
		Severity: harness.Warning,
		Says:     "After an answer of 429 or 423 the same call waits for as long as Retry-After says, or a second where it says nothing.",
		Source:   "vippsas/vipps-developers of 2023, on rate limits; 423 of the payment APIs",
		Help:     "wait before the call is repeated, longer each time",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		last := map[string]*Fact{}
		for _, f := range story {
			id := f.Operation.Contract + " " + f.Operation.ID
			if g := last[id]; g != nil && (g.Status == 429 || g.Status == 423) {
				wait := max(g.RetryAfter, time.Second)
				if waited := f.Started.Sub(g.Ended); waited < wait-pollingSlack {
					return []Sighting{{
						At: f, Because: []*Fact{g}, Want: fmt.Sprintf("a pause of %s after %d", wait, g.Status),
						Got: fmt.Sprintf("%s after %s", max(waited, 0).Round(time.Millisecond), g.Exchange),
					}}
				}
			}
			last[id] = f
		}
		return nil
	},
}
