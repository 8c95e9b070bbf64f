package ecom

import (
	"fmt"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/sandbox/profile"
)

// A word that nobody knows asks for nothing; with commas between, the whole list
// is one such word.
var scopeWords = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.scope-words",
		Severity: harness.Warning,
		Says:     "A scope is made of name, address, email, phoneNumber, birthDate and nin, with spaces between.",
		Source:   "ecom.v2 #/components/schemas/Transaction/properties/scope; API guide, userinfo",
		Help:     "put spaces between the words, no commas, and mind the spelling, capitals included",
	},
	Operations: []string{initiateID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/transaction/scope"
		words := profile.Words(v.Text(pointer))
		i := slices.IndexFunc(words, func(word string) bool { return !profile.Word(word) })
		if i < 0 {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, fmt.Sprintf("documented words, of which %q is none", words[i]))}
	},
}
