package catalog

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules/calls"
	"kontrakt/harness/rules/example"
	"kontrakt/harness/rules/sequence"
)

// Rules are all rules that exchanges are judged by: what the documents require,
// what lies between exchanges, what all calls have in common, and the prose rules
// of every API.
func Rules() []harness.RuleUsed {
	var used []harness.RuleUsed
	for _, g := range groups() {
		used = append(used, g.rules...)
	}
	return used
}

// Rulebook are all rules, by name and contract, with an example of each kind.
func Rulebook() ([]harness.RuleUsed, error) {
	var used []harness.RuleUsed
	for _, g := range groups() {
		for _, r := range g.rules {
			var err error
			if r.Keeps, r.Breaks, err = example.Pair(g.examples, r.ID); err != nil {
				return nil, fmt.Errorf("read the examples of %s: %w", cmp.Or(r.Contract, "all contracts"), err)
			}
			used = append(used, r)
		}
	}
	slices.SortStableFunc(used, func(a, b harness.RuleUsed) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Contract, b.Contract))
	})
	return used, nil
}

// A ruleGroup is rules that stand in one place, and the examples beside them.
type ruleGroup struct {
	rules    []harness.RuleUsed
	examples fs.FS
}

func groups() []ruleGroup {
	document, between := ruleGroup{examples: contract.Examples()}, ruleGroup{examples: sequence.Examples()}
	for _, r := range contract.Rules() {
		document.rules = append(document.rules, harness.RuleUsed{Rule: r})
	}
	for _, check := range sequence.All() {
		between.rules = append(between.rules, harness.RuleUsed{Rule: check.Rule})
	}
	alike := ruleGroup{examples: calls.Examples()}
	for _, check := range calls.Rules() {
		alike.rules = append(alike.rules, harness.RuleUsed{Rule: check.Rule})
	}
	all := []ruleGroup{document, between, alike}
	for _, d := range All() {
		g := ruleGroup{examples: d.Examples}
		for _, check := range d.Rules {
			g.rules = append(g.rules, harness.RuleUsed{Contract: d.ID, Rule: check.Rule})
		}
		all = append(all, g)
	}
	return all
}
