package ecom

import (
	"fmt"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// The payment's callback may take 3 seconds, the shipping details 10.
var callbackLate = rules.Check{
	Rule: harness.Rule{
		ID:       "callback.late",
		Severity: harness.Error,
		Says:     "The merchant answers a callback within 3 seconds, and a request for shipping details within 10.",
		Source:   "ecom.v2, descriptions of the merchant's operations; API guide, timeouts",
		Help:     "answer first and work afterwards",
	},
	Judge: func(v *rules.View) []harness.Finding {
		limit := 3 * time.Second
		if strings.HasSuffix(v.Operation.Path, "/shippingDetails") {
			limit = 10 * time.Second
		}
		// Who gives up waiting is, at the merchant's end, a caller that hung up.
		gaveUp := v.Failure != nil && (v.Failure.Kind == harness.TimedOut || v.Failure.Kind == harness.CallerGone)
		late := v.Duration > limit || gaveUp
		if v.Flow != harness.FlowCallback || v.Request.Method != "POST" || !late {
			return nil
		}
		got := fmt.Sprintf("none within %s", v.Duration.Truncate(100*time.Millisecond))
		if v.Response.Status != 0 {
			got = fmt.Sprintf("one after %s", v.Duration.Truncate(100*time.Millisecond))
		}
		return []harness.Finding{{
			Direction: harness.InCallbackResponse, In: harness.PartNone,
			Want: fmt.Sprintf("an answer within %s", limit), Got: got,
		}}
	},
}
