package recurring

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// mostCharges is how many charges one request may make.
const mostCharges = 2000

// Charges in bulk are many, and not too many.
var bulkSize = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.bulk-size",
		Severity: harness.Warning,
		Says:     "A request makes between 1 and 2000 charges.",
		Source:   "change log of the API, May 2024",
		Help:     "split the list; a hundred such requests may be sent in a minute",
	},
	Operations: []string{bulkID},
	Judge: func(v *rules.View) []harness.Finding {
		list, ok := v.RequestBody.At("")
		if !ok || !list.Array() {
			return nil // the contract says so
		}
		n := 0
		for range list.Items {
			n++
		}
		if n >= 1 && n <= mostCharges {
			return nil
		}
		f := v.InBody("", fmt.Sprintf("1 to %d charges", mostCharges))
		f.Got = fmt.Sprintf("%d charges", n)
		return []harness.Finding{f}
	},
}
