package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An address that a customer is sent to begins with https or opens an app by a
// scheme of its own. One that the API itself calls begins with https.
var httpsURL = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.https-url",
		Severity: harness.Error,
		Says:     "The addresses that a payment names begin with https://; the way back and the receipt may open an app instead.",
		Source:   "epayment.v1 #/components/schemas/CreatePaymentRequest/properties/returnUrl and receiptUrl; knowledge base on validation of URLs",
		Help:     "give an https address that the internet can reach",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, pointer := range []string{"/returnUrl", "/receiptUrl"} {
			if a, ok := v.RequestBody.At(pointer); ok && a.Text() && !rules.Secure(a.Peek()) && !customScheme(a.Peek()) {
				found = append(found, v.InBody(pointer, "an https address, or an app's own scheme"))
			}
		}
		const pointer = "/shipping/dynamicOptions/callbackUrl"
		if a, ok := v.RequestBody.At(pointer); ok && a.Text() && !rules.Secure(a.Peek()) {
			found = append(found, v.InBody(pointer, "an https address"))
		}
		return found
	},
}
