package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Express is paid for in the app, and knows from the start how the ways to ship
// are found.
var expressShipping = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.express-shipping",
		Severity: harness.Warning,
		Says:     "An express payment is made from the wallet and names either its shipping options or an address that gives them.",
		Source:   "vippsas/agent-toolkit @e00db21 of 2026-08-21, features of ePayment, express",
		Help:     "give either fixedOptions or dynamicOptions, and the payment method WALLET",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		if shipping, ok := v.RequestBody.At("/shipping"); !ok || !shipping.Object() {
			return nil
		}
		var found []harness.Finding
		_, fixed := v.RequestBody.At("/shipping/fixedOptions/0")
		switch dynamic := asked(v, "/shipping/dynamicOptions"); {
		case fixed && dynamic:
			f := v.InBody("/shipping/dynamicOptions", "nothing beside fixedOptions")
			f.Got = "an object" // a token stands in it
			found = append(found, f)
		case !fixed && !dynamic:
			found = append(found, v.InBody("/shipping/fixedOptions", "an option where there are no dynamicOptions"))
		}
		if v.Text("/paymentMethod/type") == card {
			found = append(found, v.InBody("/paymentMethod/type", `"WALLET" with shipping`))
		}
		return found
	},
}
