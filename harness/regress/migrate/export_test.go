package migrate

import (
	"iter"
	"slices"
	"strings"
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

// back makes the old tree of a new one, as far as it follows from it.
func back(list []Rule, tree any) any {
	var out any
	for i := range list {
		list[i].back(tree, &out)
	}
	return out
}

func (r *Rule) back(tree any, out *any) {
	if !r.reversible() {
		return
	}
	v, is := lookup(tree, *r.To)
	if !is {
		return
	}
	switch {
	case len(r.Each) > 0:
		elements, _ := v.([]any)
		list := []any{}
		for _, e := range elements {
			list = append(list, back(r.Each, e))
		}
		if r.Reversed {
			slices.Reverse(list)
		}
		place(out, r.From[0], list)
	case len(r.Table) > 0:
		for _, l := range r.Table {
			if literal(l.New) == literal(v) && !l.OneWay {
				for i, p := range r.From {
					if l.Old[i] != nil {
						place(out, p, plain(l.Old[i]))
					}
				}
				return
			}
		}
	case r.Prefix != "":
		place(out, r.From[0], strings.TrimPrefix(literal(v), r.Prefix))
	default:
		place(out, r.From[0], v)
	}
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
