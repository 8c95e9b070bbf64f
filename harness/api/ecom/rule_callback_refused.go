package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A merchant takes a callback with 200. It is sent once: refused is lost.
var callbackRefused = rules.Check{
	Rule: harness.Rule{
		ID:       "callback.refused",
		Severity: harness.Error,
		Says:     "The merchant answers every callback with 200.",
		Source:   "eCom API guide, callbacks: one attempt",
		Help:     "answer 200 first and work afterwards; poll the details, since a callback is never sent again",
	},
	Replaces: []string{"status.undocumented"},
	Judge: func(v *rules.View) []harness.Finding {
		s := v.Response.Status
		if v.Flow != harness.FlowCallback || s == 0 || s == 200 || s/100 == 3 {
			return nil
		}
		return []harness.Finding{v.Answered("200")}
	},
}
