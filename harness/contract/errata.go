package contract

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// A site is a place in the document that an erratum relaxed. What is sent there
// is held against the published schema as well, at this place only.
type site struct {
	contract *Contract
	pointer  string
	action   Action
	// original is the published schema of the place without what stands below
	// it; nil where the published document has no such place.
	original func() *openapi3.Schema
}

// A siteIndex finds the sites of a document.
type siteIndex struct {
	schema   map[string][]*site
	other    map[string]*site
	inserted map[string]*site
}

func (c *Contract) indexSites() *siteIndex {
	x := &siteIndex{schema: map[string][]*site{}, other: map[string]*site{}, inserted: map[string]*site{}}
	for _, t := range c.touched {
		s := &site{contract: c, action: c.actions[t.action], pointer: t.pointer}
		if t.inserted {
			if x.inserted[t.pointer] == nil {
				x.inserted[t.pointer] = s
			}
			continue
		}
		pointer, ok := enclosingSchema(t.pointer)
		if !ok {
			// What changed is the thing itself, or a word of it such as required.
			for _, p := range []string{t.pointer, t.pointer[:max(0, strings.LastIndexByte(t.pointer, '/'))]} {
				if x.other[p] == nil {
					x.other[p] = s
				}
			}
			continue
		}
		s.pointer = pointer
		same := func(o *site) bool { return o.action == s.action }
		if slices.ContainsFunc(x.schema[pointer], same) {
			continue
		}
		s.original = sync.OnceValue(s.findOriginal)
		x.schema[pointer] = append(x.schema[pointer], s)
	}
	return x
}

// insertedAt gives the erratum that put this place, or one around it, into the
// document.
func (x *siteIndex) insertedAt(pointer string) *site {
	if len(x.inserted) == 0 {
		return nil
	}
	for {
		if s := x.inserted[pointer]; s != nil {
			return s
		}
		i := strings.LastIndexByte(pointer, '/')
		if i < 0 {
			return nil
		}
		pointer = pointer[:i]
	}
}

// enclosingSchema gives the innermost schema that a pointer leads into.
func enclosingSchema(pointer string) (string, bool) {
	tokens := strings.Split(pointer, "/")
	start := 0
	if len(tokens) >= 4 && tokens[1] == "components" && tokens[2] == "schemas" {
		start = 4
	} else if i := slices.Index(tokens, "schema"); i > 0 {
		start = i + 1
	}
	if start == 0 || start > len(tokens) {
		return "", false
	}
	end := start
	for end < len(tokens) {
		switch tokens[end] {
		case "properties", "allOf", "oneOf", "anyOf":
			if end+1 >= len(tokens) {
				return strings.Join(tokens[:end], "/"), true
			}
			end += 2
		case "items", "additionalProperties":
			end++
		default:
			return strings.Join(tokens[:end], "/"), true
		}
	}
	return strings.Join(tokens[:end], "/"), true
}

// findOriginal cuts the published schema down to what it says of the place
// itself: what it says of members and items is probed at their own places.
func (s *site) findOriginal() *openapi3.Schema {
	published := s.contract.published()
	if published == nil {
		return nil
	}
	was := published.places[s.pointer]
	if was == nil {
		return nil
	}
	cut := *was.schema
	cut.Items = nil
	cut.AdditionalProperties.Schema = nil
	anything := &openapi3.SchemaRef{Value: &openapi3.Schema{Nullable: true}}
	cut.Properties = maps.Clone(cut.Properties)
	for name := range cut.Properties {
		cut.Properties[name] = anything
	}
	now := s.contract.places[s.pointer]
	if now != nil && sameRefs(was.schema.AllOf, now.schema.AllOf) {
		cut.AllOf = nil
	}
	if now != nil && sameRefs(was.schema.OneOf, now.schema.OneOf) {
		cut.OneOf = nil
	}
	if now != nil && sameRefs(was.schema.AnyOf, now.schema.AnyOf) {
		cut.AnyOf = nil
	}
	return &cut
}

func sameRefs(a, b openapi3.SchemaRefs) bool {
	return slices.EqualFunc(a, b, func(x, y *openapi3.SchemaRef) bool { return x.Ref == y.Ref })
}
