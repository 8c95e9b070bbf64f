package epayment

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A reference is read by people and matched in books, so it is no bare number.
// That it has eight characters the document says itself.
var referenceQuality = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.orderid-quality",
		Severity: harness.Warning,
		Says:     "A reference has letters among its digits, and no zero at its beginning.",
		Source:   "knowledge base, recommendations for orderId and reference",
		Help:     "use a reference such as acme-shop-123-order-456",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/reference"
		switch reference := v.Text(pointer); {
		case reference == "":
			return nil
		case strings.Trim(reference, "0123456789-") == "":
			return []harness.Finding{v.InBody(pointer, "letters among the digits")}
		case reference[0] == '0':
			return []harness.Finding{v.InBody(pointer, "no zero at the beginning")}
		}
		return nil
	},
}
