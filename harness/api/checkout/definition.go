// Package checkout is version 3 of the Checkout API: how the sandbox behaves as
// it, how a scenario drives it, and the prose rules about it.
//
// What the published document says stands in specs/checkout.v3.yaml; it is
// judged by package contract. What becomes of a session, whichever version it was
// started with, stands in package session.
package checkout

import (
	"kontrakt/harness/api"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/contract"
)

// ID names the contract.
const ID = "checkout.v3"

// V3 is version 3 of the Checkout API.
func V3() api.Definition {
	return api.Definition{
		ID:       ID,
		Title:    "Checkout API",
		Docs:     "https://developer.vippsmobilepay.com/docs/APIs/checkout-api",
		Rules:    checks(),
		Examples: examples,
		Fact:     sessionrule.Fact,
		Words:    words(),
		Sandbox:  newSandbox,
		Sessions: newDriver,
		Makes:    makings(),
		Samples:  samples(),
		Lenient:  tolerances(),

		Unexercisable: unexercisable(),
		Retired: []contract.Retired{{
			Prefix: "/checkout/v1", API: "Checkout v1",
			Says: "use /checkout/v3, where a session is read by the merchant's reference",
		}},
	}
}

// unexercisable names the documented answers that no call provokes, with the
// reason, by operation and status.
func unexercisable() map[string]string {
	reasons := map[string]string{}
	for _, operation := range []string{createID, sessionID, updateID, expireID} {
		for status, reason := range map[string]string{
			"429": "no limit was published for it",
			"500": "it takes a breakdown of the API",
			"502": "it takes a breakdown of what stands behind the API",
		} {
			reasons[operation+" "+status] = reason
		}
	}
	return reasons
}
