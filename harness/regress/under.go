package regress

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Under gives the documents with no more of one of them than the paths that
// begin so, and the components that they refer to: a published document may hold
// several versions. Everything stays where prefix is empty.
func Under(prefix string, files Files, document string) (Files, error) {
	if prefix == "" {
		return files, nil
	}
	var doc map[string]any
	if err := yaml.Unmarshal(files[document], &doc); err != nil {
		return nil, fmt.Errorf("decode %s: %w", document, err)
	}
	paths, _ := doc["paths"].(map[string]any)
	maps.DeleteFunc(paths, func(path string, _ any) bool { return !strings.HasPrefix(path, prefix) })
	if len(paths) == 0 {
		return nil, fmt.Errorf("read %s: no path begins with %s", document, prefix)
	}
	wanted := map[string]bool{}
	refer(doc, paths, wanted)
	keepComponents(doc, wanted)
	out := maps.Clone(files)
	data, err := yaml.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", document, err)
	}
	out[document] = data
	return out, nil
}

// refer notes what a value refers to inside of its document, and what that
// refers to.
func refer(doc map[string]any, v any, wanted map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok && strings.HasPrefix(ref, "#") && !wanted[ref] {
			wanted[ref] = true
			refer(doc, find(doc, ref[1:]), wanted)
		}
		for _, e := range v {
			refer(doc, e, wanted)
		}
	case []any:
		for _, e := range v {
			refer(doc, e, wanted)
		}
	}
}

// keepComponents leaves the components that are wanted, and the security
// schemes, which are referred to by name.
func keepComponents(doc map[string]any, wanted map[string]bool) {
	components, _ := doc["components"].(map[string]any)
	for _, kind := range slices.Sorted(maps.Keys(components)) {
		parts, _ := components[kind].(map[string]any)
		if kind == "securitySchemes" {
			continue
		}
		maps.DeleteFunc(parts, func(name string, _ any) bool { return !wanted["#/components/"+kind+"/"+name] })
		if len(parts) == 0 {
			delete(components, kind)
		}
	}
}
