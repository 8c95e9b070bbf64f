package calls

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// What is called is the prefix, a slash and a path.
var prefixSlash = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.prefix-slash",
		Severity: harness.Warning,
		Says:     "A prefix of addresses has no slash at its end.",
		Source:   "eCom API guide and Checkout guide of 2023, callbackPrefix",
		Help:     "leave the slash out, or the path that is called has two",
	},
	Judge: func(v *rules.View) []harness.Finding {
		if !changing(v) {
			return nil
		}
		var found []harness.Finding
		for _, t := range texts(v, "/merchantInfo/callbackPrefix", "/merchantInfo/consentRemovalPrefix", "/merchantInfo/shippingDetailsPrefix") {
			if strings.HasSuffix(t.value, "/") {
				found = append(found, v.InBody(t.pointer, "a prefix without a slash at its end"))
			}
		}
		return found
	},
}
