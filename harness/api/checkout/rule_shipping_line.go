package checkout

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Checkout adds a line for what it ships, whatever lines there are.
var shippingLine = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.shipping-line",
		Severity: harness.Warning,
		Says:     "Where Checkout handles the shipping, no order line is for shipping.",
		Source:   "Checkout API guide, order summary: shipping is added as a line of its own",
		Help:     "leave the line out, or the options: the customer sees shipping twice",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		_, fixed := v.RequestBody.At("/logistics/fixedOptions/0")
		if !fixed && !asked(v, "/logistics/dynamicOptionsCallback") {
			return nil
		}
		var found []harness.Finding
		for i, line := range orderLines(v).Items {
			if is, _ := line.At("/isShipping"); is.True() {
				found = append(found, v.InBody(lineAt(i)+"/isShipping", "no line for shipping beside logistics"))
			}
		}
		return found
	},
}
