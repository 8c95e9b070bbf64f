package migrate

import (
	"iter"
	"slices"
)

// There makes the new tree of an old one and the old one of that; lost are the
// places from which there is no way back.
func There(rules []Rule, old any) (again any, lost []string) {
	r := refs{known: func(string) (any, bool) { return nil, false }}
	a := apply("body", rules, old, r, false)
	for _, f := range a.fields {
		if f.OneWay {
			lost = append(lost, splitPlaces(f.From)...)
		}
	}
	return back(rules, a.tree), lost
}

// Tokens are the steps of a pointer.
func Tokens(pointer string) iter.Seq[string] { return slices.Values(tokens(pointer)) }
