package checkout

import (
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// Without an address nobody can be asked how to ship to it, and no pick-up point
// is near. What stays are fixed options.
var elementsLogistics = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.elements-logistics",
		Severity: harness.Warning,
		Says:     "A session without the address form has no dynamic options, no integrations, and no pick-up points or home delivery that are looked up.",
		Source:   "checkout.v3, descriptions of dynamicOptionsCallback and integrations; API guide, elements and shipping",
		Help:     "leave elements out, or send fixedOptions without type",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		elements := v.Text("/configuration/elements")
		if elements != "PaymentAndContactInfo" && elements != "PaymentOnly" {
			return nil
		}
		want := "nothing where elements is " + elements
		var found []harness.Finding
		for _, name := range []string{"dynamicOptionsCallback", "integrations"} {
			if asked(v, "/logistics/"+name) {
				f := v.InBody("/logistics/"+name, want)
				if name == "integrations" {
					f.Got = "an object" // keys stand in it
				}
				found = append(found, f)
			}
		}
		for o := range sessionrule.Offered(v).Each {
			if slices.Contains([]string{"PICKUP_POINT", "HOME_DELIVERY"}, sessionrule.Text(o.Value, "/type")) {
				found = append(found, o.Found("/type", want))
			}
		}
		return found
	},
}
