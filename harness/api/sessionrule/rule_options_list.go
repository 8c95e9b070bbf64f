package sessionrule

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// OptionsList: the answer is the list itself. In eCom and in ePayment's express
// payments there is an object around it.
func OptionsList() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.options-list",
			Severity: harness.Error,
			Says:     "The merchant answers the question for ways to ship with an array of them.",
			Source:   "Checkout, answer to dynamicOptionsCallback",
			Help:     "send the array itself: shippingDetails and groups are of eCom and ePayment",
		},
		Operations: []string{Ask},
		Replaces:   []string{"schema.type"},
		Judge: func(v *rules.View) []harness.Finding {
			answer, ok := v.ResponseBody.At("")
			if !ok || !answer.Object() || v.Response.Status != 200 {
				return nil
			}
			for name, inside := range answer.Members {
				if inside.Array() {
					f := v.InAnswer("", "an array of options")
					f.Got = "an object with the array in " + rules.QuoteString(name)
					return []harness.Finding{f}
				}
			}
			return nil
		},
	}
}

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
