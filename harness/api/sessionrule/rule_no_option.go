package sessionrule

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// NoOption: an empty list counts as no answer.
func NoOption() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.no-option",
			Severity: harness.Warning,
			Says:     "The merchant's answer has one way to ship at the least.",
			Source:   "Checkout, description of dynamicOptionsCallback: null and an empty list count as failure",
			Help:     "the customer is shown fixedOptions instead, and without them cannot go on",
		},
		Operations: []string{Ask},
		Judge: func(v *rules.View) []harness.Finding {
			answer, ok := v.ResponseBody.At("")
			if _, some := answer.At("/0"); !ok || !answer.Array() || some || v.Response.Status != 200 {
				return nil
			}
			f := v.InAnswer("", "at least one option")
			f.Got = "none"
			return []harness.Finding{f}
		},
	}
}
