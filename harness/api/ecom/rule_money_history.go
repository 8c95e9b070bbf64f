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
	captured, ok1 := sum(v, "capturedAmount")
	refunded, ok2 := sum(v, "refundedAmount")
	toCapture, ok3 := sum(v, "remainingAmountToCapture")
	totals, ok4 := history(v)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return nil
	}
	took := totals["CAPTURE"] + totals["SALE"]
	var found []harness.Finding
	if captured != took {
		found = append(found, v.InAnswer(summaryAt+"/capturedAmount", fmt.Sprintf("%d, the sum of what the history captured", took)))
	}
	if refunded != totals["REFUND"] {
		found = append(found, v.InAnswer(summaryAt+"/refundedAmount", fmt.Sprintf("%d, the sum of what the history refunded", totals["REFUND"])))
	}
	if reserved, has := totals["RESERVE"]; has && captured+toCapture > reserved {
		found = append(found, v.InAnswer(summaryAt+"/remainingAmountToCapture",
			fmt.Sprintf("at most %d (%d reserved less %d captured)", reserved-captured, reserved, captured)))
	}
	return found
}

// history sums what succeeded by operation, in øre; false where an amount
// cannot be read.
func history(v *rules.View) (map[string]int64, bool) {
	log, ok := v.ResponseBody.At("/transactionLogHistory")
	if !ok || !log.Array() {
		return nil, false
	}
	totals, readable := map[string]int64{}, true
	for _, entry := range log.Items {
		operation, ok1 := entry.At("/operation")
		amount, ok2 := entry.At("/amount")
		success, ok3 := entry.At("/operationSuccess")
		minor, ok4 := amount.Int()
		if readable = readable && ok1 && ok2 && ok3 && ok4; readable && success.True() {
			totals[operation.String()] += minor
		}
	}
	return totals, readable
}
