package recurringv2

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// Status and refunds tell the same story.
//
// Choice: a charge of which version 3 captured a part is refunded before all of
// its amount is. How much of it was captured this version does not say.
var moneyState = rules.Check{
	Rule: harness.Rule{
		ID:       "money.state",
		Severity: harness.Error,
		Says:     "Something is refunded of a charge where its status says so, and only there.",
		Source:   "recurring.v2 #/components/schemas/ChargeStatus",
		Help:     "the answer's status and sums disagree: report it to whoever runs the target",
	},
	Operations: []string{listChargesID, fetchChargeID, cancelID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, at := range charging.Told(v, "") {
			if s, ok := sumsOf(v, at); ok && s.mismatch() != "" {
				found = append(found, v.InAnswer(at+refundedAt, fmt.Sprintf("%s in the status %s", s.mismatch(), s.status)))
			}
		}
		return found
	},
}

// mismatch is what the refunds had to be, "" where they are.
func (s sums) mismatch() string {
	switch s.status {
	case "PENDING", "DUE", "PROCESSING", "RESERVED", "FAILED", "CANCELLED", "CHARGED":
		if s.refunded != 0 {
			return "0"
		}
	case "PARTIALLY_REFUNDED":
		if s.refunded <= 0 || s.refunded >= s.amount {
			return fmt.Sprintf("an amount above 0 and below %d", s.amount)
		}
	case "REFUNDED":
		if s.refunded <= 0 {
			return "an amount above 0"
		}
	}
	return ""
}
