package checkout

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// The lines are what the transaction is for. What Checkout ships it adds itself,
// to both.
var orderTotal = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.order-total",
		Severity: harness.Warning,
		Says:     "The lines of an order, returns taken off, with the tip and without gift cards, are what the transaction amounts to.",
		Source:   "checkout.v3 #/components/schemas/OrderSummary; API guide, order summary",
		Help:     "leave out shipping that Checkout handles: it adds a line, and the cost, by itself",
	},
	Operations: []string{createID, updateID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/transaction/amount/value"
		body, _ := v.RequestBody.At("")
		amount, ok := number(body, pointer)
		if !ok {
			return nil
		}
		sum, some := int64(0), false
		for _, line := range orderLines(v).Items {
			if !line.Object() {
				continue
			}
			total, ok := number(line, "/totalAmount")
			if !ok {
				return nil
			}
			if back, _ := line.At("/isReturn"); back.True() {
				total = -total
			}
			sum, some = sum+total, true
		}
		tip, _ := number(body, summaryAt+"/orderBottomLine/tipAmount")
		gift, _ := number(body, summaryAt+"/orderBottomLine/giftCardAmount")
		if sum += tip - gift; !some || sum == amount {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, fmt.Sprintf("%d, what the order summary adds up to", sum))}
	},
}
