// Package certify holds what was seen of an integration against the go-live
// checklists: frozen, dated profiles of requirements, each with the evidence that
// it asks for.
//
// It judges what a [Record] shows and nothing else: who sent the exchanges, and
// by whose hand, does not matter to it. Requirements that no traffic can prove
// are manual. What was not observed is not met.
//
// The packages within are what else it takes: merchant asks the software that is
// on trial, adversary does to it what others could, attest lets a certificate be
// verified.
package certify
