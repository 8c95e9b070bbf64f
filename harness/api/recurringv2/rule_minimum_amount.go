package recurringv2

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Nothing below a krone can be paid. Of charges the document says so itself, and
// a price may be nothing.
var minimumAmount = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.minimum-amount",
		Severity: harness.Warning,
		Says:     "An initial charge is of 100 øre at the least.",
		Source:   sourceCreate + "/properties/amount",
		Help:     "amounts are in minor units: 10.00 NOK is 1000",
	},
	Operations: []string{draftID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/initialCharge/amount"
		value, ok := v.RequestBody.At(pointer)
		if minor, is := value.Int(); !ok || !is || minor >= 100 {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, "at least 100")}
	},
}
