package recurring

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Status and sums tell the same story.
//
// Choice: what a partially captured charge is called once a part of it was
// refunded is not documented; either name is fine.
var moneyState = rules.Check{
	Rule: harness.Rule{
		ID:       "money.state",
		Severity: harness.Error,
		Says:     "Nothing is captured before a charge is CHARGED or PARTIALLY_CAPTURED, and a refunded one says by its status how much was given back.",
		Source:   "recurring.v3 #/components/schemas/ChargeStatus; API guide of Recurring, 2023, charge states",
		Help:     "the answer's status and sums disagree: report it to whoever runs the target",
	},
	Operations: []string{listChargesID, fetchChargeID, findChargeID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, at := range charges(v) {
			s, ok := sumsOf(v, at)
			if !ok {
				continue
			}
			if name, want := s.mismatch(); want != "" {
				found = append(found, v.InAnswer(at+"/summary/"+name, fmt.Sprintf("%s in the status %s", want, s.status)))
			}
		}
		return found
	},
}

// mismatch is the first sum that does not go with the status, and what it had to
// be.
func (s sums) mismatch() (name, want string) {
	switch s.status {
	case "PENDING", "DUE", "PROCESSING", "RESERVED", "FAILED", "CANCELLED":
		if s.captured != 0 {
			return "captured", "0"
		}
		if s.cancelled != 0 && s.status != "CANCELLED" && s.status != "FAILED" {
			return "cancelled", "0"
		}
	case "CHARGED":
		if s.captured <= 0 {
			return "captured", "an amount above 0"
		}
		if s.refunded != 0 {
			return "refunded", "0"
		}
	case "PARTIALLY_CAPTURED":
		if s.captured <= 0 || s.captured >= s.amount {
			return "captured", fmt.Sprintf("an amount above 0 and below %d", s.amount)
		}
	case "PARTIALLY_REFUNDED":
		if s.refunded <= 0 || s.refunded >= s.captured {
			return "refunded", fmt.Sprintf("an amount above 0 and below %d", s.captured)
		}
	case "REFUNDED":
		if s.refunded <= 0 || s.refunded != s.captured {
			return "refunded", "all that is captured"
		}
	}
	return "", ""
}
