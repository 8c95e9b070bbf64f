package epayment

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A number is an MSISDN: the country code and the number, digits only. No
// country code begins with 0, so that 0047 and the zeros of numbers dialled
// within a country are none.
var mobileNumber = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.mobile-number",
		Severity: harness.Error,
		Says:     "A phone number begins with the country code, without plus, zeros or spaces, and has 9 to 15 digits.",
		Source:   "epayment.v1 #/components/schemas/CustomerPhoneNumber/properties/phoneNumber; ITU-T E.164 for the zero",
		Help:     "send the country code and the number together, in Norway 47 and eight digits",
	},
	Operations: []string{createID, approveID},
	Replaces:   []string{"schema.pattern", "schema.minLength", "schema.maxLength"},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/customer/phoneNumber"
		number, ok := v.RequestBody.At(pointer)
		if !ok || !number.Text() {
			return nil
		}
		if n := number.String(); msisdn.MatchString(n) && !strings.HasPrefix(n, "0") {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, "9 to 15 digits, country code first")}
	},
}
