package sequence

import (
	"slices"
	"time"

	"kontrakt/harness"
)

// unheard is how long the API tells an address at which nobody answers, before it
// removes the webhook (change log of the Webhooks API, March 2026).
const unheard = 14 * 24 * time.Hour

// Whoever registers again has every event twice, with two secrets.
var webhookOnce = Check{
	Rule: harness.Rule{
		ID:       "guide.webhook-once",
		Severity: harness.Warning,
		Says:     "A webhook is registered once for an address and an event, until it is deleted.",
		Source:   "Webhooks API guide, several registrations: each gets every event",
		Help:     "register when the shop is set up and keep the secret; list what there is before you register again",
	},
	Scope:  OfMerchant,
	Caller: true,
	Judge: func(story Story) []Sighting {
		standing := map[uint64]*Fact{}
		for _, f := range story {
			if f.Kind != "webhook" || !f.OK() {
				continue
			}
			switch f.Deed {
			case Register:
				for _, hook := range f.Hooks {
					first := standing[hook]
					if first != nil && f.Started.Sub(first.Started) < unheard {
						return []Sighting{{
							At: f, Because: []*Fact{first}, In: harness.PartBody, Pointer: "/events",
							Want: "events that no webhook of this address has yet", Got: "one for which it was registered before",
						}}
					}
					standing[hook] = f
				}
			case Remove:
				drop(standing, func(h *Fact) bool { return h.Number == f.Number })
			case List:
				drop(standing, func(h *Fact) bool { return h.Merchant == f.Merchant && !f.lists(h.Number) })
			}
		}
		return nil
	},
}

func drop(standing map[uint64]*Fact, gone func(*Fact) bool) {
	for hook, f := range standing {
		if gone(f) {
			delete(standing, hook)
		}
	}
}

func (f *Fact) lists(id string) bool {
	return slices.Contains(f.Hooks, Digest([]byte(id)))
}
