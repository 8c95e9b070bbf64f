package regress

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// A pair is two schemas by where they lie in memory.
type pair struct{ old, new uintptr }

func pairOf(old, new map[string]any) pair {
	return pair{reflect.ValueOf(old).Pointer(), reflect.ValueOf(new).Pointer()}
}

// A choice is what became of two schemas of which one gives a choice.
type choice struct {
	// variants are those of the new schema, or of the old one if lost.
	variants []string
	lost     bool
}

// schema aligns two schemas and what is below them; at is the property.
func (a *aligner) schema(old, new map[string]any, at string) {
	if old == nil || new == nil || a.seen[pairOf(old, new)] {
		return
	}
	a.seen[pairOf(old, new)] = true
	if old[absent] != nil || new[absent] != nil {
		clear(old)
		clear(new)
		return
	}
	a.variants(old, new, at)
	before, after := properties(a.old, old), properties(a.new, new)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if n := after[name]; n != nil {
			a.schema(before[name], n, strings.TrimPrefix(at+"/"+name, "/"))
		}
	}
	o, n := inner(a.old, old), inner(a.new, new)
	a.schema(object(o, "items"), object(n, "items"), strings.TrimPrefix(at+"/items", "/"))
}

// variants are the branches of a oneOf; nil where there is no choice.
func variants(doc, m map[string]any) []map[string]any {
	list, _ := inner(doc, m)["oneOf"].([]any)
	var out []map[string]any
	for _, v := range list {
		if s, ok := v.(map[string]any); ok {
			out = append(out, s)
		}
	}
	return out
}

// variants aligns the choices that two schemas give: where one gives none, it is
// compared with all variants of the other in one; where both do, variants of
// other names are paired by likeness.
func (a *aligner) variants(old, new map[string]any, at string) {
	before, after := variants(a.old, old), variants(a.new, new)
	c, known := a.chosen[pairOf(old, new)]
	switch {
	case known:
	case before == nil && after != nil && len(properties(a.old, old)) > 0:
		c = choice{variants: names(a.new, after)}
		settle(a.new, new, after, nearest(a.old, old, a.new, after))
	case before != nil && after == nil && len(properties(a.new, new)) > 0:
		c = choice{variants: names(a.old, before), lost: true}
		settle(a.old, old, before, nearest(a.new, new, a.old, before))
	default:
		a.pairVariants(before, after, at)
		return
	}
	a.chosen[pairOf(old, new)] = c
	a.report(c, at)
}

func (a *aligner) report(c choice, at string) {
	side, place := "request", "the body of the request"
	if a.answer {
		side, place = "response", "the body of the response"
	}
	if at != "" {
		place = "`" + at + "` of the " + side
	}
	said := Change{Rule: side + "-split-in-variants", Weight: Risky, Why: clauseVariants, Operations: []Operation{a.at},
		Place: Place{Side: side, In: "body", Name: member(at)},
		Text:  place + " is one of the variants `" + strings.Join(c.variants, "`, `") + "` now"}
	if c.lost {
		said.Rule = side + "-variants-merged"
		said.Text = place + " has one form now, and no longer the variants `" + strings.Join(c.variants, "`, `") + "`"
	}
	a.found = append(a.found, said)
}

// pairVariants gives variants that are alike the same name, and aligns what is in
// them.
func (a *aligner) pairVariants(before, after []map[string]any, at string) {
	left := slices.Clone(after)
	var alone []map[string]any
	for _, o := range before {
		i := slices.IndexFunc(left, func(n map[string]any) bool { return nameOf(a.old, o) == nameOf(a.new, n) })
		if i < 0 {
			alone = append(alone, o)
			continue
		}
		a.pairUp(o, left[i], after, at)
		left = slices.Delete(left, i, i+1)
	}
	for _, o := range alone {
		if len(left) == 0 {
			return
		}
		i := nearest(a.old, o, a.new, left)
		if likeness(properties(a.old, o), properties(a.new, left[i])) < 0.5 {
			continue
		}
		if a.sameName(o, left[i]) {
			a.pairUp(o, left[i], after, at)
			left = slices.Delete(left, i, i+1)
		}
	}
}

// sameName gives the old variant the new one's name, where that is free.
func (a *aligner) sameName(old, new map[string]any) bool {
	was, _ := old["$ref"].(string)
	is, _ := new["$ref"].(string)
	name, found := strings.CutPrefix(is, "#/components/schemas/")
	schemas := object(object(a.old, "components"), "schemas")
	if was == "" || !found || schemas == nil || schemas[name] != nil {
		return false
	}
	schemas[name] = map[string]any{"$ref": was}
	old["$ref"] = is
	return true
}

func (a *aligner) pairUp(old, new map[string]any, siblings []map[string]any, at string) {
	a.oneVocabulary(old, new, siblings)
	a.schema(old, new, strings.TrimPrefix(at+"/oneOf["+nameOf(a.new, new)+"]", "/"))
}

// oneVocabulary takes out of an old variant the members of enums that another
// new variant has: a property that tells variants apart is read over all of them.
func (a *aligner) oneVocabulary(old, new map[string]any, siblings []map[string]any) {
	before, after := properties(a.old, old), properties(a.new, new)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		was, _ := inner(a.old, before[name])["enum"].([]any)
		is, _ := inner(a.new, after[name])["enum"].([]any)
		if len(was) == 0 || len(is) == 0 {
			continue
		}
		var elsewhere []any
		for _, s := range siblings {
			more, _ := inner(a.new, properties(a.new, s)[name])["enum"].([]any)
			elsewhere = append(elsewhere, more...)
		}
		kept := slices.DeleteFunc(slices.Clone(was), func(v any) bool {
			return !slices.Contains(is, v) && slices.Contains(elsewhere, v)
		})
		if len(kept) < len(was) {
			own := maps.Clone(inner(a.old, before[name]))
			own["enum"] = kept
			clear(before[name])
			maps.Copy(before[name], own)
		}
	}
}
