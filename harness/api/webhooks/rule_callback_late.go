package webhooks

import (
	"fmt"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// limit is how long the merchant has.
const limit = 10 * time.Second

// An event must be answered within ten seconds.
var callbackLate = rules.Check{
	Rule: harness.Rule{
		ID:       "callback.late",
		Severity: harness.Error,
		Says:     "The merchant answers an event within 10 seconds.",
		Source:   "Webhooks API documentation of 2026, timeouts",
		Help:     "answer first and work afterwards; an event that is answered late comes again",
	},
	Judge: func(v *rules.View) []harness.Finding {
		// Who gives up waiting is, at the merchant's end, a caller that hung up.
		gaveUp := v.Failure != nil && (v.Failure.Kind == harness.TimedOut || v.Failure.Kind == harness.CallerGone)
		if v.Flow != harness.FlowCallback || v.Duration <= limit && !gaveUp {
			return nil
		}
		got := fmt.Sprintf("none within %s", v.Duration.Truncate(100*time.Millisecond))
		if v.Response.Status != 0 {
			got = fmt.Sprintf("one after %s", v.Duration.Truncate(100*time.Millisecond))
		}
		return []harness.Finding{{
			Direction: harness.InCallbackResponse, In: harness.PartNone, Want: fmt.Sprintf("an answer within %s", limit), Got: got,
		}}
	},
}
