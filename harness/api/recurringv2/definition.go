// Package recurringv2 is version 2 of the Recurring API, which was switched off:
// how the sandbox behaves as it, how a scenario drives it, and the prose rules
// about it.
//
// Agreements and charges are the ones of version 3, seen another way; package
// agreement has them. What the published document says stands in
// specs/recurring.v2.yaml; it is judged by package contract. Where the
// documentation is silent or contradicts itself, a comment says which way the
// sandbox goes.
package recurringv2

import (
	"kontrakt/harness/api"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
	"kontrakt/harness/contract"
	"kontrakt/harness/judge/proof"
)

// ID names the contract.
const ID = "recurring.v2"

// V2 is version 2 of the Recurring API. Its contract is retired, so that every
// use of it is a finding; the sandbox serves it all the same, for merchants who
// prove that what worked still works.
func V2() api.Definition {
	return api.Definition{
		ID:         ID,
		Title:      "Recurring API",
		Docs:       "https://developer.vippsmobilepay.com/docs/APIs/recurring-api",
		Rules:      checks(),
		Examples:   examples,
		Fact:       fact(),
		Words:      proof.Words{Machines: charging.Machines(fetchID, fetchChargeID)},
		Sandbox:    newSandbox,
		Agreements: newAgreements,
		Makes: []journal.Making{{
			Path: "/recurring/v2/agreements", Kind: journal.Agreement, Answered: []string{"agreementId"}, Release: api.ReleasesAgreement(newAgreements),
		}},
		Samples: samples(),
		Lenient: tolerances(),

		Unexercisable: unexercisable(),
		Retired: []contract.Retired{{
			Prefix: "/recurring/v2", API: "Recurring v2", Since: "2023-11-01", Says: "use /recurring/v3",
		}},
	}
}

func newAgreements(c *client.Client) api.Agreements { return NewDriver(c) }
