package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// Stopping an agreement gives up what is reserved for its charges.
var stopReserved = Check{
	Rule: harness.Rule{
		ID:       "guide.stop-reserved",
		Severity: harness.Warning,
		Says:     "Before an agreement is stopped, what is reserved for its charges is captured or cancelled.",
		Source:   "Recurring API guide of 2023, on the initial charge and on stopping; common mistakes",
		Help:     "capture what was delivered and cancel the rest first: stopping cancels the reservation",
	},
	Scope:  OfMerchant,
	Caller: true,
	Judge: func(story Story) []Sighting {
		var found []Sighting
		for i, stop := range story {
			if stop.Deed != Stop || !stop.OK() {
				continue
			}
			for _, charge := range story[:i].open(stop) {
				s := charge.Stands
				found = append(found, Sighting{
					At: stop, Because: []*Fact{charge}, In: harness.PartBody, Pointer: "/status",
					Want: "no charge with something reserved",
					Got:  fmt.Sprintf("one with %d reserved and %d captured in %s", s.Authorized.Minor, s.Captured.Minor, charge.Exchange),
				})
			}
		}
		return found
	},
}

// open are the readings of an agreement's charges by which something is still
// reserved, and after which nothing was captured or cancelled.
func (story Story) open(agreement *Fact) []*Fact {
	var list []*Fact
	for _, f := range story {
		if !f.of(agreement) {
			continue
		}
		kept := list[:0]
		for _, g := range list {
			settled := g.Subject == f.Subject && (f.Stands != nil || f.Deed != Read && f.OK())
			if !settled {
				kept = append(kept, g)
			}
		}
		list = kept
		if s := f.Stands; s != nil && (s.State == "RESERVED" || s.State == "PARTIALLY_CAPTURED") &&
			s.Authorized.Minor > s.Captured.Minor+s.Cancelled.Minor {
			list = append(list, f)
		}
	}
	return list
}
