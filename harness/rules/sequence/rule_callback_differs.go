package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// What a callback says and what the status says are one truth: both may be read
// late, but no callback says of money what no answer bears out.
var callbackDiffers = Check{
	Rule: harness.Rule{
		ID:       "callback.differs",
		Severity: harness.Error,
		Says:     "What a call to the merchant says of a payment's end agrees with what the payment's status says from then on.",
		Source:   "ecom.v2 callback; checkout.v3 callback, equal to the polled session; epayment.v1 webhook events",
		Help:     "the target tells two stories of one payment: report it to whoever runs it",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		for i, f := range story {
			if f.Deed != Tell || f.Stands == nil || !f.Stands.Final {
				continue
			}
			for _, g := range story[i+1:] {
				if g.Deed == Tell || g.repeats || g.Stands == nil || g.Stands.State == "" || !f.Before(g) || g.Stands.State == f.Stands.State {
					continue
				}
				return []Sighting{{
					At: g, Because: []*Fact{f},
					Want: fmt.Sprintf("%s, as the merchant was told in %s", f.Stands.State, f.Exchange), Got: g.Stands.State,
				}}
			}
		}
		return nil
	},
}
