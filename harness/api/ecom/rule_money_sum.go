package ecom

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

const summaryAt = "/transactionSummary"

// The four sums of a payment fit each other: what can be given back is what was
// taken less what was given back, and nothing is below zero.
var moneySum = rules.Check{
	Rule: harness.Rule{
		ID:       "money.sum",
		Severity: harness.Error,
		Says:     "remainingAmountToRefund is capturedAmount less refundedAmount, no sum is below zero, and what is cancelled leaves nothing to capture.",
		Source:   "eCom API guide, details of a payment; the arithmetic of reserve, capture, cancel, refund",
		Help:     "the answer's own sums do not add up: report it to whoever runs the target",
	},
	Operations: []string{captureID, cancelID, refundID, detailsID},
	Judge:      judgeSum,
}

func judgeSum(v *rules.View) []harness.Finding {
	captured, ok1 := sum(v, "capturedAmount")
	refunded, ok2 := sum(v, "refundedAmount")
	toRefund, ok3 := sum(v, "remainingAmountToRefund")
	toCapture, ok4 := sum(v, "remainingAmountToCapture")
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return nil // the contract says what is missing
	}
	var found []harness.Finding
	for _, s := range []struct {
		field string
		value int64
	}{{"capturedAmount", captured}, {"refundedAmount", refunded}, {"remainingAmountToCapture", toCapture}, {"remainingAmountToRefund", toRefund}} {
		if s.value < 0 {
			found = append(found, v.InAnswer(summaryAt+"/"+s.field, "no amount below 0"))
		}
	}
	if len(found) == 0 && toRefund != captured-refunded {
		found = append(found, v.InAnswer(summaryAt+"/remainingAmountToRefund",
			fmt.Sprintf("%d (%d captured less %d refunded)", captured-refunded, captured, refunded)))
	}
	if v.Operation.ID == cancelID && toCapture > 0 {
		found = append(found, v.InAnswer(summaryAt+"/remainingAmountToCapture", "0 after a cancel"))
	}
	return found
}

// sum gives one amount of the answer's summary, in øre.
func sum(v *rules.View, field string) (int64, bool) {
	value, ok := v.ResponseBody.At(summaryAt + "/" + field)
	if !ok {
		return 0, false
	}
	return value.Int()
}
