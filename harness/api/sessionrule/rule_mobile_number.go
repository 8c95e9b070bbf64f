package sessionrule

import (
	"regexp"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

var msisdn = regexp.MustCompile(`^\+?[1-9]\d{8,14}$`)

// MobileNumber: a number that cannot be read is no error, the customer types it
// again. Published examples have it with a plus and without. more are the
// pointers to numbers beside the customer's.
func MobileNumber(more ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.mobile-number",
			Severity: harness.Warning,
			Says:     "A phone number is the country code and the number, in digits, with a plus before them or none.",
			Source:   "Checkout, description of phoneNumber in prefillCustomer",
			Help:     "send the country code and the number together, in Norway 47 and eight digits",
		},
		Operations: []string{Create},
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			for _, pointer := range append([]string{"/prefillCustomer/phoneNumber"}, more...) {
				if n := v.Text(pointer); n != "" && !msisdn.MatchString(n) {
					found = append(found, v.InBody(pointer, "9 to 15 digits, country code first"))
				}
			}
			return found
		},
	}
}
