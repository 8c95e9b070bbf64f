package sessionrule

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// CallbackRefused: whatever is not 2xx is repeated at the end of a session, and
// leaves the customer with the fixed options, or without any, before it.
func CallbackRefused() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "callback.refused",
			Severity: harness.Error,
			Says:     "The merchant answers every call of a session with 2xx.",
			Source:   "Checkout API guide, callbacks and dynamic options, vippsas/vipps-checkout-api @e903467",
			Help:     "take the callback first and work afterwards; where nothing can be shipped to, answer with the options that remain",
		},
		Operations: []string{Ask, Complete},
		Replaces:   []string{"status.undocumented"},
		Judge: func(v *rules.View) []harness.Finding {
			s := v.Response.Status
			if s == 0 || s/100 == 2 || s/100 == 3 {
				return nil
			}
			return []harness.Finding{v.Answered("2xx")}
		},
	}
}
