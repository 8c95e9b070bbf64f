package sessionrule

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// ReferenceForm: newer editions say nothing of a reference's form, and the
// payments behind sessions have not changed. pointers lead to references.
func ReferenceForm(pointers ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.reference-form",
			Severity: harness.Error,
			Says:     "A reference has 8 to 50 characters: letters, digits and hyphens.",
			Source:   "checkout.v2 and the edition of 2023-12 of checkout.v3, PaymentTransaction; knowledge base on orderId",
			Help:     "pad short numbers, and write a hyphen for what is none of these",
		},
		Operations: []string{Create},
		Replaces:   []string{"schema.pattern", "schema.minLength", "schema.maxLength"},
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			said := map[string]bool{}
			for _, pointer := range pointers {
				value, ok := v.RequestBody.At(pointer)
				if ok && value.Text() && !wellFormed(value.String()) && !said[value.String()] {
					said[value.String()] = true
					found = append(found, v.InBody(pointer, "8 to 50 letters, digits and hyphens"))
				}
			}
			return found
		},
	}
}

func wellFormed(reference string) bool {
	return len(reference) >= 8 && len(reference) <= 50 &&
		!strings.ContainsFunc(reference, func(r rune) bool { return !strings.ContainsRune(letters+"0123456789-", r) })
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// ReferenceQuality: a reference is read by people and matched in books.
func ReferenceQuality(pointers ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.orderid-quality",
			Severity: harness.Warning,
			Says:     "A reference has letters among its digits, and no zero at its beginning.",
			Source:   "knowledge base, recommendations for orderId and reference",
			Help:     "use a reference such as acme-shop-123-order-456",
		},
		Operations: []string{Create},
		Judge: func(v *rules.View) []harness.Finding {
			for _, pointer := range pointers {
				switch reference := v.Text(pointer); {
				case reference == "" || !wellFormed(reference):
				case strings.Trim(reference, "0123456789-") == "":
					return []harness.Finding{v.InBody(pointer, "letters among the digits")}
				case reference[0] == '0':
					return []harness.Finding{v.InBody(pointer, "no zero at the beginning")}
				}
			}
			return nil
		},
	}
}
