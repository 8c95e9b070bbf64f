// Package api says what one API version is: its contract, the prose rules
// about it, how the sandbox behaves as it, and how a scenario drives it.
//
// One API version is one value, made in harness/api/<name> and listed once, in
// harness/catalog.
package api

import (
	"io/fs"

	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
	"kontrakt/harness/contract"
	"kontrakt/harness/judge/proof"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
	"kontrakt/harness/sandbox"
)

// A Definition is everything that the harness knows of one API version beside
// its documents in specs/.
type Definition struct {
	// ID names the contract, such as ecom.v2.
	ID    string
	Title string
	// Docs is the public page on the API.
	Docs string
	// Rules are the prose rules that hold for this API's exchanges.
	Rules []rules.Check
	// Examples hold, for each of them, one that keeps it and one that breaks it,
	// as package example reads them; nil where there are no rules.
	Examples fs.FS
	// Fact says what an exchange of this API tells that others can be held
	// against; nil where it tells nothing.
	Fact func(*rules.View, *sequence.Fact)
	// Words are the states of its things and the codes of its errors, of which a
	// run may prove some.
	Words proof.Words
	// Sandbox makes the API's behaviour in the sandbox; nil where the sandbox
	// does not serve it. The contract is what requests are checked against.
	Sandbox func(*contract.Contract) sandbox.Service
	// Driver makes what shared sentences drive payments with; nil where the API
	// has no payments.
	Driver func(*client.Client) Payments
	// Agreements makes what shared sentences drive agreements and their charges
	// with; nil where the API has none.
	Agreements func(*client.Client) Agreements
	// Sessions makes what shared sentences drive sessions with; nil where the API
	// has no sessions. Their payments are ePayment's.
	Sessions func(*client.Client) Sessions
	// Makes are the calls after which there is something on a target to give up.
	Makes []journal.Making
	// Samples are requests of every operation that the merchant makes, to be
	// varied, Lenient the mistakes that the API is not held to refuse.
	Samples []Sample
	Lenient []Lenience
	// Unexercisable lists what no scenario can reach, by operation ID, with the
	// reason.
	Unexercisable map[string]string
	// Retired are path prefixes of earlier versions that are gone, with what is
	// to be said of them.
	Retired []contract.Retired
}
