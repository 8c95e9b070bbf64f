package ecom

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// The answer to a capture or a refund names the amount that was asked for.
var moneyAnswered = rules.Check{
	Rule: harness.Rule{
		ID:       "money.answered",
		Severity: harness.Error,
		Says:     "A capture or refund that succeeds moves the amount that was asked for.",
		Source:   "eCom API guide, partial capture and refund",
		Help:     "another amount moved than was asked for: compare with the payment's details",
	},
	Operations: []string{captureID, refundID},
	Judge: func(v *rules.View) []harness.Finding {
		pointer := "/transactionInfo/amount"
		if v.Operation.ID == refundID {
			pointer = "/transaction/amount"
		}
		asked, ok1 := v.RequestBody.At("/transaction/amount")
		moved, ok2 := v.ResponseBody.At(pointer)
		want, ok3 := asked.Int()
		got, ok4 := moved.Int()
		if !ok1 || !ok2 || !ok3 || !ok4 || want == 0 || want == got || v.Response.Status != 200 {
			return nil
		}
		return []harness.Finding{v.InAnswer(pointer, fmt.Sprintf("%d, as asked for", want))}
	},
}
