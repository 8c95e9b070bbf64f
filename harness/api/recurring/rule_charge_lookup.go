package recurring

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// One charge among those of all agreements is searched for at length: the
// operation is there for people who help a customer.
var chargeLookup = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.charge-lookup",
		Severity: harness.Note,
		Says:     "Software asks for a charge by its agreement; without one, people do.",
		Source:   "recurring.v3, description of " + findChargeID + "; common mistakes",
		Help:     "keep the agreement's id with the charge, and call /agreements/{agreementId}/charges/{chargeId}",
	},
	Operations: []string{findChargeID, fetchChargeID},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Operation.ID != findChargeID {
			return nil
		}
		return []harness.Finding{{
			Direction: harness.InRequest, In: harness.PartRoute, Want: "a charge asked for by its agreement", Got: "one asked for by its own id alone",
		}}
	},
}
