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
