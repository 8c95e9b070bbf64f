package regress

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// align brings two documents into the same form where they say alike things in
// other words, so that what is compared is what is said: paths that moved with
// the version, and variants that have another name or were first given a choice.
// It gives the changes that can no longer be seen afterwards.
func align(old, new *opened) []Change {
	a := &aligner{old: old.doc, new: new.doc, alike: templates(object(new.doc, "paths")), chosen: map[pair]choice{}}
	moved := a.movePaths()
	for _, path := range slices.Sorted(maps.Keys(object(old.doc, "paths"))) {
		before, after := object(object(old.doc, "paths"), path), object(object(new.doc, "paths"), a.like(path))
		for _, method := range methods {
			if o, n := object(before, method), object(after, method); o != nil && n != nil {
				a.at = Operation{Method: strings.ToUpper(method), Path: a.like(path), ID: idOf(n, o)}
				a.operation(o, n)
			}
		}
	}
	return append(moved, a.found...)
}

var methods = []string{"delete", "get", "head", "options", "patch", "post", "put", "trace"}

type aligner struct {
	old, new map[string]any
	// alike are the new document's paths by template, the first where several are.
	alike map[string]string
	at    Operation
	// answer says that what is aligned is an answer's, or a callback's request.
	answer bool
	seen   map[pair]bool
	chosen map[pair]choice
	found  []Change
}

// like is the path of the new document that differs in the names of parameters
// at most.
func (a *aligner) like(path string) string {
	if object(a.new, "paths")[path] != nil {
		return path
	}
	return cmp.Or(a.alike[template(path)], path)
}

// templates are paths by their templates, the first where several have the same.
func templates(paths map[string]any) map[string]string {
	out := map[string]string{}
	for _, p := range slices.Sorted(maps.Keys(paths)) {
		if t := template(p); out[t] == "" {
			out[t] = p
		}
	}
	return out
}

var (
	parameter = regexp.MustCompile(`\{[^}]*\}`)
	version   = regexp.MustCompile(`/v[0-9]+(/|$)`)
)

// template is a path without the names of its parameters, and without the slash
// at its end.
func template(path string) string {
	return strings.TrimSuffix(parameter.ReplaceAllString(path, "{}"), "/")
}

// movePaths gives the old document's paths the version that the new one has
// them under, where it has them under another alone.
func (a *aligner) movePaths() []Change {
	before, after := object(a.old, "paths"), object(a.new, "paths")
	taken, unversioned := map[string]bool{}, map[string]string{}
	for p := range before {
		taken[template(p)] = true
	}
	for _, p := range slices.Sorted(maps.Keys(after)) {
		if !taken[template(p)] {
			unversioned[version.ReplaceAllString(template(p), "/v*$1")] = p
		}
	}
	var found []Change
	for _, p := range slices.Sorted(maps.Keys(before)) {
		to := unversioned[version.ReplaceAllString(template(p), "/v*$1")]
		if to == "" || a.alike[template(p)] != "" {
			continue
		}
		before[to] = before[p]
		delete(before, p)
		renameParameters(object(before, to), p, to)
		for _, method := range methods {
			if op := object(object(before, to), method); op != nil && object(object(after, to), method) != nil {
				text := "moved from `" + p + "` to `" + to + "`"
				found = append(found, Change{Rule: "path-moved", Weight: Breaking, Text: text, Why: clauseAddress,
					Operations: []Operation{{Method: strings.ToUpper(method), Path: to, ID: idOf(object(object(after, to), method), op), From: p}}})
			}
		}
	}
	return found
}

// renameParameters names the parameters in a path as the new template does.
func renameParameters(item map[string]any, from, to string) {
	names := map[string]string{}
	was, is := parameter.FindAllString(from, -1), parameter.FindAllString(to, -1)
	for i := range min(len(was), len(is)) {
		names[strings.Trim(was[i], "{}")] = strings.Trim(is[i], "{}")
	}
	rename := func(list any) {
		all, _ := list.([]any)
		for _, p := range all {
			if m, _ := p.(map[string]any); m["in"] == "path" {
				if name, _ := m["name"].(string); names[name] != "" {
					m["name"] = names[name]
				}
			}
		}
	}
	rename(item["parameters"])
	for _, method := range methods {
		rename(object(item, method)["parameters"])
	}
}

func idOf(ops ...map[string]any) string {
	for _, op := range ops {
		if id, _ := op["operationId"].(string); id != "" {
			return id
		}
	}
	return ""
}

// operation aligns the bodies of an operation.
func (a *aligner) operation(old, new map[string]any) {
	a.answer, a.seen = false, map[pair]bool{}
	a.content(follow(a.old, object(old, "requestBody")), follow(a.new, object(new, "requestBody")))
	a.answer, a.seen = true, map[pair]bool{}
	before, after := object(old, "responses"), object(new, "responses")
	for _, status := range slices.Sorted(maps.Keys(before)) {
		a.content(follow(a.old, object(before, status)), follow(a.new, object(after, status)))
	}
}

func (a *aligner) content(old, new map[string]any) {
	before, after := object(old, "content"), object(new, "content")
	for _, media := range slices.Sorted(maps.Keys(before)) {
		if o, n := object(before, media), object(after, media); o != nil && n != nil {
			a.schema(object(o, "schema"), object(n, "schema"), "")
		}
	}
}
