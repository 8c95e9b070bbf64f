package recurring

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Much of an agreement is what the customer said yes to.
var fixedAtDraft = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.fixed-at-draft",
		Severity: harness.Warning,
		Says:     "Campaign, type and currency of the price, initial charge and the rest of the sign-up stay as they were drafted.",
		Source:   sourcePatch + "; v2-to-v3-migration-guide.md of vippsas/vipps-recurring-api, 2022; change log of the API, October 2025 for paymentMethod",
		Help:     "draft a new agreement, and stop the old one once the customer has approved it",
	},
	Operations: []string{updateID},
	Replaces:   []string{"body.undocumented-property"},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, pointer := range []string{
			"/campaign", "/countryCode", "/initialCharge", "/isApp", "/merchantRedirectUrl", "/paymentMethod", "/phoneNumber",
			"/pricing/currency", "/pricing/type", "/scope", "/skipLandingPage",
		} {
			if _, there := v.RequestBody.At(pointer); there {
				found = append(found, v.InBody(pointer, "nothing: it cannot be changed"))
			}
		}
		return found
	},
}
