package specs_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// A library is a set of documents by file name, decoded, whose references are
// followed across files.
type library map[string]any

func (l library) add(name string, data []byte) error {
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		return fmt.Errorf("decode %s: %w", name, err)
	}
	l[name] = v
	return nil
}

// said is a document reduced to what a machine acts on: references followed,
// prose and examples left out, order that means nothing made uniform.
func (l library) said(file string) map[string]any {
	doc := l.reduce(file, l[file], "", false).(map[string]any)
	info := doc["info"].(map[string]any)
	doc["info"] = map[string]any{"version": info["version"]}
	return doc
}

// prose are the keys that say nothing to a machine.
var prose = []string{"description", "summary", "title", "tags", "example", "examples", "externalDocs"}

// named are the keys whose values are maps with names for keys.
var named = []string{
	"properties", "paths", "callbacks", "responses", "content", "schemas", "parameters", "requestBodies", "headers",
	"securitySchemes", "components",
}

func (l library) reduce(file string, v any, key string, names bool) any {
	switch v := v.(type) {
	case map[string]any:
		return l.reduceMap(file, v, key, names)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = l.reduce(file, e, "", false)
		}
		return ordered(key, out)
	case int:
		return float64(v)
	}
	return v
}

func (l library) reduceMap(file string, m map[string]any, key string, names bool) any {
	if ref, ok := m["$ref"].(string); ok {
		name, pointer, _ := strings.Cut(ref, "#")
		name = cmp.Or(name, file)
		target := at(l[name], pointer)
		if target == nil {
			return map[string]any{"unresolved": ref}
		}
		return l.reduce(name, target, key, names)
	}
	out := map[string]any{}
	for k, e := range m {
		if !names && (slices.Contains(prose, k) || e == false && (k == "required" || k == "deprecated")) {
			continue
		}
		out[k] = l.reduce(file, e, k, !names && slices.Contains(named, k))
	}
	return out
}

// ordered sorts the lists whose order means nothing.
func ordered(key string, list []any) any {
	switch key {
	case "required", "enum":
		slices.SortFunc(list, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	case "parameters":
		slices.SortFunc(list, func(a, b any) int { return cmp.Compare(place(a), place(b)) })
	}
	return list
}

func place(parameter any) string {
	m, _ := parameter.(map[string]any)
	return fmt.Sprint(m["in"], " ", m["name"])
}

// at follows a JSON Pointer; nil where it leads nowhere.
func at(v any, pointer string) any {
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		token = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		switch x := v.(type) {
		case map[string]any:
			v = x[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// differences lists where two reduced documents differ, as JSON Pointers with
// both values.
func differences(want, got any, pointer string) []string {
	w, wantMap := want.(map[string]any)
	g, gotMap := got.(map[string]any)
	if wantMap && gotMap {
		keys := maps.Clone(w)
		maps.Copy(keys, g)
		var out []string
		for _, k := range slices.Sorted(maps.Keys(keys)) {
			out = append(out, differences(w[k], g[k], pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(k))...)
		}
		return out
	}
	wl, wantList := want.([]any)
	gl, gotList := got.([]any)
	if wantList && gotList && len(wl) == len(gl) {
		var out []string
		for i := range wl {
			out = append(out, differences(wl[i], gl[i], pointer+"/"+strconv.Itoa(i))...)
		}
		return out
	}
	if fmt.Sprintf("%T %v", want, want) == fmt.Sprintf("%T %v", got, got) {
		return nil
	}
	return []string{fmt.Sprintf("%s: published %s, ours %s", pointer, short(want), short(got))}
}

func short(v any) string {
	if v == nil {
		return "nothing"
	}
	s := fmt.Sprintf("%v", v)
	if len(s) > 120 {
		s = s[:120] + "…"
	}
	return s
}
