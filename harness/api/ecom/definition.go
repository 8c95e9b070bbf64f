// Package ecom is version 2 of the eCom API: how the sandbox behaves as it, how
// a scenario drives it, and the prose rules about it.
//
// What the published document says stands in specs/ecom.v2.yaml; it is judged
// by package contract. Where the documentation is silent or contradicts itself,
// a comment says which way the sandbox goes.
package ecom

import (
	"kontrakt/harness/api"
	"kontrakt/harness/client/journal"
	"kontrakt/harness/contract"
)

// ID names the contract.
const ID = "ecom.v2"

// V2 is version 2 of the eCom API.
func V2() api.Definition {
	return api.Definition{
		ID:       ID,
		Title:    "eCom API",
		Docs:     "https://developer.vippsmobilepay.com/docs/APIs/ecom-api",
		Rules:    Rules(),
		Examples: examples,
		Fact:     fact,
		Words:    words(),
		Sandbox:  newSandbox,
		Driver:   newDriver,
		Makes: []journal.Making{{
			Path: "/ecomm/v2/payments", Kind: journal.Payment, Asked: []string{"transaction", "orderId"}, Release: api.ReleasesPayment(newDriver),
		}},
		Samples: samples(),
		Lenient: tolerances(),

		Unexercisable: unexercisable(),
		Retired: []contract.Retired{{
			Prefix: "/ecomm/v1", API: "eCom v1", Since: "2020-12-04",
			Says: "use /ecomm/v2",
		}},
	}
}

// unexercisable names the documented answers that no call provokes, with the
// reason, by operation and status.
func unexercisable() map[string]string {
	reasons := map[string]string{}
	for _, operation := range []string{initiateID, captureID, cancelID, refundID, detailsID, statusID, approveID} {
		for status, reason := range map[string]string{
			"422": "the gateway gives it for what it cannot take, and says nowhere what that is",
			"423": "it takes a call while another one holds the order",
			"500": "it takes a breakdown of the API",
			"503": "it takes a breakdown of the API",
		} {
			if operation != initiateID || status != "500" { // malformed types are answered with 500
				reasons[operation+" "+status] = reason
			}
		}
	}
	return reasons
}
