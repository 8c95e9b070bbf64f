package regress

import "strings"

// inner sees through references and through an allOf of one.
func inner(doc, m map[string]any) map[string]any {
	for range 16 {
		m = follow(doc, m)
		all, _ := m["allOf"].([]any)
		if len(all) != 1 || m["properties"] != nil || m["oneOf"] != nil {
			return m
		}
		m, _ = all[0].(map[string]any)
	}
	return m
}

// properties are those of a schema and of all that it is made of.
func properties(doc, m map[string]any) map[string]map[string]any {
	out := map[string]map[string]any{}
	collect(doc, m, out, 0)
	return out
}

func collect(doc, m map[string]any, out map[string]map[string]any, depth int) {
	m = follow(doc, m)
	if m == nil || depth > 16 {
		return
	}
	for name, p := range object(m, "properties") {
		if s, ok := p.(map[string]any); ok {
			out[name] = s
		}
	}
	all, _ := m["allOf"].([]any)
	for _, part := range all {
		if s, ok := part.(map[string]any); ok {
			collect(doc, s, out, depth+1)
		}
	}
}

// follow is what a reference inside of a document leads to.
func follow(doc, m map[string]any) map[string]any {
	for range 16 {
		ref, ok := m["$ref"].(string)
		if !ok {
			return m
		}
		m, _ = find(doc, strings.TrimPrefix(ref, "#")).(map[string]any)
	}
	return m
}
