package sessionrule

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

const (
	detailsAt   = "/paymentDetails"
	aggregateAt = detailsAt + "/aggregate/"
)

// MoneySum: the four sums of the payment behind a session fit each other.
func MoneySum() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "money.sum",
			Severity: harness.Error,
			Says:     "authorizedAmount is the amount, capturedAmount and cancelledAmount are within it, refundedAmount is within capturedAmount, none is below zero, and all have one currency.",
			Source:   "Checkout, description of aggregate; ePayment, the arithmetic of capture, cancel and refund",
			Help:     "the report's own sums do not add up: report it to whoever runs the target",
		},
		Operations: []string{Poll, Complete},
		Replaces:   []string{"schema.minimum"},
		Judge: func(v *rules.View) []harness.Finding {
			r, ok := reported(v)
			if !ok {
				return nil
			}
			amount, currency, known := r.minor(detailsAt + "/amount")
			var found []harness.Finding
			sums := map[string]int64{}
			for _, field := range []string{"authorizedAmount", "cancelledAmount", "capturedAmount", "refundedAmount"} {
				n, unit, there := r.minor(aggregateAt + field)
				switch {
				case !there:
					continue
				case n < 0:
					found = append(found, r.found(aggregateAt+field+"/value", "no amount below 0"))
				case known && unit != currency:
					found = append(found, r.found(aggregateAt+field+"/currency", fmt.Sprintf("%q, as the amount has it", currency)))
				}
				sums[field] = n
			}
			if len(found) > 0 {
				return found
			}
			if n := sums["authorizedAmount"]; known && n > 0 && n != amount {
				return []harness.Finding{r.found(aggregateAt+"authorizedAmount/value", fmt.Sprintf("%d, the amount of the payment", amount))}
			}
			return judgeSums(r, sums)
		},
	}
}

func judgeSums(r report, sums map[string]int64) []harness.Finding {
	var found []harness.Finding
	authorized, some := sums["authorizedAmount"]
	captured, took := sums["capturedAmount"]
	if some && captured > authorized {
		return []harness.Finding{r.found(aggregateAt+"capturedAmount/value", fmt.Sprintf("at most %d, what is authorized", authorized))}
	}
	if left := authorized - captured; some && authorized > 0 && sums["cancelledAmount"] > left {
		found = append(found, r.found(aggregateAt+"cancelledAmount/value",
			fmt.Sprintf("at most %d (%d authorized less %d captured)", left, authorized, captured)))
	}
	if took && sums["refundedAmount"] > captured {
		found = append(found, r.found(aggregateAt+"refundedAmount/value", fmt.Sprintf("at most %d, what is captured", captured)))
	}
	return found
}
