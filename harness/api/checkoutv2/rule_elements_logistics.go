package checkoutv2

import (
	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// Without an address nobody can be asked how to ship to it.
var formsLogistics = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.elements-logistics",
		Severity: harness.Warning,
		Says:     "A session without the address form has no dynamic options and no integrations.",
		Source:   "checkout.v2, descriptions of dynamicOptionsCallback and integrations",
		Help:     "send addressFields true, or fixedOptions only",
	},
	Operations: []string{sessionrule.Create},
	Judge: func(v *rules.View) []harness.Finding {
		if address, ok := v.RequestBody.At("/addressFields"); !ok || address.Raw() != "false" {
			return nil
		}
		var found []harness.Finding
		for _, name := range []string{"dynamicOptionsCallback", "integrations"} {
			if value, ok := v.RequestBody.At("/logistics/" + name); ok && !value.Null() {
				f := v.InBody("/logistics/"+name, "nothing where addressFields is false")
				if name == "integrations" {
					f.Got = "an object" // keys stand in it
				}
				found = append(found, f)
			}
		}
		return found
	},
}
