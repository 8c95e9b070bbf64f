// Package checkout is version 3 of the Checkout API: how the sandbox behaves as
// it, how a scenario drives it, and the prose rules about it.
//
// What the published document says stands in specs/checkout.v3.yaml; it is
// judged by package contract. What becomes of a session, whichever version it was
// started with, stands in package session.
package checkout

import "kontrakt/harness/api"

// ID names the contract.
const ID = "checkout.v3"

// V3 is version 3 of the Checkout API.
func V3() api.Definition {
	return api.Definition{
		ID:       ID,
		Title:    "Checkout API",
		Docs:     "https://developer.vippsmobilepay.com/docs/APIs/checkout-api",
		Rules:    checks(),
		Sandbox:  newSandbox,
		Sessions: newDriver,
	}
}
