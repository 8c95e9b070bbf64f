package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Sources can be blocked in the wallet, in Denmark and Finland. Who sells there
// asks for DKK or EUR.
var blockedSources = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.blocked-sources",
		Severity: harness.Warning,
		Says:     "Sources are blocked for the payment method WALLET only, and nowhere in Norway.",
		Source:   "vippsas/agent-toolkit @e00db21 of 2026-08-21, features of ePayment; error 5010",
		Help:     "leave blockedSources out",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		const pointer = "/paymentMethod/blockedSources"
		if _, some := v.RequestBody.At(pointer + "/0"); !some {
			return nil
		}
		switch {
		case v.Text("/amount/currency") == "NOK":
			return []harness.Finding{v.InBody(pointer, "nothing in Norway")}
		case v.Text("/paymentMethod/type") == card:
			return []harness.Finding{v.InBody(pointer, "nothing with the payment method CARD")}
		}
		return nil
	},
}
