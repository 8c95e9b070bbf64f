package epayment

import (
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/sandbox/profile"
)

// An express payment asks for what it takes to ship, and for nothing else. In
// which order does not matter.
var expressScope = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.express-scope",
		Severity: harness.Warning,
		Says:     "An express payment has the scope name address email phoneNumber.",
		Source:   "vippsas/agent-toolkit @e00db21 of 2026-08-21, features of ePayment, express",
		Help:     "send all four words and no other, or leave shipping out",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		if !asked(v, "/shipping") {
			return nil
		}
		scope := slices.Sorted(slices.Values(profile.Words(v.Text("/profile/scope"))))
		if slices.Equal(slices.Compact(scope), []string{"address", "email", "name", "phoneNumber"}) {
			return nil
		}
		return []harness.Finding{v.InBody("/profile/scope", `"name address email phoneNumber" with shipping`)}
	},
}
