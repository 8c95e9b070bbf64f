package sessionrule

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Priorities: the order of the options is theirs.
func Priorities(operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.option-priorities",
			Severity: harness.Warning,
			Says:     "No two ways to ship have the same priority.",
			Source:   "Checkout, description of priority: the lowest comes first",
			Help:     "count them up from 0 in the order in which they are to be shown",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			return twice(v, "/priority", func(first string) string { return "another priority than " + first })
		},
	}
}
