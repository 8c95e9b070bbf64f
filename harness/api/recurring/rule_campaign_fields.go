package recurring

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Each type of campaign has its own way to say when it ends.
var campaignFields = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.campaign-fields",
		Severity: harness.Warning,
		Says:     "A campaign ends as its type has it: with end, after period, or at eventDate, which eventText names.",
		Source:   sourceCampaign,
		Help:     "choose the type by how the campaign is told: until a day, for some weeks, or until Christmas",
	},
	Operations: []string{draftID},
	Replaces:   []string{"body.undocumented-property"},
	Judge: func(v *rules.View) []harness.Finding {
		ends, known := map[string]string{"PRICE_CAMPAIGN": "end", "PERIOD_CAMPAIGN": "period", "EVENT_CAMPAIGN": "eventDate"}[v.Text("/campaign/type")]
		if !known {
			return nil // the contract says so
		}
		var found []harness.Finding
		for _, member := range []string{"end", "period", "eventDate", "eventText", "interval"} {
			if member == ends || member == "eventText" && ends == "eventDate" {
				continue
			}
			if _, there := v.RequestBody.At("/campaign/" + member); there {
				found = append(found, v.InBody("/campaign/"+member, fmt.Sprintf("nothing: the type says that %s counts", ends)))
			}
		}
		return found
	},
}
