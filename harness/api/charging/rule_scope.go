package charging

import (
	"fmt"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/sandbox/profile"
)

// Scope: a word that nobody knows is dropped, and what it was to ask for is never
// shared.
func Scope(source, operation string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.scope-words",
			Severity: harness.Warning,
			Says:     "A scope is made of name, address, email, phoneNumber, birthDate and nin, with spaces between.",
			Source:   source,
			Help:     "mind the spelling, capitals included, and leave out what belongs to login",
		},
		Operations: []string{operation},
		Judge: func(v *rules.View) []harness.Finding {
			words := profile.Words(v.Text("/scope"))
			i := slices.IndexFunc(words, func(word string) bool { return !profile.Word(word) })
			if i < 0 {
				return nil
			}
			return []harness.Finding{v.InBody("/scope", fmt.Sprintf("documented words, of which %q is none", words[i]))}
		},
	}
}
