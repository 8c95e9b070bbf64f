package sequence

import (
	"kontrakt/harness"
)

// What the merchant has taken is not told again. It may happen, and merchants
// must bear it; a habit of it is a defect.
var callbackRepeated = Check{
	Rule: harness.Rule{
		ID:       "callback.repeated",
		Severity: harness.Warning,
		Says:     "An event that the merchant has answered with 2xx is not told again to the same address.",
		Source:   "vippsas/webhooks-api of 2023, on retries",
		Help:     "the merchant must bear repetitions, but the target should not make them: report it to whoever runs it",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		type event struct {
			name, number string
			address      uint64
		}
		taken := map[event]*Fact{}
		for _, f := range story {
			if f.Deed != Tell || f.Number == "" {
				continue
			}
			e := event{f.Event, f.Number, f.Address}
			if g := taken[e]; g != nil && g.Before(f) {
				return []Sighting{{At: f, Because: []*Fact{g}, Want: "nothing more after the answer of " + g.Exchange, Got: "the same event again"}}
			}
			if f.OK() {
				taken[e] = f
			}
		}
		return nil
	},
}
