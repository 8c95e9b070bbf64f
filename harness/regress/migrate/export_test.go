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
	for _, f := range a.fields {
		if f.From == "" { // what was made up leads back to nothing
			a.tree = Cut(a.tree, tokens(f.To))
		}
	}
	return back(rules, a.tree), lost
}

// Cut takes a place out of a tree; * is every element.
func Cut(v any, tokens []string) any {
	if len(tokens) == 0 {
		return nil
	}
	switch in := v.(type) {
	case map[string]any:
		if below := Cut(in[tokens[0]], tokens[1:]); below == nil {
			delete(in, tokens[0])
		} else {
			in[tokens[0]] = below
		}
	case []any:
		for i := range in {
			if tokens[0] == "*" {
				in[i] = Cut(in[i], tokens[1:])
			}
		}
	}
	return v
}

// Tokens are the steps of a pointer.
func Tokens(pointer string) iter.Seq[string] { return slices.Values(tokens(pointer)) }
