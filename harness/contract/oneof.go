package contract

import (
	"errors"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// explain judges a composition that did not hold: every part of an allOf, the
// nearest branch of a oneOf or anyOf, and what the schema says beside them,
// which kin-openapi skips after such a failure.
func (c *Contract) explain(e *openapi3.SchemaError, v any, tokens []string) []failure {
	s := e.Schema
	var out []failure
	for _, part := range s.AllOf {
		out = append(out, c.visit(part.Value, v, tokens)...)
	}
	if errors.Is(e, openapi3.ErrOneOfConflict) {
		out = append(out, failure{keyword: "overlap", tokens: tokens, schema: s, value: v})
	} else {
		out = append(out, c.explainChoice(s, s.OneOf, "oneOf", v, tokens)...)
		out = append(out, c.explainChoice(s, s.AnyOf, "anyOf", v, tokens)...)
	}
	rest := c.visitRest(s, v, tokens)
	here := func(keywords ...string) func(failure) bool {
		return func(f failure) bool { return len(f.tokens) == len(tokens) && slices.Contains(keywords, f.keyword) }
	}
	if slices.ContainsFunc(out, here("oneOf", "anyOf")) {
		rest = slices.DeleteFunc(rest, here("type")) // that no branch has its type says it
	}
	return append(out, rest...)
}

// visitRest judges a schema without its compositions.
func (c *Contract) visitRest(s *openapi3.Schema, v any, tokens []string) []failure {
	rest := *s
	rest.AllOf, rest.OneOf, rest.AnyOf, rest.Discriminator = nil, nil, nil, nil
	if v == nil && s.Nullable {
		return nil
	}
	if v == nil && rest.Type == nil && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) > 0 {
		return nil // the parts have said it
	}
	out := c.visit(&rest, v, tokens)
	for i := range out {
		if out[i].schema == &rest {
			out[i].schema = s
		}
	}
	return out
}

// explainChoice gives the failures of the branch that the value comes nearest
// to, or one failure where the value has no branch's type.
func (c *Contract) explainChoice(s *openapi3.Schema, branches openapi3.SchemaRefs, keyword string, v any, tokens []string) []failure {
	if len(branches) == 0 {
		return nil
	}
	if picked := picked(s, branches, v); picked != nil {
		return c.visit(picked, v, tokens)
	}
	branch, failures := c.nearest(branches, v, tokens)
	if len(failures) == 0 {
		return nil
	}
	if !takesType(branch, v) {
		return []failure{{keyword: keyword, tokens: tokens, schema: s, value: v, meant: typesOf(branches)}}
	}
	return failures
}

// nearest is the branch that a value comes nearest to, with what it breaks of it.
func (c *Contract) nearest(branches openapi3.SchemaRefs, v any, tokens []string) (branch *openapi3.Schema, best []failure) {
	least := 1 << 30
	for _, b := range branches {
		failures := c.visit(b.Value, v, tokens)
		if len(failures) == 0 {
			return b.Value, nil
		}
		if d := c.remoteness(b.Value, branches, v, failures, tokens); d < least {
			branch, best, least = b.Value, failures, d
		}
	}
	return branch, best
}

// picked is the branch that the discriminator names.
func picked(s *openapi3.Schema, branches openapi3.SchemaRefs, v any) *openapi3.Schema {
	if s.Discriminator == nil {
		return nil
	}
	object, _ := v.(map[string]any)
	value, _ := object[s.Discriminator.PropertyName].(string)
	ref, ok := s.Discriminator.Mapping[value]
	if !ok {
		return nil
	}
	for _, b := range branches {
		if b.Ref == ref.Ref || strings.HasSuffix(b.Ref, "/schemas/"+ref.Ref) {
			return b.Value
		}
	}
	return nil
}

// remoteness says how far a value is from a branch. A wrong type weighs most,
// then a wrong tag (a member whose enum has one value), then members that only
// other branches know, then the number of failures.
func (c *Contract) remoteness(branch *openapi3.Schema, all openapi3.SchemaRefs, v any, failures []failure, at []string) int {
	d := len(failures)
	if !takesType(branch, v) {
		d += 1_000_000
	}
	for _, f := range failures {
		switch {
		case f.keyword == "enum" && len(f.schema.Enum) == 1:
			d += 10_000
		case f.keyword == "type" && len(f.tokens) > len(at):
			d += 2
		}
	}
	object, _ := v.(map[string]any)
	own := declared(branch)
	for name := range object {
		if slices.Contains(own, name) {
			continue
		}
		for _, other := range all {
			if slices.Contains(declared(other.Value), name) {
				d += 100
				break
			}
		}
	}
	return d
}

// declared are the members that a schema names, its allOf included.
func declared(s *openapi3.Schema) []string {
	out := sortedKeys(s.Properties)
	for _, part := range s.AllOf {
		out = append(out, declared(part.Value)...)
	}
	return out
}

func takesType(s *openapi3.Schema, v any) bool {
	for _, part := range s.AllOf {
		if !takesType(part.Value, v) {
			return false
		}
	}
	if len(s.OneOf) > 0 {
		return slices.ContainsFunc(s.OneOf, func(b *openapi3.SchemaRef) bool { return takesType(b.Value, v) })
	}
	return permits(s, v)
}

// typesOf names the types that branches take: an object or an array.
func typesOf(branches openapi3.SchemaRefs) string {
	var out []string
	for _, b := range branches {
		if name := describe(b.Value); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, " or ")
}
