package sessionrule

import (
	"regexp"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

var country = regexp.MustCompile(`^[A-Z]{2}$`)

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
			if c, ok := v.RequestBody.At(at + "/country"); ok && c.Text() && !Alpha2(c.String()) {
				found = append(found, v.InBody(at+"/country", "two letters of ISO 3166-1, such as NO"))
			}
			return found
		},
	}
}

// Alpha2 says whether text has the form of a country code.
func Alpha2(code string) bool { return country.MatchString(code) }
