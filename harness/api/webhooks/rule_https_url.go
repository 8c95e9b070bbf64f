package webhooks

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Events go to https addresses only.
var httpsURL = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.https-url",
		Severity: harness.Error,
		Says:     "The address that a merchant registers for events begins with https://.",
		Source:   "Webhooks API guide, requirements on the address",
		Help:     "give an https address that the internet can reach and that does not redirect",
	},
	Operations: []string{registerID},
	Replaces:   []string{"schema.format"},
	Judge: func(v *rules.View) []harness.Finding {
		address, ok := v.RequestBody.At("/url")
		if !ok || !address.Text() || rules.Secure(address.String()) {
			return nil
		}
		return []harness.Finding{{
			Direction: harness.InRequest, In: harness.PartBody, Pointer: "/url",
			Want: "an https address", Got: v.RequestBody.Quoted("/url"),
		}}
	},
}
