package epayment

import (
	"fmt"
	"unicode/utf8"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Metadata is short. How many pairs there may be the document says itself.
var metadataLength = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.metadata-length",
		Severity: harness.Warning,
		Says:     "A key of metadata has at most 100 characters, and a value at most 500.",
		Source:   "epayment.v1 #/components/schemas/Metadata; errors 4120 and 4130",
		Help:     "keep the data with you, and send what finds it again",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		metadata, _ := v.RequestBody.At("/metadata")
		var found []harness.Finding
		for key, value := range metadata.Members {
			found = tooLong(v, found, key, "key", key, 100)
			if value.Text() {
				found = tooLong(v, found, key, "value", value.String(), 500)
			}
		}
		return found
	},
}

// tooLong adds a finding where a member's key, or its value, has more characters
// than it may.
func tooLong(v *rules.View, found []harness.Finding, member, what, content string, most int) []harness.Finding {
	n := utf8.RuneCountInString(content)
	if n <= most {
		return found
	}
	pointer := "/metadata/" + harness.PointerToken(member)
	f := v.InBody(pointer, fmt.Sprintf("a %s of at most %d characters", what, most))
	f.Got = fmt.Sprintf("%d characters", n)
	return append(found, f)
}
