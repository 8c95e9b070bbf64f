package checkout

import (
	"strconv"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
	"kontrakt/harness/sandbox/logistics"
)

// The published patterns of brands are not anchored, so that xPOSTENx fits. A
// brand is one of the words, whole and in capitals.
var brand = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.logistics-brand",
		Severity: harness.Error,
		Says:     "A way to ship bears the brand of a carrier that Checkout knows, or OTHER.",
		Source:   "checkout.v3 #/components/schemas/LogisticsOption; change log of the API, December 2023, for Instabox",
		Help:     "brands are in capitals; send OTHER with a title for any other carrier",
	},
	Operations: []string{createID, updateID, questionID},
	Replaces:   []string{"schema.discriminator", "schema.pattern", "schema.enum"},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for o := range sessionrule.Offered(v).Each {
			sent, ok := o.At("/brand")
			if !ok || !sent.Text() || logistics.Brand(sent.String()).Known() {
				continue
			}
			f := o.Found("/brand", brandWords())
			switch meant := strings.ToUpper(strings.TrimSpace(sent.String())); {
			case meant == "INSTABOX":
				f.Help = "there is no INSTABOX since December 2023; send OTHER with a title"
			case logistics.Brand(meant).Known():
				f.Help = "did you mean " + meant + "?"
			}
			found = append(found, f)
		}
		return found
	},
}

// brandWords lists the brands.
func brandWords() string {
	var all []string
	for _, b := range logistics.Brands() {
		all = append(all, strconv.Quote(string(b)))
	}
	return "one of " + strings.Join(all, ", ")
}
