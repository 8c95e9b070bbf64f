package recurring

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A campaign is a lower price, so there is a price to begin with.
var campaignPricing = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.campaign-pricing",
		Severity: harness.Warning,
		Says:     "An agreement with a campaign has a price of type LEGACY.",
		Source:   sourceCampaign + "; API guide of Recurring, 2023, campaigns",
		Help:     "leave the campaign out: where amounts vary, charge less for as long as you like",
	},
	Operations: []string{draftID},
	Judge: func(v *rules.View) []harness.Finding {
		switch kind := v.Text("/pricing/type"); kind {
		case "VARIABLE", "FLEXIBLE":
			if asked(v, "/campaign") {
				return []harness.Finding{v.InBody("/campaign", fmt.Sprintf("nothing where the price is %s", kind))}
			}
		}
		return nil
	},
}
