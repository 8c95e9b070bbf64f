package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A browser redirect needs somewhere to come back to.
var returnURLForRedirect = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.return-url-for-redirect",
		Severity: harness.Warning,
		Says:     "A payment that sends the customer through a browser names the page to come back to.",
		Source:   "epayment.v1 #/components/schemas/CreatePaymentRequest/properties/userFlow; error 4140",
		Help:     "add returnUrl",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		if _, given := v.RequestBody.At("/returnUrl"); given || v.Text("/userFlow") != webRedirect {
			return nil
		}
		return []harness.Finding{v.InBody("/returnUrl", "an address where userFlow is WEB_REDIRECT")}
	},
}
