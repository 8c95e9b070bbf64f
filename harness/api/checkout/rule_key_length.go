package checkout

import (
	"fmt"
	"unicode/utf8"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A key is at most fifty characters long. It goes by the name that the rule has
// in other APIs, in place of the document's own finding.
var requestKeyLength = rules.Check{
	Rule: harness.Rule{
		ID:       "idempotency.key-length",
		Severity: harness.Error,
		Says:     "An Idempotency-Key has at most 50 characters.",
		Source:   "knowledge base, HTTP headers, section on idempotency",
		Help:     "use a UUID, or a number of your own for the session",
	},
	Operations: []string{createID, sessionID, updateID, expireID},
	Replaces:   []string{"header.invalid"},
	Judge: func(v *rules.View) []harness.Finding {
		n := utf8.RuneCountInString(v.Request.Header.Get(headerKey))
		if n <= keyLength {
			return nil
		}
		return []harness.Finding{{
			Direction: harness.InRequest, In: harness.PartHeader, Pointer: headerKey,
			Want: fmt.Sprintf("at most %d characters", keyLength), Got: fmt.Sprintf("%d characters", n),
		}}
	},
}
