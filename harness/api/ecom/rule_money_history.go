package ecom

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// The sums of a payment are the sums of its history: what succeeded counts,
// what failed does not.
var moneyHistory = rules.Check{
	Rule: harness.Rule{
		ID:       "money.history",
		Severity: harness.Error,
		Says:     "capturedAmount and refundedAmount are the sums of the captures and refunds that succeeded, and no more is captured than was reserved.",
		Source:   "eCom API guide, details of a payment",
		Help:     "the answer's history and its sums disagree: report it to whoever runs the target",
	},
	Operations: []string{detailsID},
	Judge:      judgeHistory,
}

func judgeHistory(v *rules.View) []harness.Finding {
	captured, ok1 := sum(v, capturedAt)
	refunded, ok2 := sum(v, refundedAt)
	toCapture, ok3 := sum(v, toCaptureAt)
	totals, ok4 := history(v)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return nil
	}
	took := totals.captured + totals.sold
	var found []harness.Finding
	if captured != took {
		found = append(found, v.InAnswer(capturedAt, fmt.Sprintf("%d, the sum of what the history captured", took)))
	}
	if refunded != totals.refunded {
		found = append(found, v.InAnswer(refundedAt, fmt.Sprintf("%d, the sum of what the history refunded", totals.refunded)))
	}
	if reserved := totals.reserved; totals.reserves && captured+toCapture > reserved {
		found = append(found, v.InAnswer(toCaptureAt,
			fmt.Sprintf("at most %d (%d reserved less %d captured)", reserved-captured, reserved, captured)))
	}
	return found
}

// totals are sums of what succeeded, in øre.
type totals struct {
	reserved, sold, captured, refunded, cancelled, voided, other int64
	// reserves says that something was reserved, if nothing.
	reserves bool
}

// of is the sum of an operation.
func (t *totals) of(operation rules.Value) *int64 {
	switch operation.Peek() {
	case "RESERVE":
		t.reserves = true
		return &t.reserved
	case "SALE":
		return &t.sold
	case "CAPTURE":
		return &t.captured
	case "REFUND":
		return &t.refunded
	case "CANCEL":
		return &t.cancelled
	case "VOID":
		return &t.voided
	}
	return &t.other
}

// history sums what succeeded by operation; false where an amount cannot be read.
func history(v *rules.View) (sums totals, readable bool) {
	log, ok := v.ResponseBody.At("/transactionLogHistory")
	if !ok || !log.Array() {
		return totals{}, false
	}
	for _, entry := range log.Items {
		operation, ok1 := entry.At("/operation")
		amount, ok2 := entry.At("/amount")
		success, ok3 := entry.At("/operationSuccess")
		minor, ok4 := amount.Int()
		if !ok1 || !ok2 || !ok3 || !ok4 {
			return totals{}, false
		}
		if success.True() {
			*sums.of(operation) += minor
		}
	}
	return sums, true
}
