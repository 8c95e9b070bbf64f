package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A card outside the app is entered in a browser.
var cardNeedsRedirect = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.card-needs-redirect",
		Severity: harness.Warning,
		Says:     "A payment by card goes through a browser.",
		Source:   "epayment.v1 #/components/schemas/PaymentMethodType",
		Help:     "send the userFlow WEB_REDIRECT, or the payment method WALLET",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		switch v.Text("/userFlow") {
		case pushMessage, native, qrCode:
			if v.Text("/paymentMethod/type") == card {
				return []harness.Finding{v.InBody("/userFlow", `"WEB_REDIRECT" where the payment method is CARD`)}
			}
		}
		return nil
	},
}
