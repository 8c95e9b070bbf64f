package regress

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Files are documents by file name, as bytes.
type Files map[string][]byte

// Differences lists where a transcription says another thing than the
// documents as published, node by node: references followed, prose and examples
// left out. Parts that only the transcription names are shared ones, which
// count where they are referred to.
func Differences(published Files, document string, ours Files, transcription string) ([]string, error) {
	theirs, transcribed := library{}, library{}
	for _, side := range []struct {
		l library
		f Files
	}{{theirs, published}, {transcribed, ours}} {
		for _, name := range slices.Sorted(maps.Keys(side.f)) {
			if err := side.l.add(name, side.f[name]); err != nil {
				return nil, err
			}
		}
	}
	want, err := theirs.said(document)
	if err != nil {
		return nil, err
	}
	got, err := transcribed.said(transcription)
	if err != nil {
		return nil, err
	}
	withoutShared(want, got)
	return differences(want, got, ""), nil
}

// withoutShared takes the components out of ours that theirs does not name.
func withoutShared(theirs, ours map[string]any) {
	wanted, _ := theirs["components"].(map[string]any)
	components, _ := ours["components"].(map[string]any)
	for kind, v := range components {
		known, _ := wanted[kind].(map[string]any)
		parts, _ := v.(map[string]any)
		for name := range parts {
			if _, ok := known[name]; !ok {
				delete(parts, name)
			}
		}
		if known == nil {
			delete(components, kind)
		}
	}
}

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
func (l library) said(file string) (map[string]any, error) {
	doc, ok := l.reduce(trail{file: file}, l[file], "", false).(map[string]any)
	if !ok || doc["openapi"] == nil {
		return nil, fmt.Errorf("read %s: no OpenAPI document", file)
	}
	info, _ := doc["info"].(map[string]any)
	doc["info"] = map[string]any{"version": info["version"]}
	if components, ok := doc["components"].(map[string]any); ok {
		delete(components, "examples")
	}
	return doc, nil
}

// A trail is where the reduction stands: the file, and the references that were
// followed to come here.
type trail struct {
	file string
	refs []string
}

// prose are the keys that say nothing to a machine; nor do extensions, which
// begin with x-.
var prose = []string{"description", "summary", "title", "tags", "example", "examples", "externalDocs"}

// sentence says whether a format is one: two published documents describe values
// there (a passenger's name, codes of airlines). A format for machines is one word.
func sentence(format any) bool {
	text, ok := format.(string)
	return ok && strings.Contains(text, " ")
}

// named are the keys whose values are maps with names for keys.
var named = []string{
	"properties", "paths", "callbacks", "responses", "content", "schemas", "parameters", "requestBodies", "headers",
	"securitySchemes", "components",
}

func (l library) reduce(at trail, v any, key string, names bool) any {
	switch v := v.(type) {
	case map[string]any:
		return l.reduceMap(at, v, key, names)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = l.reduce(at, e, "", false)
		}
		return ordered(key, out)
	case int:
		return float64(v)
	}
	return v
}

func (l library) reduceMap(at trail, m map[string]any, key string, names bool) any {
	if ref, ok := m["$ref"].(string); ok {
		name, pointer, _ := strings.Cut(ref, "#")
		if _, known := l[name]; !known {
			name = path.Base(name) // a file is known by the last part of its address
		}
		if strings.HasPrefix(ref, "#") {
			name = at.file
		}
		target := find(l[name], pointer)
		if target == nil {
			return map[string]any{"unresolved": ref}
		}
		if slices.Contains(at.refs, name+"#"+pointer) {
			return map[string]any{"recursive": pointer}
		}
		return l.reduce(trail{name, append(slices.Clip(at.refs), name+"#"+pointer)}, target, key, names)
	}
	out := map[string]any{}
	for k, e := range m {
		if !names && (slices.Contains(prose, k) || strings.HasPrefix(k, "x-") || k == "format" && sentence(e) || e == false && (k == "required" || k == "deprecated")) {
			continue
		}
		out[k] = l.reduce(at, e, k, !names && slices.Contains(named, k))
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

// find follows a JSON Pointer; nil where it leads nowhere.
func find(v any, pointer string) any {
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if strings.Contains(token, "~") {
			token = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		}
		switch x := v.(type) {
		case map[string]any:
			v = x[token]
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(x) {
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
