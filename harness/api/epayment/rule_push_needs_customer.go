package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A push message goes to somebody.
var pushNeedsCustomer = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.push-needs-customer",
		Severity: harness.Warning,
		Says:     "A payment by push message says who the customer is.",
		Source:   "epayment.v1 #/components/schemas/CreatePaymentRequest/properties/userFlow; error 4140",
		Help:     "add customer with phoneNumber, personalQr or customerToken",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		if _, given := v.RequestBody.At("/customer"); given || v.Text("/userFlow") != pushMessage {
			return nil
		}
		return []harness.Finding{v.InBody("/customer", "the customer where userFlow is PUSH_MESSAGE")}
	},
}
