package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Who is to be sent somewhere is told where. A push message finds its way alone.
var redirectURL = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.redirect-url",
		Severity: harness.Warning,
		Says:     "A new payment is answered with redirectUrl, unless it goes by push message.",
		Source:   "epayment.v1 #/components/schemas/CreatePaymentResponse/properties/redirectUrl",
		Help:     "the answer does not fit the userFlow: report it to whoever runs the target",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Response.Status != 201 || !v.ResponseBody.Valid() {
			return nil
		}
		_, given := v.ResponseBody.At("/redirectUrl")
		switch flow := v.Text("/userFlow"); flow {
		case pushMessage:
			if given {
				return []harness.Finding{v.InAnswer("/redirectUrl", "nothing where userFlow is PUSH_MESSAGE")}
			}
		case webRedirect, native, qrCode:
			if !given {
				return []harness.Finding{v.InAnswer("/redirectUrl", "an address where userFlow is "+flow)}
			}
		}
		return nil
	},
}
