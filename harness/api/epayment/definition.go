// Package epayment is version 1 of the ePayment API: how the sandbox behaves as
// it, how a scenario drives it, and the prose rules about it.
//
// What the published document says stands in specs/epayment.v1.yaml; it is
// judged by package contract. Where the documentation is silent or contradicts
// itself, a comment says which way the sandbox goes.
package epayment

import (
	"kontrakt/harness/api"
	"kontrakt/harness/client/journal"
)

// ID names the contract.
const ID = "epayment.v1"

// V1 is version 1 of the ePayment API.
func V1() api.Definition {
	return api.Definition{
		ID:       ID,
		Title:    "ePayment API",
		Docs:     "https://developer.vippsmobilepay.com/docs/APIs/epayment-api",
		Rules:    Rules(),
		Examples: examples,
		Fact:     fact,
		Words:    words(),
		Sandbox:  newSandbox,
		Driver:   newDriver,
		Makes: []journal.Making{{
			Path: "/epayment/v1/payments", Kind: journal.Payment, Asked: []string{"reference"}, Release: api.ReleasesPayment(newDriver),
		}},
		Samples: samples(),
		Lenient: tolerances(),
	}
}
