package epayment

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// State and sums tell the same story: once there is money, the state is
// AUTHORIZED and stays so, whatever is captured, cancelled or refunded.
var moneyState = rules.Check{
	Rule: harness.Rule{
		ID:       "money.state",
		Severity: harness.Error,
		Says:     "The state is AUTHORIZED where authorizedAmount is above zero, and only there.",
		Source:   "vippsas/vipps-epayment-api of 2023, operations/cancel.md; vippsas/agent-toolkit @e00db21 of 2026-08-21, payment states",
		Help:     "the answer's state and sums disagree: report it to whoever runs the target",
	},
	Operations: []string{captureID, cancelID, refundID, paymentID},
	Judge: func(v *rules.View) []harness.Finding {
		s, ok := standing(v)
		switch {
		case !ok || !isState(s.state):
			return nil // the contract says so
		case s.authorized > 0 && s.state != authorized:
			return []harness.Finding{v.InAnswer("/state", fmt.Sprintf("%q, with %d authorized", authorized, s.authorized))}
		case s.authorized == 0 && s.state == authorized:
			return []harness.Finding{v.InAnswer(aggregateAt+"authorizedAmount/value", "an amount above 0 in the state AUTHORIZED")}
		}
		return nil
	},
}

func isState(s string) bool {
	switch s {
	case "CREATED", "ABORTED", "EXPIRED", authorized, "TERMINATED":
		return true
	}
	return false
}
