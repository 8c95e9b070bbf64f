// Package rules judges by prose: what the guides require and no schema can
// say. A rule is one file: the requirement in our own words, its source, one
// function, and in testdata one example that keeps it and one that breaks it.
//
// It holds the type of a rule, and the view of an exchange that rules have. What
// holds for every API stands in packages calls, by one exchange, and sequence, by
// several; the rules of one API stand in harness/api/<name>, and the examples of
// all are read by package example. What the schema says is judged by package
// contract.
package rules

import (
	"kontrakt/harness"
)

// A Check is a rule with the function that judges it.
type Check struct {
	harness.Rule
	// Operations are the IDs of the operations that the check looks at; none
	// means every operation of the contract that lists the check.
	Operations []string
	// Replaces are the contract's findings (rule IDs) that this check restates:
	// where it reports something at the same place, theirs are dropped, so that
	// one mistake is one finding.
	Replaces []string
	// Judge gives what is wrong with the exchange. It fills in Direction, In,
	// Pointer, Want and Got (literals as Quote renders them); the judge fills
	// in the rest.
	Judge func(*View) []harness.Finding
}

// A View is an exchange as a rule sees it: matched to its operation, decoded,
// in clear. A rule never changes it.
type View struct {
	*harness.Exchange
	Operation harness.Operation
	// Params are the path parameters, percent-decoded.
	Params map[string]string
	// RequestBody and ResponseBody read the JSON bodies lazily.
	RequestBody, ResponseBody *JSON
}
