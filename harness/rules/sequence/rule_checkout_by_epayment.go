package sequence

import (
	"strings"

	"kontrakt/harness"
)

// The payment behind a session of Checkout is one of ePayment.
var checkoutByEpayment = Check{
	Rule: harness.Rule{
		ID:       "guide.checkout-by-epayment",
		Severity: harness.Warning,
		Says:     "What was paid in Checkout is captured, cancelled and refunded through ePayment, not through eCom.",
		Source:   "vippsas/vipps-checkout-api of 2023, on captures; common mistakes",
		Help:     "call /epayment/v1/payments/{reference}; eCom does not know the payment",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		var session *Fact
		for _, f := range story {
			switch {
			case strings.HasPrefix(f.Operation.Contract, "checkout."):
				session = f
			case session != nil && f.Operation.Contract == "ecom.v2" && !f.OK():
				return []Sighting{{At: f, Because: []*Fact{session}, Want: "a call of ePayment", Got: "one of eCom"}}
			}
		}
		return nil
	},
}
