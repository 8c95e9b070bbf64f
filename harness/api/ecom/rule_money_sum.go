package ecom

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Where the four sums stand in an answer.
const (
	summaryAt   = "/transactionSummary"
	capturedAt  = summaryAt + "/capturedAmount"
	refundedAt  = summaryAt + "/refundedAmount"
	toCaptureAt = summaryAt + "/remainingAmountToCapture"
	toRefundAt  = summaryAt + "/remainingAmountToRefund"
)

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
	captured, ok1 := sum(v, capturedAt)
	refunded, ok2 := sum(v, refundedAt)
	toRefund, ok3 := sum(v, toRefundAt)
	toCapture, ok4 := sum(v, toCaptureAt)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return nil // the contract says what is missing
	}
	var found []harness.Finding
	for _, s := range []struct {
		pointer string
		value   int64
	}{{capturedAt, captured}, {refundedAt, refunded}, {toCaptureAt, toCapture}, {toRefundAt, toRefund}} {
		if s.value < 0 {
			found = append(found, v.InAnswer(s.pointer, "no amount below 0"))
		}
	}
	if len(found) == 0 && toRefund != captured-refunded {
		found = append(found, v.InAnswer(toRefundAt,
			fmt.Sprintf("%d (%d captured less %d refunded)", captured-refunded, captured, refunded)))
	}
	if v.Operation.ID == cancelID && toCapture > 0 {
		found = append(found, v.InAnswer(toCaptureAt, "0 after a cancel"))
	}
	return found
}

// sum gives one amount of the answer's summary, in øre.
func sum(v *rules.View, pointer string) (int64, bool) {
	value, ok := v.ResponseBody.At(pointer)
	if !ok {
		return 0, false
	}
	return value.Int()
}
