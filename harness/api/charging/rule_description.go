package charging

import (
	"fmt"
	"unicode/utf8"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// shownLength is how much of a description the app has room for.
const shownLength = 45

// Description: what is written for the customer is read on a phone. Beyond
// longest, where it is not 0, the contract speaks.
func Description(source string, longest int, operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.description-length",
			Severity: harness.Warning,
			Says:     "The description of a charge has 45 characters at most.",
			Source:   source + "; API guide of Recurring, 2023; vippsas/agent-toolkit @e00db21 of 2026-08-21",
			Help:     "say it shorter: the customer reads it in the app",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			for _, pointer := range append(Places(v, "/description"), Places(v, "/initialCharge/description")...) {
				n := utf8.RuneCountInString(v.Text(pointer))
				if n > shownLength && (longest == 0 || n <= longest) {
					found = append(found, v.InBody(pointer, fmt.Sprintf("at most %d characters", shownLength)))
				}
			}
			return found
		},
	}
}
