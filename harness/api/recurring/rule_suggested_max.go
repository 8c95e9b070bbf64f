package recurring

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Every currency has an amount above which nobody is asked to go.
var suggestedMax = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.suggested-max-amount",
		Severity: harness.Warning,
		Says:     "A suggestedMaxAmount is 20 000 NOK, 300 000 DKK or 2 000 EUR at most.",
		Source:   "vippsas/agent-toolkit @e00db21 of 2026-08-21, pricing of Recurring; problem invalid-suggested-max-amount",
		Help:     "suggest the highest amount of a single charge, or use the type FLEXIBLE",
	},
	Operations: []string{draftID, updateID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/pricing/suggestedMaxAmount"
		most, known := map[string]int64{"NOK": 2_000_000, "DKK": 30_000_000, "EUR": 200_000}[v.Text("/pricing/currency")]
		if !known {
			most = 30_000_000 // of no currency is it more
		}
		value, ok := v.RequestBody.At(pointer)
		if minor, is := value.Int(); !ok || !is || minor <= most {
			return nil
		}
		return []harness.Finding{v.InBody(pointer, fmt.Sprintf("at most %d", most))}
	},
}
