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
