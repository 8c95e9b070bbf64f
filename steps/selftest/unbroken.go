package selftest

import (
	"cmp"
	"slices"

	"kontrakt/harness"
)

// An Unbroken is a rule that found nothing in any trial, with the reason why
// nothing can be seeded that breaks it; empty where somebody could.
type Unbroken struct {
	Rule string `json:"rule"`
	Why  string `json:"why,omitempty"`
}

// unseedable says why nothing breaks a rule. A test holds it against the
// contracts, so that it ends where its reason does.
func unseedable() map[string]string {
	const none = "no contract has this keyword; package contract tries it with documents of its own"
	return map[string]string{
		"param.missing":           "no contract requires a parameter of the query, and without one of the path it is another path",
		"schema.exclusiveMinimum": none,
		"schema.exclusiveMaximum": none,
		"schema.multipleOf":       none,
		"schema.maxItems":         none,
		"schema.uniqueItems":      none,
		"schema.minProperties":    none,
		"schema.not":              none,
		harness.UnjudgedRoute:     "a note on a call to another API: nobody has made a mistake; package catalog tries it",
		"spec.erratum":            "a note on the published document, which healthy exchanges bring: nobody has made a mistake",
	}
}

// unbroken are the rules that found nothing in any trial.
func (m Matrix) unbroken(rules []harness.RuleUsed) []Unbroken {
	broken := map[string]bool{}
	for _, t := range slices.Concat(m.Defects, m.Mistakes) {
		for _, id := range t.Rules {
			broken[id] = true
		}
	}
	why := unseedable()
	var list []Unbroken
	for _, r := range rules {
		if !broken[r.ID] {
			broken[r.ID] = true
			list = append(list, Unbroken{r.ID, why[r.ID]})
		}
	}
	slices.SortFunc(list, func(a, b Unbroken) int { return cmp.Compare(a.Rule, b.Rule) })
	return list
}
