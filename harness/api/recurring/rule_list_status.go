package recurring

import (
	"kontrakt/harness"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// A list that asks for nothing in particular is one of what is active. Who looks
// for agreements that customers have stopped does not find them there.
var listStatus = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.list-status",
		Severity: harness.Note,
		Says:     "A list of agreements says for which status it asks.",
		Source:   "recurring.v3 #/components/parameters/AgreementStatusQuery; common mistakes",
		Help:     "without a status only ACTIVE agreements come: ask for STOPPED, PENDING and EXPIRED too where you need them",
	},
	Operations: []string{listID},
	Judge: func(v *rules.View) []harness.Finding {
		if charging.Query(v).Has("status") {
			return nil
		}
		return []harness.Finding{inQuery("status", "the status that is looked for")}
	},
}
