package checkout

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

var countries = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.countries",
		Severity: harness.Warning,
		Says:     "The countries that a customer may choose are codes of two capitals, at least one, each once.",
		Source:   "checkout.v3, description of countries; ISO 3166-1",
		Help:     "send codes such as NO, or leave countries out: then all may be chosen",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		const list = "/configuration/countries/supported"
		supported, ok := v.RequestBody.At(list)
		if !ok || !supported.Array() {
			return nil
		}
		var found []harness.Finding
		seen := map[string]bool{}
		for i, code := range supported.Items {
			pointer := fmt.Sprintf("%s/%d", list, i)
			switch {
			case !code.Text():
			case !sessionrule.Alpha2(code.String()):
				found = append(found, v.InBody(pointer, "two letters of ISO 3166-1, such as NO"))
			case seen[code.String()]:
				found = append(found, v.InBody(pointer, "each country once"))
			}
			seen[code.String()] = true
		}
		if len(seen) == 0 {
			found = append(found, v.InBody(list, "at least one country"))
		}
		return found
	},
}
