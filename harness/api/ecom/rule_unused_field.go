package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Some fields of old examples have no effect any more.
var unusedField = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.unused-field",
		Severity: harness.Warning,
		Says:     "A field that has lost its effect is left out.",
		Source:   "eCom API change log, March 2023: the explicit checkout flow is the only one",
		Help:     "leave it out",
	},
	Operations: []string{initiateID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/transaction/useExplicitCheckoutFlow"
		if _, ok := v.RequestBody.At(pointer); !ok {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, "nothing: without effect since March 2023")}
	},
}
