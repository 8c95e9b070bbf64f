package recurring

import (
	"net/url"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A customer who wants out finds the way there: in Norway every agreement names a
// page to manage it on, which is not where the shop begins.
var managementPage = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.management-page",
		Severity: harness.Warning,
		Says:     "An agreement in NOK names the page where its customer can manage it, and no front page is one.",
		Source:   sourceDraft + "/properties/merchantAgreementUrl; checklist of the API, 2025",
		Help:     "send the page where this customer can change or stop this agreement",
	},
	Operations: []string{draftID, updateID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/merchantAgreementUrl"
		switch u, err := url.Parse(v.Text(pointer)); {
		case !asked(v, pointer):
			if v.Operation.ID == draftID && v.Text("/pricing/currency") == "NOK" {
				return []harness.Finding{v.InBody(pointer, "a page to manage the agreement on")}
			}
		case err == nil && u.Host != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == "":
			return []harness.Finding{v.InBody(pointer, "a page of its own, not the front page")}
		}
		return nil
	},
}
