package charging

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// PushNeedsCustomer: without the landing page there is nowhere to say who one is.
// The customer's number is at pointer.
func PushNeedsCustomer(source, operation, pointer string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.push-needs-customer",
			Severity: harness.Warning,
			Says:     "An agreement that skips the landing page says who the customer is.",
			Source:   source + "/properties/skipLandingPage",
			Help:     "add " + pointer[1:],
		},
		Operations: []string{operation},
		Judge: func(v *rules.View) []harness.Finding {
			number, there := v.RequestBody.At(pointer)
			if skip, _ := v.RequestBody.At("/skipLandingPage"); !skip.True() || there && !number.Null() {
				return nil
			}
			return []harness.Finding{v.InBody(pointer, "the customer's number where skipLandingPage is true")}
		},
	}
}
