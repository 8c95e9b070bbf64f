package sessionrule

import (
	"regexp"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

var (
	msisdn  = regexp.MustCompile(`^\+?[1-9]\d{8,14}$`)
	country = regexp.MustCompile(`^[A-Z]{2}$`)
)

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
			Help:     "send country code and number, such as 4791234567",
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

// Prefill: what cannot be read is not filled in.
func Prefill() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.prefill",
			Severity: harness.Warning,
			Says:     "What is filled in for the customer can be read: an e-mail address, a country of two letters.",
			Source:   "Checkout, description of prefillCustomer",
			Help:     "the customer has to type what cannot be read; leave out what is not known",
		},
		Operations: []string{Create},
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			const at = "/prefillCustomer"
			if email, ok := v.RequestBody.At(at + "/email"); ok && email.Text() && !strings.Contains(strings.Trim(email.String(), "@"), "@") {
				found = append(found, v.InBody(at+"/email", "an e-mail address"))
			}
			if c, ok := v.RequestBody.At(at + "/country"); ok && c.Text() && !country.MatchString(c.String()) {
				found = append(found, v.InBody(at+"/country", "two letters of ISO 3166-1, such as NO"))
			}
			return found
		},
	}
}

// Alpha2 says whether text has the form of a country code.
func Alpha2(code string) bool { return country.MatchString(code) }
