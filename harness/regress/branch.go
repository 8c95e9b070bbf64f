package regress

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"kontrakt/harness/regress/reach"
)

// A Variant is one of those that a choice (oneOf, anyOf) gives, on the way to what changed.
type Variant struct {
	// Of is the member that gives the choice, "" the body itself; Name is what the
	// variant is called.
	Of, Name string
	// Property tells the variants apart, and has this Value in it; "" where the
	// document does not say.
	Property, Value string
}

// step is a part of a place as oasdiff words it, a variant or a name.
var step = regexp.MustCompile(`(oneOf|anyOf|allOf)\[([^\]]*)\]|[^/]+`)

// branches are the variants on the way to a place in a body, as it stands in either
// document: what one does not say of them, the other may.
func branches(place string, one, other bodyOf) []Variant {
	found, more := one.walk(place), other.walk(place)
	for i := range found {
		if v := &found[i]; v.Value == "" && more[i].Property != "" {
			*v = more[i]
		}
	}
	return found
}

// A bodyOf is the schema of a body in a document.
type bodyOf struct{ doc, schema map[string]any }

// bodyIn finds the body of an operation's request, or of its answer with a status, the
// first one with a body where none is named.
func (o *opened) bodyIn(method, path, side, status string) bodyOf {
	op := object(object(object(o.doc, "paths"), path), strings.ToLower(method))
	holder := follow(o.doc, object(op, "requestBody"))
	if side == "response" {
		all := object(op, "responses")
		for _, s := range slices.Sorted(maps.Keys(all)) {
			holder = follow(o.doc, object(all, s))
			if s == status || status == "" && object(holder, "content") != nil {
				break
			}
		}
	}
	content := object(holder, "content")
	for _, media := range slices.Sorted(maps.Keys(content)) {
		if schema := object(object(content, media), "schema"); schema != nil {
			return bodyOf{o.doc, schema}
		}
	}
	return bodyOf{doc: o.doc}
}

// walk goes to a place and notes the variants on the way.
func (b bodyOf) walk(place string) (found []Variant) {
	var of []string
	at := b.schema
	for _, m := range step.FindAllStringSubmatch(place, -1) {
		switch {
		case m[1] == "allOf":
			at = partOf(b.doc, at, m[1], m[2])
		case m[1] != "":
			v := Variant{Of: strings.Join(of, "/"), Name: m[2]}
			chosen := partOf(b.doc, at, m[1], m[2])
			v.Property, v.Value = tells(b.doc, at, chosen)
			found, at = append(found, v), chosen
		case m[0] == "items" && object(inner(b.doc, at), "items") != nil:
			of, at = append(of, m[0]), object(inner(b.doc, at), "items")
		default:
			of, at = append(of, m[0]), properties(b.doc, at)[m[0]]
		}
	}
	return found
}

// partOf is the part of a schema of that name, by reference or by title.
func partOf(doc, m map[string]any, key, name string) map[string]any {
	list, _ := inner(doc, m)[key].([]any)
	for _, v := range list {
		s, _ := v.(map[string]any)
		if title, _ := follow(doc, s)["title"].(string); s != nil && (nameOf(doc, s) == name || title == name) {
			return s
		}
	}
	return nil
}

// tells says which property tells a choice's variants apart, and which value it has in
// the one that was chosen. Where the document names no property, it is one that has
// another value in each variant.
func tells(doc, choice, chosen map[string]any) (property, value string) {
	d := object(inner(doc, choice), "discriminator")
	if property, _ = d["propertyName"].(string); property == "" {
		property = apart(doc, variants(doc, choice))
	}
	if property == "" || chosen == nil {
		return property, ""
	}
	ref, _ := chosen["$ref"].(string)
	mapping := object(d, "mapping")
	for _, v := range slices.Sorted(maps.Keys(mapping)) {
		if to, _ := mapping[v].(string); to != "" && (to == ref || strings.HasSuffix(ref, "/"+to)) {
			return property, v
		}
	}
	return property, valueIn(doc, chosen, property)
}

// apart is the first property that has a value of its own in every variant; "" where none
// has.
func apart(doc map[string]any, all []map[string]any) string {
	if len(all) < 2 {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(properties(doc, all[0]))) {
		values := map[string]bool{}
		for _, v := range all {
			if value := valueIn(doc, v, name); value != "" {
				values[value] = true
			}
		}
		if len(values) == len(all) {
			return name
		}
	}
	return ""
}

// literal is a pattern that one word alone has.
var literal = regexp.MustCompile(`^\^?[A-Za-z0-9_-]+\$?$`)

// valueIn is the value that a property has in a variant: the only one that it may have,
// or the one after which the variant is called.
func valueIn(doc, variant map[string]any, property string) string {
	schema := inner(doc, properties(doc, variant)[property])
	if word, _ := schema["pattern"].(string); literal.MatchString(word) {
		return strings.Trim(word, "^$")
	}
	all, _ := schema["enum"].([]any)
	title, _ := follow(doc, variant)["title"].(string)
	var called []string
	for _, member := range all {
		text, is := member.(string)
		if is && (len(all) == 1 || strings.Contains(bare(nameOf(doc, variant)+" "+title), bare(text))) {
			called = append(called, text)
		}
	}
	if len(called) != 1 {
		return ""
	}
	return called[0]
}

// bare is a name without what separates words.
func bare(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
}

// chose says whether a call may have chosen the variant. It has not where the property
// that tells them apart has other values in it alone.
func (v Variant) chose(side string, c reach.Call) bool {
	if v.Property == "" || v.Value == "" {
		return true
	}
	mark := reach.Sent
	if side == "response" {
		mark = reach.Got
	}
	at := mark(v.apart())
	values := reach.Value(at, "")
	return c.Has(reach.Value(at, v.Value)) || !slices.ContainsFunc(c.Marks, func(m string) bool { return strings.HasPrefix(m, values) })
}

// apart is the member that tells the variant from the others.
func (v Variant) apart() string { return strings.TrimPrefix(v.Of+"/"+v.Property, "/") }
