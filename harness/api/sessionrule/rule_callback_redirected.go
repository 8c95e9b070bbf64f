package sessionrule

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// CallbackRedirected: a redirect is no answer.
func CallbackRedirected() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "callback.redirected",
			Severity: harness.Error,
			Says:     "The merchant answers at the address that it gave.",
			Source:   "Checkout API guide, callbacks: whatever is not 2xx counts as failed",
			Help:     "give the final address, with its scheme, host and trailing slash",
		},
		Operations: []string{Ask, Complete},
		Replaces:   []string{"status.undocumented"},
		Judge: func(v *rules.View) []harness.Finding {
			if v.Response.Status/100 != 3 {
				return nil
			}
			return []harness.Finding{v.Answered("2xx, and no redirect")}
		},
	}
}
