package regress

import (
	"maps"
	"slices"
	"strings"
)

// settle puts in the place of a choice what its variants have together: every
// property, and those required that all require. first is the variant whose
// word goes before the others'.
func settle(doc, m map[string]any, list []map[string]any, first int) {
	list = append([]map[string]any{list[first]}, slices.Delete(slices.Clone(list), first, first+1)...)
	merged, required := map[string]any{}, requiredOf(doc, list[0])
	for _, v := range list {
		needs := requiredOf(doc, v)
		required = slices.DeleteFunc(required, func(name string) bool { return !slices.Contains(needs, name) })
		for name, p := range properties(doc, v) {
			merged[name] = either(doc, merged[name], p)
		}
	}
	for _, key := range []string{"$ref", "oneOf", "allOf", "discriminator"} {
		delete(m, key)
	}
	m["type"], m["properties"] = "object", merged
	if len(required) > 0 {
		all := make([]any, len(required))
		for i, name := range required {
			all[i] = name
		}
		m["required"] = all
	}
}

// either is a property that several variants have: the first's, with the members
// of enums of all.
func either(doc map[string]any, have any, p map[string]any) any {
	first, _ := have.(map[string]any)
	if first == nil {
		return p
	}
	was, _ := inner(doc, first)["enum"].([]any)
	more, _ := inner(doc, p)["enum"].([]any)
	if len(was) == 0 || len(more) == 0 {
		return first
	}
	own := maps.Clone(inner(doc, first))
	own["enum"] = slices.Concat(was, slices.DeleteFunc(slices.Clone(more), func(v any) bool { return slices.Contains(was, v) }))
	return own
}

// requiredOf names what a schema, and all that it is made of, require.
func requiredOf(doc, m map[string]any) []string {
	var out []string
	m = follow(doc, m)
	list, _ := m["required"].([]any)
	for _, name := range list {
		if s, ok := name.(string); ok {
			out = append(out, s)
		}
	}
	all, _ := m["allOf"].([]any)
	for _, part := range all {
		if s, ok := part.(map[string]any); ok {
			out = append(out, requiredOf(doc, s)...)
		}
	}
	return out
}

func nearest(doc, m map[string]any, other map[string]any, list []map[string]any) int {
	mine, best, at := properties(doc, m), -1.0, 0
	for i, v := range list {
		if l := likeness(mine, properties(other, v)); l > best {
			best, at = l, i
		}
	}
	return at
}

// likeness is the share of names that two sets of properties have in common.
func likeness(a, b map[string]map[string]any) float64 {
	common := 0
	for name := range a {
		if _, ok := b[name]; ok {
			common++
		}
	}
	all := len(a) + len(b) - common
	if all == 0 {
		return 0
	}
	return float64(common) / float64(all)
}

func names(doc map[string]any, list []map[string]any) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = nameOf(doc, v)
	}
	return out
}

// nameOf is what a variant is called: its schema, or its title.
func nameOf(doc, m map[string]any) string {
	if ref, ok := m["$ref"].(string); ok {
		return ref[strings.LastIndexByte(ref, '/')+1:]
	}
	if title, _ := m["title"].(string); title != "" {
		return title
	}
	return strings.Join(slices.Sorted(maps.Keys(properties(doc, m))), "+")
}
