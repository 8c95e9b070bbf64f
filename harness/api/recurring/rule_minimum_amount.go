package recurring

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// Every currency has an amount below which nothing can be paid. The document has
// none since 2024.
//
// Choice: what is asked of a charge is of the agreement's currency, which the
// request does not tell: there the least of any currency counts. A campaign may be
// for nothing.
var minimumAmount = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.minimum-amount",
		Severity: harness.Warning,
		Says:     "An amount is 100 øre in NOK, 1 øre in DKK and 1 cent in EUR at the least.",
		Source:   "edition 2.6.17 of recurring.v3; vippsas/agent-toolkit @e00db21 of 2026-08-21, currencies",
		Help:     "amounts are in minor units: 10.00 NOK is 1000",
	},
	Operations: []string{draftID, updateID, createID, bulkID, captureID, refundID},
	Judge: func(v *rules.View) []harness.Finding {
		least := int64(1)
		if v.Text("/pricing/currency") == "NOK" {
			least = 100
		}
		found := atLeast(v, least, append(charging.Places(v, "/amount"), "/pricing/amount", "/pricing/suggestedMaxAmount", "/initialCharge/amount")...)
		return append(found, atLeast(v, 0, "/campaign/price")...)
	},
}

// atLeast finds the amounts below a limit.
func atLeast(v *rules.View, least int64, pointers ...string) []harness.Finding {
	var found []harness.Finding
	for _, pointer := range pointers {
		value, ok := v.RequestBody.At(pointer)
		if minor, is := value.Int(); ok && is && minor < least {
			found = append(found, v.InBody(pointer, fmt.Sprintf("at least %d", least)))
		}
	}
	return found
}
