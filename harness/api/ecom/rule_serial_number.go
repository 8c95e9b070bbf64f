package ecom

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Whose payment it is stands twice, and only partners have a reason to look at
// both.
var serialNumberAlike = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.serial-number-alike",
		Severity: harness.Warning,
		Says:     "The header Merchant-Serial-Number names the sales unit that the body names.",
		Source:   "vippsas/vipps-developers of 2023, HTTP headers; partner guide on keys",
		Help:     "send the number of the merchant whose payment it is in both places",
	},
	Operations: []string{initiateID, captureID, cancelID, refundID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/merchantInfo/merchantSerialNumber"
		header, body := v.Request.Header.Get("Merchant-Serial-Number"), v.Text(pointer)
		if header == "" || body == "" || header == body {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, fmt.Sprintf("%s, as in the header", rules.QuoteString(header)))}
	},
}
