package recurringv2

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// Nobody gives back more than was charged.
var moneySum = rules.Check{
	Rule: harness.Rule{
		ID:       "money.sum",
		Severity: harness.Error,
		Says:     "What is refunded of a charge is within its amount, and not below zero.",
		Source:   sourceCharge + "/properties/amountRefunded",
		Help:     "the answer's own sums do not add up: report it to whoever runs the target",
	},
	Operations: []string{listChargesID, fetchChargeID, cancelID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, at := range charging.Told(v, "") {
			switch s, ok := sumsOf(v, at); {
			case !ok: // the contract says what is missing
			case s.refunded < 0:
				found = append(found, v.InAnswer(at+refundedAt, "no amount below 0"))
			case s.refunded > s.amount:
				found = append(found, v.InAnswer(at+refundedAt, fmt.Sprintf("at most %d, the amount of the charge", s.amount)))
			}
		}
		return found
	},
}

const refundedAt = "/amountRefunded"

// sums are how the money of a charge stands, in minor units.
type sums struct {
	status           string
	amount, refunded int64
}

func sumsOf(v *rules.View, at string) (sums, bool) {
	status, _ := v.ResponseBody.At(at + "/status")
	amount, some := v.ResponseBody.At(at + "/amount")
	refunded, told := v.ResponseBody.At(at + refundedAt)
	s := sums{status: status.String()}
	var whole, minor bool
	s.amount, whole = amount.Int()
	s.refunded, minor = refunded.Int()
	return s, some && told && whole && minor
}
