package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"kontrakt/harness"
)

// misplaced is a text that nothing else contains: put in the place of a secret it
// is taken for one, and hidden wherever it stands.
const misplaced = "m1splaced-text"

// value varies a value of the body, and everything in it.
func (v *varier) value(at []*place, value any, tokens []string) {
	if len(tokens) > maxDepth {
		return
	}
	s := v.at(tokens)
	fit := v.op.contract.applicable(at, value)
	v.kinds(s, value)
	v.words(s, fit)
	switch value := value.(type) {
	case map[string]any:
		v.object(s, fit, value, tokens)
	case []any:
		v.array(s, fit, value, tokens)
	case string:
		v.text(s, fit, value)
	case json.Number:
		v.number(s, fit)
	}
}

// kinds puts values of another kind than the one that is there.
func (v *varier) kinds(s spot, value any) {
	type kind struct {
		says  string
		value any
	}
	number, text := kind{"a number", json.Number("12345")}, kind{"a text", misplaced}
	object, list := kind{"an object", map[string]any{}}, kind{"a list", []any{}}
	var others []kind
	switch value.(type) {
	case string:
		others = []kind{number, object}
	case json.Number:
		others = []kind{text, {"a fraction", json.Number("1234.5")}}
	case bool:
		others = []kind{text, number}
	case map[string]any:
		others = []kind{text, list}
	case []any:
		others = []kind{text, object}
	}
	for _, other := range others {
		v.forbidden(s, "type", other.says, other.value)
	}
	if !v.forbidden(s, "nullable", "null", nil) {
		v.allowed(s, "nullable", "null", nil)
	}
}

// words puts a word that an enum does not have, and each that it has.
func (v *varier) words(s spot, fit []*place) {
	for _, p := range fit {
		if len(p.schema.Enum) == 0 {
			continue
		}
		v.forbidden(s, "enum", "a word that is not in the list", misplaced)
		for _, word := range p.schema.Enum {
			v.allowed(s, "enum", fmt.Sprintf("the word %v", word), word)
		}
	}
}

func (v *varier) object(s spot, fit []*place, value map[string]any, tokens []string) {
	const unknown = "kontraktUnknown"
	for _, name := range sortedKeys(value) {
		member := append(slices.Clip(tokens), name)
		required := slices.ContainsFunc(fit, func(p *place) bool { return slices.Contains(p.schema.Required, name) })
		if required {
			v.forbidden(v.at(member), "required", "missing", absent{})
		} else {
			v.allowed(v.at(member), "required", "left out", absent{})
		}
		if next := members(fit, name); len(next) > 0 {
			v.value(next, value[name], member)
		}
	}
	v.forbidden(v.at(append(slices.Clip(tokens), unknown)), "additionalProperties", "a member that is not documented", misplaced)
	for _, p := range fit {
		if p.schema.MaxProps != nil {
			v.forbidden(s, "maxProperties", "one member too many", widened(value, int(*p.schema.MaxProps)+1))
			v.allowed(s, "maxProperties", "as many members as may be", widened(value, int(*p.schema.MaxProps)))
		}
	}
}

// widened repeats a member under new names until there are n.
func widened(value map[string]any, n int) map[string]any {
	out := make(map[string]any, n)
	var like any = misplaced
	for _, name := range sortedKeys(value) {
		out[name], like = value[name], value[name]
	}
	for i := 0; len(out) < n; i++ {
		out["kontrakt"+strconv.Itoa(i)] = like
	}
	return out
}

func (v *varier) array(s spot, fit []*place, value []any, tokens []string) {
	if len(value) == 0 {
		return
	}
	repeated := func(n int) []any { return slices.Repeat(value[:1], n) }
	for _, p := range fit {
		schema := p.schema
		if least := int(schema.MinItems); least > 0 {
			v.forbidden(s, "minItems", "one item too few", repeated(least-1))
			v.allowed(s, "minItems", "as few items as may be", value[:min(least, len(value))])
		}
		if schema.MaxItems != nil {
			v.forbidden(s, "maxItems", "one item too many", repeated(int(*schema.MaxItems)+1))
			v.allowed(s, "maxItems", "as many items as may be", repeated(int(*schema.MaxItems)))
		}
		if schema.UniqueItems {
			v.forbidden(s, "uniqueItems", "an item twice", repeated(2))
		}
	}
	var next []*place
	for _, p := range fit {
		if p.items != nil {
			next = append(next, p.items)
		}
	}
	if len(next) > 0 {
		v.value(next, value[0], append(slices.Clip(tokens), "0"))
	}
}

// number goes to the bounds of a number and beyond.
func (v *varier) number(s spot, fit []*place) {
	for _, p := range fit {
		step := 0.01
		if p.schema.Type.Is(openapi3.TypeInteger) {
			step = 1
		}
		if p.schema.Min != nil {
			v.bound(s, "minimum", "least", *p.schema.Min, -step, exclusive(p.schema.ExclusiveMin))
		}
		if p.schema.Max != nil {
			v.bound(s, "maximum", "most", *p.schema.Max, step, exclusive(p.schema.ExclusiveMax))
		}
		if p.schema.Format == "int32" {
			v.forbidden(s, "format", "a number of more than 32 bits", json.Number("2147483648"))
		}
	}
}

// bound goes to one bound: step leads out of what is allowed.
func (v *varier) bound(s spot, keyword, says string, at, step float64, excluded bool) {
	if excluded {
		v.forbidden(s, keyword, "the bound, which is excluded", decimal(at))
		v.allowed(s, keyword, "the "+says+" that may be", decimal(at-step))
		return
	}
	v.forbidden(s, keyword, "beyond the "+says+" that may be", decimal(at+step))
	v.allowed(s, keyword, "the "+says+" that may be", decimal(at))
}

// decimal writes a number in plain digits.
func decimal(f float64) json.Number { return json.Number(strconv.FormatFloat(f, 'f', -1, 64)) }

// param varies a parameter: a header, or a part of the target.
func (v *varier) param(p *param) {
	sent, s, ok := v.spotOf(p)
	if !ok {
		return
	}
	if p.in != "path" {
		if p.required {
			v.forbidden(s, "missing", "missing", absent{})
		} else {
			v.allowed(s, "missing", "left out", absent{})
		}
	}
	at := p.place
	if at != nil && at.items != nil {
		at = at.items
	}
	if at == nil || p.credential {
		return
	}
	fit := v.op.contract.applicable([]*place{at}, convert(sent, at.schema))
	v.words(s, fit)
	switch convert(sent, at.schema).(type) {
	case json.Number, bool:
		v.forbidden(s, "type", "a text", misplaced)
		v.number(s, fit)
	case string:
		v.text(s, fit, sent)
	}
}

// credentials leaves out what says who calls.
func (v *varier) credentials() {
	for _, set := range v.op.credentials {
		for _, c := range set {
			if v.op.param("header", c.header) == nil {
				s := spot{harness.PartHeader, c.header, func(value any) harness.Request { return v.withHeader(c.header, value) }}
				v.forbidden(s, "missing", "missing", absent{})
			}
		}
	}
}
