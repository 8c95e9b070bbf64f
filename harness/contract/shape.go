package contract

import (
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// A shape is a schema as we walk it beside kin-openapi: for what kin-openapi
// does not look at, and for where it stands.
type shape struct {
	schema *openapi3.Schema
	// pointer is where the schema stands; for a shared one, its component.
	pointer    string
	class      Class
	closed     bool
	props      map[string]*place
	names      []string
	items      *place
	additional *place
	all        []*place
	one, any   []*place
}

// A place is a spot in the document where a schema is used. Two places may
// share a shape and differ in what the overlay says of them.
type place struct {
	*shape
	// at is the place's own pointer.
	at    string
	class Class
	// sites are the errata that changed what may stand here.
	sites []*site
}

// classOf is the stronger of what place and schema are marked with.
func (p *place) classOf() Class { return max(p.class, p.shape.class) }

// A shaper compiles schemas; places lists what it made by pointer.
type shaper struct {
	shapes map[*openapi3.Schema]*shape
	places map[string]*shape
	sites  *siteIndex
}

func (s *shaper) place(ref *openapi3.SchemaRef, at string) *place {
	if ref == nil || ref.Value == nil {
		return nil
	}
	p := &place{at: at, class: markedClass(ref.Extensions), sites: s.sites.schema[at]}
	pointer := at
	if ref.Ref != "" {
		pointer = ref.Ref
		p.sites = append(slices.Clone(p.sites), s.sites.schema[pointer]...)
	}
	p.shape = s.shape(ref.Value, pointer)
	s.places[at] = p.shape
	return p
}

func (s *shaper) shape(schema *openapi3.Schema, pointer string) *shape {
	if have := s.shapes[schema]; have != nil {
		return have
	}
	sh := &shape{schema: schema, pointer: pointer, class: markedClass(schema.Extensions)}
	sh.closed, _ = schema.Extensions["x-kontrakt-closed"].(bool)
	s.shapes[schema], s.places[pointer] = sh, sh
	if len(schema.Properties) > 0 {
		sh.props = make(map[string]*place, len(schema.Properties))
		for name, ref := range schema.Properties {
			sh.props[name] = s.place(ref, pointer+"/properties/"+escapeToken(name))
			sh.names = append(sh.names, name)
		}
		slices.Sort(sh.names)
	}
	sh.items = s.place(schema.Items, pointer+"/items")
	sh.additional = s.place(schema.AdditionalProperties.Schema, pointer+"/additionalProperties")
	sh.all = s.list(schema.AllOf, pointer+"/allOf/")
	sh.one = s.list(schema.OneOf, pointer+"/oneOf/")
	sh.any = s.list(schema.AnyOf, pointer+"/anyOf/")
	return sh
}

func (s *shaper) list(refs openapi3.SchemaRefs, at string) []*place {
	var out []*place
	for i, ref := range refs {
		out = append(out, s.place(ref, at+strconv.Itoa(i)))
	}
	return out
}

func markedClass(extensions map[string]any) Class {
	switch v, _ := extensions["x-kontrakt-sensitive"].(string); strings.ToLower(v) {
	case "secret":
		return Secret
	case "personal":
		return Personal
	}
	return Public
}

// open says that the shape accepts members it does not name, by its own words
// or by naming none.
func (sh *shape) open() bool {
	a := sh.schema.AdditionalProperties
	return a.Schema != nil || a.Has != nil && *a.Has
}

// forbids says that the schema itself refuses members that it does not name.
func (sh *shape) forbids() bool {
	a := sh.schema.AdditionalProperties
	return a.Has != nil && !*a.Has
}
