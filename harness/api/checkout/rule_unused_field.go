package checkout

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

var unusedField = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.unused-field",
		Severity: harness.Warning,
		Says:     "A field that has no effect is left out.",
		Source:   "change log of the API, December 2023 and September 2025; checkout.v3 #/components/schemas/UpdateSessionRequest",
		Help:     "leave it out, or send it under the name that it has here",
	},
	Operations: []string{createID, updateID},
	Replaces:   []string{"body.undocumented-property"},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, gone := range []struct{ operation, pointer, want string }{
			{createID, "/logistics/integrations/instabox", "nothing: Instabox is gone since December 2023"},
			{createID, "/logistics/integrations/helthjem", "nothing: the integration is gone since September 2025"},
			{createID, "/logisticOptions", "logistics.fixedOptions when a session is opened"},
			{updateID, "/logistics", "logisticOptions when a session is changed"},
			{updateID, "/fixedOptions", "logisticOptions when a session is changed"},
			{updateID, "/logisticsOptions", "logisticOptions, without the s"},
		} {
			if _, sent := v.RequestBody.At(gone.pointer); sent && gone.operation == v.Operation.ID {
				f := v.InBody(gone.pointer, gone.want)
				f.Got = "something" // keys may stand in it
				found = append(found, f)
			}
		}
		return found
	},
}
