package webhooks

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A redirect is not followed.
var callbackRedirected = rules.Check{
	Rule: harness.Rule{
		ID:       "callback.redirected",
		Severity: harness.Error,
		Says:     "The merchant answers an event at the address that it registered.",
		Source:   "Webhooks API guide, requirements on the address: redirects are not supported",
		Help:     "register the final address, with its scheme, host and trailing slash",
	},
	Replaces: []string{"status.undocumented"},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Flow != harness.FlowCallback || v.Response.Status/100 != 3 {
			return nil
		}
		return []harness.Finding{v.Answered("2xx, and no redirect")}
	},
}
