package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// What has ended stays ended. What calls to the merchant say is another rule's
// matter.
var moneyFinal = Check{
	Rule: harness.Rule{
		ID:       "money.final",
		Severity: harness.Error,
		Says:     "A payment that was cancelled, expired, declined or failed stays so.",
		Source:   "vippsas/vipps-epayment-api and vippsas/vipps-ecom-api of 2023, on states; recurring.v3 #/components/schemas/AgreementStatus",
		Help:     "two answers of the target contradict each other: report it to whoever runs it",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		for i, f := range story {
			if f.Deed == Tell || f.repeats || f.Stands == nil || f.Stands.State == "" {
				continue
			}
			for _, g := range story[:i] {
				if g.Deed == Tell || g.Stands == nil || !g.Stands.Final || !g.Before(f) || g.Stands.State == f.Stands.State {
					continue
				}
				return []Sighting{{
					At: f, Because: []*Fact{g},
					Want: fmt.Sprintf("%s, as %s said", g.Stands.State, g.Exchange), Got: f.Stands.State,
				}}
			}
		}
		return nil
	},
}
