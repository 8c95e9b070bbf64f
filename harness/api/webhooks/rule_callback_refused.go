package webhooks

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A merchant takes an event with 2xx. What it refuses comes again, and what
// follows for the same payment waits. Refusing a delivery whose signature does
// not hold is right; refusing one for its signature though it holds is
// callback.signature's.
var callbackRefused = rules.Check{
	Rule: harness.Rule{
		ID:       "callback.refused",
		Severity: harness.Error,
		Says:     "The merchant answers every event with 2xx.",
		Source:   "Webhooks API guide, how events are delivered",
		Help:     "answer 2xx first and work afterwards; an event that is refused comes again and holds back those that follow it",
	},
	Replaces: []string{"status.undocumented"},
	Judge: func(v *rules.View) []harness.Finding {
		s := v.Response.Status
		if v.Flow != harness.FlowCallback || s == 0 || s/100 == 2 || s/100 == 3 {
			return nil
		}
		if v.Signature != nil && (denied(v) || len(v.Signature.Flaws) > 0 && s/100 == 4) {
			return nil
		}
		return []harness.Finding{v.Answered("2xx")}
	},
}
