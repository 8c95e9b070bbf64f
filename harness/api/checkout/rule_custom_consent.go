package checkout

import (
	"regexp"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

var markdownLink = regexp.MustCompile(`\[[^\]]*\]\([^)]*\)`)

var customConsent = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.custom-consent",
		Severity: harness.Warning,
		Says:     "The text of a consent has one link at the most.",
		Source:   "checkout.v3 #/components/schemas/CustomConsent/properties/text",
		Help:     "link to a page that has the others",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/configuration/customConsent/text"
		if len(markdownLink.FindAllString(v.Text(pointer), 2)) < 2 {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, "one link at the most")}
	},
}
