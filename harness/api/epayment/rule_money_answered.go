package epayment

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// The sum that a capture or refund moves has grown by what was asked for, so it
// is that at the least.
//
// Choice: nothing is said of amount in the answer. Examples show it only where
// the payment's amount and what was moved are the same.
var moneyAnswered = rules.Check{
	Rule: harness.Rule{
		ID:       "money.answered",
		Severity: harness.Error,
		Says:     "After a capture or refund that succeeds, capturedAmount or refundedAmount holds what was asked for.",
		Source:   "vippsas/vipps-epayment-api of 2023, operations/capture.md and refund.md",
		Help:     "another amount moved than was asked for: compare with the payment and its event log",
	},
	Operations: []string{captureID, refundID},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Response.Status != 200 {
			return nil
		}
		sum := aggregateAt + "capturedAmount"
		if v.Operation.ID == refundID {
			sum = aggregateAt + "refundedAmount"
		}
		var found []harness.Finding
		if want, got := currencies(v, sum); want != got && want != "" && got != "" {
			found = append(found, v.InAnswer(sum+"/currency", fmt.Sprintf("%q, as asked for", want)))
		}
		asked, ok1 := v.RequestBody.At("/modificationAmount/value")
		moved, ok2 := v.ResponseBody.At(sum + "/value")
		want, ok3 := asked.Int()
		got, ok4 := moved.Int()
		if ok1 && ok2 && ok3 && ok4 && got >= 0 && got < want {
			found = append(found, v.InAnswer(sum+"/value", fmt.Sprintf("at least %d, as asked for", want)))
		}
		return found
	},
}

// currencies gives the currency that was asked for and that of a sum; "" where
// there is none.
func currencies(v *rules.View, sum string) (want, got string) {
	if c, ok := v.ResponseBody.At(sum + "/currency"); ok && c.Text() {
		got = c.String()
	}
	return v.Text("/modificationAmount/currency"), got
}
