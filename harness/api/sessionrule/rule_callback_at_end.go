package sessionrule

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// CallbackAtEnd: the merchant is told once, when there is nothing to wait for.
// What a session without a payment tells is not written down.
func CallbackAtEnd() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "callback.at-end",
			Severity: harness.Error,
			Says:     "The callback comes when the payment has come to its end, never before.",
			Source:   "Checkout API guide, callbacks: the payment's state is never CREATED",
			Help:     "the callback comes too early: report it to whoever runs the target",
		},
		Operations: []string{Complete},
		Judge: func(v *rules.View) []harness.Finding {
			const pointer = detailsAt + "/state"
			if v.Text(pointer) != "CREATED" {
				return nil
			}
			return []harness.Finding{v.InBody(pointer, "the state of a payment that has come to its end")}
		},
	}
}
