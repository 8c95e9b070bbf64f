package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Every capture and refund has a key of its own. Who takes the reference gets no
// further than the first part: the second one counts as its repetition.
var keyOfItsOwn = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.key-of-its-own",
		Severity: harness.Warning,
		Says:     "A capture or refund has an Idempotency-Key of its own, not the payment's reference.",
		Source:   "vippsas/agent-toolkit @e00db21 of 2026-08-21, idempotency; errors 4010 and 4150",
		Help:     "make a new key for each operation, and use it again only to repeat that one",
	},
	Operations: []string{captureID, refundID},
	Judge: func(v *rules.View) []harness.Finding {
		key := v.Request.Header.Get(headerKey)
		if key == "" || key != v.Params["Reference"] {
			return nil
		}
		return []harness.Finding{{
			Direction: harness.InRequest, In: harness.PartHeader, Pointer: headerKey,
			Want: "a key of this operation", Got: "the payment's reference",
		}}
	},
}
