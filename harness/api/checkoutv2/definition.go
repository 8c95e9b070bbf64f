// Package checkoutv2 is version 2 of the Checkout API, which is deprecated: how
// the sandbox behaves as it, how a scenario drives it, and the prose rules about
// it.
//
// What the published document says stands in specs/checkout.v2.yaml; it is
// judged by package contract. What becomes of a session, whichever version it was
// started with, stands in package session; the page for the customer is that of
// version 3.
package checkoutv2

import (
	"kontrakt/harness/api"
	"kontrakt/harness/api/sessionrule"
)

// ID names the contract.
const ID = "checkout.v2"

// V2 is version 2 of the Checkout API.
func V2() api.Definition {
	return api.Definition{
		ID:       ID,
		Title:    "Checkout API v2",
		Docs:     "https://developer.vippsmobilepay.com/docs/APIs/checkout-api",
		Rules:    checks(),
		Examples: examples,
		Fact:     sessionrule.Fact,
		Words:    sessionrule.Words([][2]string{{"SessionStarted", "SessionTerminated"}}, 1, "SessionStarted", "SessionTerminated"),
		Sandbox:  newSandbox,
		Sessions: newDriver,
		Samples:  samples(),
		Lenient:  tolerances(),

		Unexercisable: unexercisable(),
	}
}

// unexercisable names the documented answers that no call provokes, with the
// reason, by operation and status.
func unexercisable() map[string]string {
	reasons := map[string]string{"getSession 400": "nothing of a poll is held against a form"}
	for _, operation := range []string{"createSession", "getSession"} {
		reasons[operation+" 429"] = "no limit was published for it"
		reasons[operation+" 500"] = "it takes a breakdown of the API"
		reasons[operation+" 502"] = "it takes a breakdown of what stands behind the API"
	}
	return reasons
}
