package recurring

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A number is an MSISDN: the country code and the number, digits only. One that is
// none has no effect in a draft since July 2024, unless a message goes to it at
// once.
var mobileNumber = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.mobile-number",
		Severity: harness.Error,
		Says:     "A phone number begins with the country code, without plus, zeros or spaces, and has 9 to 15 digits.",
		Source:   sourceDraft + "/properties/phoneNumber; change log of the API, July 2024; ITU-T E.164 for the zero",
		Help:     "send the country code and the number together, in Norway 47 and eight digits",
	},
	Operations: []string{draftID, acceptID},
	Replaces:   []string{"schema.maxLength"},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/phoneNumber"
		number, ok := v.RequestBody.At(pointer)
		if !ok || !number.Text() || international(number.String()) {
			return nil
		}
		f := v.InBody(pointer, "9 to 15 digits, country code first")
		if skip, _ := v.RequestBody.At("/skipLandingPage"); v.Operation.ID == draftID && !skip.True() {
			f.Severity = harness.Warning
		}
		return []harness.Finding{f}
	},
}

func international(number string) bool {
	return len(number) >= 9 && len(number) <= 15 && number[0] != '0' && strings.Trim(number, "0123456789") == ""
}
