package sequence

import (
	"kontrakt/harness"
)

// What happened first is told first. Repetitions may come at any time; merchants
// must bear them.
var callbackOrder = Check{
	Rule: harness.Rule{
		ID:       "callback.order",
		Severity: harness.Error,
		Says:     "At one address, the events of a payment arrive for the first time in the order in which they happened.",
		Source:   "vippsas/webhooks-api of 2023, on the order of events",
		Help:     "the target told a later event before an earlier one: report it to whoever runs it",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		type event struct {
			address      uint64
			name, number string
		}
		seen := map[event]bool{}
		newest := map[uint64]*Fact{}
		for _, f := range story {
			e := event{f.Address, f.Event, f.Number}
			if f.Deed != Tell || f.Number == "" || f.At.IsZero() || seen[e] {
				continue
			}
			seen[e] = true
			g := newest[f.Address]
			if g != nil && g.Before(f) && f.At.Before(g.At) {
				return []Sighting{{At: f, Because: []*Fact{g}, Want: "an event no older than that of " + g.Exchange, Got: "one of " + g.At.Sub(f.At).String() + " before it"}}
			}
			if g == nil || f.At.After(g.At) {
				newest[f.Address] = f
			}
		}
		return nil
	},
}
