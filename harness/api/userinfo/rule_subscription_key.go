package userinfo

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// headerKey is what other APIs know the sales unit by.
const headerKey = "Ocp-Apim-Subscription-Key"

// The token says who asks. A key of another API's is refused, as the guides say.
//
// Choice: third parties have sent one in 2026 and were answered, so that it is a
// warning.
var noSubscriptionKey = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.no-subscription-key",
		Severity: harness.Warning,
		Says:     "A question for what a customer shared carries a token and no subscription key.",
		Source:   "API guides of Recurring and ePayment, 2023, on Userinfo",
		Help:     "leave the header out here: with the key of another API the answer is 401",
	},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Request.Header.Get(headerKey) == "" {
			return nil
		}
		return []harness.Finding{{
			Direction: harness.InRequest, In: harness.PartHeader, Pointer: headerKey,
			Want: "no such header", Got: "a subscription key",
		}}
	},
}
