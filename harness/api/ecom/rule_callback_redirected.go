package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A redirect is not followed.
var callbackRedirected = rules.Check{
	Rule: harness.Rule{
		ID:       "callback.redirected",
		Severity: harness.Error,
		Says:     "The merchant answers a callback at the address that it gave.",
		Source:   "eCom API guide, callbacks: redirects are not followed",
		Help:     "give the final address, with its scheme, host and trailing slash",
	},
	Replaces: []string{"status.undocumented"},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Flow != harness.FlowCallback || v.Response.Status/100 != 3 {
			return nil
		}
		return []harness.Finding{v.Answered("200, and no redirect")}
	},
}
