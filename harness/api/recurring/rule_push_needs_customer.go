package recurring

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Without the landing page there is nowhere to say who one is.
var pushNeedsCustomer = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.push-needs-customer",
		Severity: harness.Warning,
		Says:     "An agreement that skips the landing page says who the customer is.",
		Source:   sourceDraft + "/properties/skipLandingPage",
		Help:     "add phoneNumber",
	},
	Operations: []string{draftID},
	Judge: func(v *rules.View) []harness.Finding {
		if skip, _ := v.RequestBody.At("/skipLandingPage"); !skip.True() || asked(v, "/phoneNumber") {
			return nil
		}
		return []harness.Finding{v.InBody("/phoneNumber", "the customer's number where skipLandingPage is true")}
	},
}
