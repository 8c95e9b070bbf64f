package sessionrule

import (
	"fmt"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// patience is how long the merchant has to say how it can ship.
const patience = 8 * time.Second

// CallbackLate: who is asked for ways to ship has 8 seconds.
//
// Choice: no limit is documented for the callback at the end. It is late when
// whoever called gave up.
func CallbackLate() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "callback.late",
			Severity: harness.Error,
			Says:     "The merchant says within 8 seconds how it can ship, and answers the callback at the end before the caller gives up.",
			Source:   "Checkout, how shipping works, vippsas/vipps-checkout-api @e903467; description of dynamicOptionsCallback",
			Help:     "ask carriers in advance, and answer from memory; fixedOptions are what remains to the customer",
		},
		Operations: []string{Ask, Complete},
		Judge: func(v *rules.View) []harness.Finding {
			// Who gives up waiting is, at the merchant's end, a caller that hung up.
			late := v.Failure != nil && (v.Failure.Kind == harness.TimedOut || v.Failure.Kind == harness.CallerGone)
			want := "an answer"
			if v.Operation.ID == Ask {
				late = late || v.Duration > patience
				want = fmt.Sprintf("an answer within %s", patience)
			}
			if !late {
				return nil
			}
			got := fmt.Sprintf("none within %s", v.Duration.Truncate(100*time.Millisecond))
			if v.Response.Status != 0 {
				got = fmt.Sprintf("one after %s", v.Duration.Truncate(100*time.Millisecond))
			}
			return []harness.Finding{{Direction: harness.InCallbackResponse, In: harness.PartNone, Want: want, Got: got}}
		},
	}
}
