package charging

import (
	"strings"
	"unicode/utf8"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// fewestCharacters is how short an order number may be to be told from others.
const fewestCharacters = 8

// OrderID: an order number is read by people and matched in books, so it is no
// bare number, and no short one.
func OrderID(source string, operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.orderid-quality",
			Severity: harness.Warning,
			Says:     "An orderId has eight characters or more, letters among its digits, and no zero at its beginning.",
			Source:   source + "; knowledge base, recommendations for orderId and reference",
			Help:     "use an orderId such as acme-shop-123-order-456",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			for _, pointer := range append(Places(v, "/orderId"), Places(v, "/initialCharge/orderId")...) {
				if want := wantedOf(v.Text(pointer)); want != "" {
					found = append(found, v.InBody(pointer, want))
				}
			}
			return found
		},
	}
}

// wantedOf is what an order number lacks, "" where it is fine, or none.
func wantedOf(order string) string {
	switch {
	case order == "":
		return ""
	case digitsOnly(strings.ReplaceAll(order, "-", "")):
		return "letters among the digits"
	case order[0] == '0':
		return "no zero at the beginning"
	case utf8.RuneCountInString(order) < fewestCharacters:
		return "at least 8 characters"
	}
	return ""
}
