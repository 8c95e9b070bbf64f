package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A mobile number is eight digits. Other forms are taken and not used: the
// customer finds an empty field, and a push message goes nowhere.
var mobileNumber = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.mobile-number",
		Severity: harness.Error,
		Says:     "A mobile number has eight digits, without country code, zeros before it, or spaces.",
		Source:   "eCom API guide, and the technical update of June 2022",
		Help:     "send the eight digits alone, without 47, or leave the field out",
	},
	Operations: []string{initiateID},
	Replaces:   []string{"schema.pattern", "schema.minLength", "schema.maxLength"},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/customerInfo/mobileNumber"
		number, ok := v.RequestBody.At(pointer)
		if !ok || !number.Text() || eightDigits(number.String()) {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, "eight digits")}
	},
}

func eightDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(s) == 8
}
