package recurring

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A count is a number. The published collection of requests sends it as a text,
// and the API has taken that: a habit to lose, no reason to stop a merchant.
var countAsText = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.count-as-text",
		Severity: harness.Warning,
		Says:     "The count of an interval or a period is a number.",
		Source:   "recurring.v3 #/components/schemas/TimePeriod; the collection of 2023 sends texts",
		Help:     "send 1, not \"1\": some generated clients cannot be told otherwise, and the contract asks for a number",
	},
	Operations: []string{draftID, updateID},
	Replaces:   []string{"schema.type"},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, at := range []string{"/interval/count", "/interval/period/count", "/campaign/period/count", "/campaign/interval/count"} {
			text := v.Text(at)
			if text != "" && strings.Trim(text, "0123456789") == "" {
				found = append(found, v.InBody(at, "a number"))
			}
		}
		return found
	},
}
