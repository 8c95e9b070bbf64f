package ecom

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An order id is read by people and matched in books: it is long enough to be
// unique, and no bare number.
var orderIDQuality = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.orderid-quality",
		Severity: harness.Warning,
		Says:     "An order id has at least eight characters, letters among them, and no zero at its beginning.",
		Source:   "knowledge base, recommendations for orderId",
		Help:     "use an id such as acme-shop-123-order-456",
	},
	Operations: []string{initiateID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/transaction/orderId"
		id := v.Text(pointer)
		switch {
		case id == "":
			return nil
		case len(id) < 8:
			return []harness.Finding{v.InBody(pointer, "at least 8 characters")}
		case strings.Trim(id, "0123456789-") == "":
			return []harness.Finding{v.InBody(pointer, "letters among the digits")}
		case id[0] == '0':
			return []harness.Finding{v.InBody(pointer, "no zero at the beginning")}
		}
		return nil
	},
}
