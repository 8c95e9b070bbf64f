// Package recurring is version 3 of the Recurring API: how the sandbox behaves
// as it, how a scenario drives it, and the prose rules about it.
//
// Agreements and charges themselves are package agreement's, as version 2 shows
// the same ones. What the published document says stands in
// specs/recurring.v3.yaml; it is judged by package contract. Where the
// documentation is silent or contradicts itself, a comment says which way the
// sandbox goes.
package recurring

import (
	"kontrakt/harness/api"
	"kontrakt/harness/client/journal"
)

// ID names the contract.
const ID = "recurring.v3"

// V3 is version 3 of the Recurring API.
func V3() api.Definition {
	return api.Definition{
		ID:         ID,
		Title:      "Recurring API",
		Docs:       "https://developer.vippsmobilepay.com/docs/APIs/recurring-api",
		Rules:      checks(),
		Examples:   examples,
		Fact:       fact(),
		Words:      provable(),
		Sandbox:    newSandbox,
		Agreements: newAgreements,
		Makes: []journal.Making{{
			Path: "/recurring/v3/agreements", Kind: journal.Agreement, Answered: []string{"agreementId"}, Release: api.ReleasesAgreement(newAgreements),
		}},
		Samples: samples(),
		Lenient: tolerances(),
	}
}
