package recurringv2

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A campaign begins with its agreement, whatever is said.
var unusedField = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.unused-field",
		Severity: harness.Warning,
		Says:     "A field that has no effect is left out.",
		Source:   sourceCampaign + "; v2-to-v3-migration-guide.md of vippsas/vipps-recurring-api, 2022",
		Help:     "leave it out",
	},
	Operations: []string{draftID, putID, patchID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/campaign/start"
		if _, ok := v.RequestBody.At(pointer); !ok {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, "nothing: a campaign begins at once")}
	},
}
