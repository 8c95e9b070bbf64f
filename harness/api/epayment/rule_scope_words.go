package epayment

import (
	"fmt"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/sandbox/profile"
)

// A scope with a word that nobody knows is refused as a whole.
var scopeWords = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.scope-words",
		Severity: harness.Warning,
		Says:     "A scope is made of name, address, email, phoneNumber, birthDate and nin, with spaces between.",
		Source:   "epayment.v1 #/components/schemas/ProfileRequest/properties/scope; error 4080",
		Help:     "mind the spelling, capitals included, and leave out what belongs to login",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		words := profile.Words(v.Text("/profile/scope"))
		i := slices.IndexFunc(words, func(word string) bool { return !profile.Word(word) })
		if i < 0 {
			return nil
		}
		return []harness.Finding{v.InBody("/profile/scope", fmt.Sprintf("documented words, of which %q is none", words[i]))}
	},
}
