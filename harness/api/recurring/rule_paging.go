package recurring

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// fullPage is how many agreements come where nobody says how many.
const fullPage = 500

// A list comes in pages. Who does not ask for the second one misses what is on
// it.
var paging = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.paging",
		Severity: harness.Warning,
		Says:     "Agreements are listed page by page: pageSize goes with pageNumber, and a full page with a question for the next.",
		Source:   "recurring.v3 #/components/parameters/PageNumberQuery and PageSizeQuery; change log of the API, September 2024",
		Help:     "ask with pageNumber from 1 on, until a page is not full",
	},
	Operations: []string{listID},
	Judge: func(v *rules.View) []harness.Finding {
		query := charging.Query(v)
		if query.Has("pageNumber") {
			return nil
		}
		if query.Has("pageSize") {
			return []harness.Finding{inQuery("pageNumber", "a page number with pageSize")}
		}
		if charging.Took(v) && len(charging.Told(v, "")) >= fullPage {
			return []harness.Finding{inQuery("pageNumber", fmt.Sprintf("a page number: %d agreements are a full page", fullPage))}
		}
		return nil
	},
}

func inQuery(name, want string) harness.Finding {
	return harness.Finding{Direction: harness.InRequest, In: harness.PartQuery, Pointer: name, Want: want, Got: rules.Nothing}
}
