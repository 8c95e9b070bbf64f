package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Where no landing page is shown, a push message goes to the number at once,
// and the customer cannot correct it.
var skipLandingPageNumber = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.skip-landing-page-number",
		Severity: harness.Warning,
		Says:     "A payment without a landing page carries the customer's mobile number.",
		Source:   "ecom.v2 #/components/schemas/TransactionInfoInitiate/properties/skipLandingPage",
		Help:     "add customerInfo.mobileNumber, or show the landing page",
	},
	Operations: []string{initiateID},
	Judge: func(v *rules.View) []harness.Finding {
		skip, _ := v.RequestBody.At("/transaction/skipLandingPage")
		if _, given := v.RequestBody.At("/customerInfo/mobileNumber"); given || !skip.True() {
			return nil
		}
		return []harness.Finding{v.InBody("/customerInfo/mobileNumber", "the customer's number where skipLandingPage is true")}
	},
}
