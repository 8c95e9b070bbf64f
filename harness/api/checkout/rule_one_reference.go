package checkout

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A session has one name. It may stand in two places, of which the inner one is
// deprecated.
var oneReference = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.one-reference",
		Severity: harness.Error,
		Says:     "A session has a reference, and where it stands twice it is the same.",
		Source:   "checkout.v3, descriptions of reference and of transaction.reference",
		Help:     "send reference at the top of the body",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		const top, inner = "/reference", "/transaction/reference"
		if body, ok := v.RequestBody.At(""); !ok || !body.Object() {
			return nil
		}
		switch a, b := v.Text(top), v.Text(inner); {
		case a == "" && b == "" && !asked(v, top) && !asked(v, inner):
			return []harness.Finding{v.InBody(top, "a reference")}
		case a != "" && b != "" && a != b:
			return []harness.Finding{v.InBody(inner, fmt.Sprintf("%q, as at the top", a))}
		}
		return nil
	},
}
