package contract

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// A failure is one keyword that a value breaks, with the leaf it breaks it at.
type failure struct {
	keyword string
	tokens  []string
	schema  *openapi3.Schema
	value   any
	class   Class
	// spec overrides where the keyword stands.
	spec string
	// meant are the types that a composition would take, or the names of its
	// variants.
	meant string
	// required is the schema of the member that is missing.
	required *openapi3.Schema
	// guessed: the variant that it breaks is the nearest, not one that was named.
	guessed bool
}

// failures gives everything that kin-openapi finds, with compositions explained
// by their nearest branch.
func (j *judgement) failures(at *place, v any) []failure {
	return j.contract.visit(at.schema, v, nil)
}

func (c *Contract) visit(schema *openapi3.Schema, v any, base []string) []failure {
	if err := schema.VisitJSON(v, visitOptions...); err != nil {
		return c.collect(err, schema, v, base)
	}
	return nil
}

// matches says whether a value satisfies a schema.
func matches(schema *openapi3.Schema, v any) bool {
	return schema.VisitJSON(v, matchOptions...) == nil
}

func (c *Contract) collect(err error, schema *openapi3.Schema, v any, base []string) []failure {
	var many openapi3.MultiError
	if m, ok := err.(openapi3.MultiError); ok {
		many = m
	} else {
		many = openapi3.MultiError{err}
	}
	var out []failure
	for _, e := range many {
		if nested, ok := e.(openapi3.MultiError); ok {
			out = append(out, c.collect(nested, schema, v, base)...)
			continue
		}
		var se *openapi3.SchemaError
		if errors.As(e, &se) {
			out = append(out, c.leaf(se, v, base)...)
		}
	}
	return out
}

// leaf turns one error into failures. A composition is judged anew, branch by
// branch; values are looked up as they were sent.
func (c *Contract) leaf(e *openapi3.SchemaError, root any, base []string) []failure {
	path := e.JSONPointer()
	tokens := slices.Concat(base, path)
	value, present := lookup(root, path)
	f := failure{keyword: e.SchemaField, tokens: tokens, schema: e.Schema, value: value}
	switch e.SchemaField {
	case "oneOf", "anyOf", "allOf":
		return c.explain(e, value, tokens)
	case "discriminator":
		return c.discriminator(e.Schema, value, tokens)
	case "required":
		name := path[len(path)-1]
		if p := e.Schema.Properties[name]; p != nil {
			f.required = p.Value
		}
		f.value = nil
	case "properties":
		return c.unsupported(e.Schema, value, tokens)
	case "enum":
		if present && !permits(e.Schema, value) {
			f.keyword = "type"
			if value == nil {
				f.keyword = "nullable"
			}
		}
	case "":
		f.keyword = "type"
	}
	return []failure{f}
}

// permits says whether a value has a type that the schema takes.
func permits(s *openapi3.Schema, v any) bool {
	if v == nil {
		return s.Nullable
	}
	if s.Type == nil || len(*s.Type) == 0 {
		return true
	}
	switch v := v.(type) {
	case string:
		return s.Type.Permits(openapi3.TypeString)
	case bool:
		return s.Type.Permits(openapi3.TypeBoolean)
	case json.Number:
		return s.Type.Permits(openapi3.TypeNumber) || s.Type.Permits(openapi3.TypeInteger) && isWhole(string(v))
	case []any:
		return s.Type.Permits(openapi3.TypeArray)
	case map[string]any:
		return s.Type.Permits(openapi3.TypeObject)
	}
	return true
}

// unsupported names the members that additionalProperties: false refuses:
// kin-openapi gives the object.
func (c *Contract) unsupported(s *openapi3.Schema, v any, tokens []string) []failure {
	object, _ := v.(map[string]any)
	var out []failure
	for _, name := range sortedKeys(object) {
		if s.Properties[name] == nil {
			out = append(out, failure{
				keyword: "additionalProperties", tokens: slices.Concat(tokens, []string{name}), schema: s, value: object[name],
			})
		}
	}
	return out
}

// discriminator says that no variant is named, or none that exists, and what the
// value breaks of the nearest beside that.
func (c *Contract) discriminator(s *openapi3.Schema, v any, tokens []string) []failure {
	name := s.Discriminator.PropertyName
	f := failure{
		keyword: "discriminator", tokens: slices.Concat(tokens, []string{name}), schema: s,
		meant: oneOfNames(sortedKeys(s.Discriminator.Mapping)),
	}
	if object, ok := v.(map[string]any); ok {
		f.value = object[name]
		if _, ok := object[name]; !ok {
			f.keyword = "required"
		}
	}
	out := []failure{f}
	_, failures := c.nearest(refsOf(s), v, tokens)
	for _, other := range failures {
		if !slices.Equal(other.tokens, f.tokens) {
			other.guessed = true
			out = append(out, other)
		}
	}
	return out
}

// failurePointer is where the broken keyword stands.
func (j *judgement) failurePointer(f failure) string {
	if f.spec != "" {
		return f.spec
	}
	sh := j.contract.shapes[f.schema]
	if sh == nil {
		return ""
	}
	keyword := f.keyword
	switch keyword {
	case "nullable":
		keyword = "type"
	case "overlap":
		keyword = "oneOf"
	}
	return sh.pointer + "/" + keyword
}

// closed says whether an enum is marked as complete.
func (c *Contract) closed(f failure) bool {
	sh := c.shapes[f.schema]
	return sh != nil && sh.closed
}
