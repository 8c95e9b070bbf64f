package checkoutv2

import (
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// The document has free text here; case does not matter.
var words = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.session-words",
		Severity: harness.Warning,
		Says:     "customerInteraction and userFlow are among the words that are known.",
		Source:   "checkout.v2 #/components/schemas/InitiateSessionRequest, descriptions; guide for the migration to version 3",
		Help:     "a word that is not known is as good as none",
	},
	Operations: []string{sessionrule.Create},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, known := range [][]string{
			{"/customerInteraction", "customer_present", "customer_not_present"},
			{"/userFlow", "web_redirect", "native_redirect"},
		} {
			pointer, all := known[0], known[1:]
			if word := v.Text(pointer); word != "" && !slices.Contains(all, strings.ToLower(word)) {
				found = append(found, v.InBody(pointer, strconv.Quote(all[0])+" or "+strconv.Quote(all[1])))
			}
		}
		return found
	},
}
