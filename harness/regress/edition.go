package regress

import (
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"kontrakt/harness/contract"
)

// An Edition is one document, with the files that it refers to.
type Edition struct {
	// Name is what people call it: recurring.v3, a file, an address.
	Name string
	// Document is the document's own name in Files.
	Document string
	Files    Files
}

// opened is an edition in one piece: decoded, with what stands in other files
// written in its place, under paths that hold the servers' base path.
type opened struct {
	name, version string
	doc           map[string]any
	// missing are the references to what no file has.
	missing []string
}

func (e Edition) open() (*opened, error) {
	b := bundle{files: map[string]any{}}
	for _, name := range slices.Sorted(maps.Keys(e.Files)) {
		doc, err := contract.Decode(name, e.Files[name])
		if err != nil {
			return nil, err
		}
		b.files[name] = doc
	}
	doc, _ := b.files[e.Document].(map[string]any)
	paths, _ := doc["paths"].(map[string]any)
	if doc["swagger"] != nil {
		return nil, fmt.Errorf("read %s: it is Swagger %v, want OpenAPI 3: convert it first", e.Document, doc["swagger"])
	}
	if doc["openapi"] == nil || paths == nil {
		return nil, fmt.Errorf("read %s: no OpenAPI document with paths", e.Document)
	}
	doc, _ = b.whole(doc, trail{file: e.Document}, e.Document).(map[string]any)
	o := &opened{name: e.Name, doc: doc, missing: slices.Compact(slices.Sorted(slices.Values(b.missing)))}
	o.version, _ = object(doc, "info")["version"].(string)
	nullable(doc, doc)
	o.foldServers()
	return o, nil
}

// bodies says of every operation, by method and template, what its request holds:
// " with `amount`, `description`".
func (o *opened) bodies() map[string]string {
	out := map[string]string{}
	for path, item := range object(o.doc, "paths") {
		for _, method := range methods {
			op, _ := item.(map[string]any)
			content := object(follow(o.doc, object(object(op, method), "requestBody")), "content")
			for _, media := range slices.Sorted(maps.Keys(content)) {
				m, _ := content[media].(map[string]any)
				if names := slices.Sorted(maps.Keys(properties(o.doc, object(m, "schema")))); len(names) > 0 {
					out[strings.ToUpper(method)+" "+template(path)] = " with `" + strings.Join(names, "`, `") + "`"
				}
			}
		}
	}
	return out
}

// foldServers writes the path of the first server before each path: that is how
// a call looks, wherever the document cuts it.
func (o *opened) foldServers() {
	paths := map[string]any{}
	for p, item := range object(o.doc, "paths") {
		base := basePath(o.doc)
		if m, _ := item.(map[string]any); m["servers"] != nil {
			base = basePath(m)
			delete(m, "servers")
		}
		paths[base+p] = item
	}
	o.doc["paths"] = paths
	delete(o.doc, "servers")
}

func basePath(m map[string]any) string {
	servers, _ := m["servers"].([]any)
	if len(servers) == 0 {
		return ""
	}
	first, _ := servers[0].(map[string]any)
	address, _ := first["url"].(string)
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}

// absent marks what stands for a part that no file has; it is compared with
// nothing.
const absent = "x-absent"

// A bundle writes into a document what stands in other files.
type bundle struct {
	files   map[string]any
	missing []string
}

// whole copies a value of a file. References inside of the document stay.
func (b *bundle) whole(v any, at trail, document string) any {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			return b.reference(ref, at, document)
		}
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = b.whole(e, at, document)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = b.whole(e, at, document)
		}
		return out
	}
	return v
}

// nullable reads an allOf of one beside nullable as it is meant, null or that
// one; by the letter null is never allowed so. Both forms are in use.
func nullable(doc map[string]any, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, e := range v {
			nullable(doc, e)
		}
		all, _ := v["allOf"].([]any)
		if len(all) != 1 || v["nullable"] != true || v["properties"] != nil {
			return
		}
		one, _ := all[0].(map[string]any)
		delete(v, "allOf")
		for k, e := range follow(doc, one) {
			if v[k] == nil {
				v[k] = e
			}
		}
	case []any:
		for _, e := range v {
			nullable(doc, e)
		}
	}
}

func (b *bundle) reference(ref string, at trail, document string) any {
	file, pointer, _ := strings.Cut(ref, "#")
	name := at.file
	if file != "" {
		name = b.file(file)
	}
	full := name + "#" + pointer
	target := find(b.files[name], pointer)
	switch {
	case target == nil:
		b.missing = append(b.missing, ref)
		return map[string]any{absent: true}
	case name == document:
		return map[string]any{"$ref": "#" + pointer}
	case slices.Contains(at.refs, full):
		return map[string]any{} // a part that holds itself, in another file
	}
	return b.whole(target, trail{name, append(slices.Clip(at.refs), full)}, document)
}

// file finds the copy of a file that is referred to: by its whole address, or by
// its last part.
func (b *bundle) file(ref string) string {
	if _, ok := b.files[ref]; ok {
		return ref
	}
	return path.Base(ref)
}

// object is a member that is an object; nil where it is none.
func object(m map[string]any, key string) map[string]any {
	o, _ := m[key].(map[string]any)
	return o
}
