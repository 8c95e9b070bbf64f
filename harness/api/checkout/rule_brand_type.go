package checkout

import (
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
	"kontrakt/harness/sandbox/logistics"
)

// A carrier delivers in its own ways: PostNord into no mailbox, Porterbuddy to no
// pick-up point. What is a type of nobody's is left to the document, and what DAO
// has is published nowhere.
var brandType = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.brand-type",
		Severity: harness.Error,
		Says:     "A way to ship has a type that its brand has.",
		Source:   "checkout.v3, types of the options of each brand",
		Help:     "choose another type or another brand, or leave type out: the option is shown by its brand then",
	},
	Operations: []string{createID, updateID, questionID},
	Replaces:   []string{"schema.enum"},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for o := range sessionrule.Offered(v).Each {
			b, t := logistics.Brand(sessionrule.Text(o.Value, "/brand")), logistics.Type(sessionrule.Text(o.Value, "/type"))
			if !b.Known() || b == logistics.DAO || b.Does(t) || !logistics.Posten.Does(t) {
				continue
			}
			var own []string
			for _, t := range slices.Sorted(slices.Values(b.Types())) {
				own = append(own, strconv.Quote(string(t)))
			}
			found = append(found, o.Found("/type", strings.Join(own, " or ")+" with the brand "+string(b)))
		}
		return found
	},
}
