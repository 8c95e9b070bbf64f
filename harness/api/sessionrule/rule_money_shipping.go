package sessionrule

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// MoneyShipping: what is paid includes what shipping costs.
func MoneyShipping() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "money.shipping",
			Severity: harness.Error,
			Says:     "The amount that is paid includes the cost of shipping, in one currency.",
			Source:   "Checkout, how shipping works, vippsas/vipps-checkout-api @e903467",
			Help:     "the report's own amounts do not add up: report it to whoever runs the target",
		},
		Operations: []string{Poll, Complete},
		Judge: func(v *rules.View) []harness.Finding {
			r, ok := reported(v)
			if !ok {
				return nil
			}
			const shippingAt = "/shippingDetails/amount"
			paid, currency, ok1 := r.minor(detailsAt + "/amount")
			shipping, unit, ok2 := r.minor(shippingAt)
			switch {
			case !ok1 || !ok2:
				return nil
			case unit != currency:
				return []harness.Finding{r.found(shippingAt+"/currency", fmt.Sprintf("%q, as the amount has it", currency))}
			case shipping > paid:
				return []harness.Finding{r.found(detailsAt+"/amount/value", fmt.Sprintf("at least %d, what shipping costs", shipping))}
			}
			return nil
		},
	}
}
