// Package certify holds what was seen of an integration against the go-live
// checklists: frozen, dated profiles of requirements, each with the evidence that
// it asks for.
//
// It judges what a [Record] shows and nothing else: who sent the exchanges, and
// by whose hand, does not matter to it. Requirements that no traffic can prove
// are manual. What was not observed is not met.
package certify
