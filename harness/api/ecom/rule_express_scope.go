package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An express payment brings the customer's details with it; asking for a scope
// beside it is refused.
var expressScope = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.express-scope",
		Severity: harness.Warning,
		Says:     "An express payment asks for no scope.",
		Source:   "eCom API FAQ: scope cannot be combined with express",
		Help:     "leave scope out, or make it a regular payment",
	},
	Operations: []string{initiateID},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Text("/merchantInfo/paymentType") != expressPayment || v.Text("/transaction/scope") == "" {
			return nil
		}
		return []harness.Finding{v.InBody("/transaction/scope", "nothing in an express payment")}
	},
}
