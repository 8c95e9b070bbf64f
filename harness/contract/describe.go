package contract

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"kontrakt/harness/spelling"
)

// want says in a noun phrase what the document asks for.
func (f failure) want() string {
	s := f.schema
	switch f.keyword {
	case "required":
		if f.meant != "" {
			return f.meant
		}
		if f.required != nil {
			return describe(f.required)
		}
		return "a value"
	case "enum":
		return oneOfWords(s.Enum)
	case "pattern":
		return "text matching " + cut(s.Pattern, 2*maxShown)
	case "minLength":
		return "at least " + count(int(s.MinLength), "character")
	case "maxLength":
		return "at most " + count(int(*s.MaxLength), "character")
	case "minItems":
		return "at least " + count(int(s.MinItems), "item")
	case "maxItems":
		return "at most " + count(int(*s.MaxItems), "item")
	case "minProperties":
		return "at least " + count(int(s.MinProps), "member")
	case "maxProperties":
		return "at most " + count(int(*s.MaxProps), "member")
	case "minimum":
		return "at least " + number(s.Min)
	case "maximum":
		return "at most " + number(s.Max)
	case "exclusiveMinimum":
		return "more than " + number(s.Min)
	case "exclusiveMaximum":
		return "less than " + number(s.Max)
	case "multipleOf":
		return "a multiple of " + number(s.MultipleOf)
	case "uniqueItems":
		return "no item twice"
	case "additionalProperties":
		return "no member but " + strings.Join(sortedKeys(s.Properties), ", ")
	case "format":
		return formatWords(s)
	case "discriminator", "oneOf", "anyOf":
		return f.meant
	case "type", "nullable":
		return typeWords(s)
	case "not":
		return "a value outside what the document excludes"
	}
	return describe(s)
}

// got is the literal as sent, as far as it may be shown.
func (f failure) got() string {
	switch f.keyword {
	case "required":
		return nothing
	case "additionalProperties":
		return kindOf(f.value)
	case "maxLength", "minLength":
		if s, ok := f.value.(string); ok && f.class == Public && !looksPersonal(s) {
			n := len([]rune(s))
			if n <= maxShown {
				return fmt.Sprintf("%q (%s)", s, count(n, "character"))
			}
		}
	case "minItems", "maxItems", "uniqueItems":
		if items, ok := f.value.([]any); ok {
			return count(len(items), "item")
		}
	}
	return literal(f.value, f.class)
}

// hint is the help for one failure, more particular than its rule's.
func (f failure) hint() string {
	if f.keyword == "required" && f.required != nil && len(f.required.Enum) == 0 && f.required.Type.Is(openapi3.TypeObject) {
		return "send the object, even when it is empty"
	}
	if f.keyword == "discriminator" {
		if sent, ok := f.value.(string); ok {
			if m := spelling.Nearest(sent, sortedKeys(f.schema.Discriminator.Mapping)); m != "" {
				return "did you mean " + m + "?"
			}
		}
	}
	_, fraction := f.value.(json.Number)
	if (f.keyword == "minimum" || f.keyword == "maximum" || f.keyword == "type" && fraction) && f.ofAmount() {
		return "amounts are integers in minor units: 1 NOK is 100"
	}
	return hint("schema." + f.keyword)
}

// ofAmount says whether the value is an amount, by its name or by the name of
// what it is the value of.
func (f failure) ofAmount() bool {
	for i := len(f.tokens) - 1; i >= 0; i-- {
		if strings.Contains(strings.ToLower(f.tokens[i]), "amount") {
			return true
		}
		if f.tokens[i] != "value" {
			break
		}
	}
	return false
}

// describe names what a schema takes: an integer, a string, one of "A", "B".
func describe(s *openapi3.Schema) string {
	if s == nil {
		return "a value"
	}
	if len(s.Enum) > 0 {
		return oneOfWords(s.Enum)
	}
	return typeWords(s)
}

// typeWords names the type alone.
func typeWords(s *openapi3.Schema) string {
	if s.Type == nil || len(*s.Type) == 0 {
		for _, part := range s.AllOf {
			if d := describe(part.Value); d != "a value" {
				return d
			}
		}
		if len(s.OneOf) > 0 {
			return typesOf(s.OneOf)
		}
		if len(s.AnyOf) > 0 {
			return typesOf(s.AnyOf)
		}
		if len(s.Properties) > 0 {
			return "an object"
		}
		return "a value"
	}
	var out []string
	for _, t := range *s.Type {
		switch t {
		case "integer", "object", "array":
			out = append(out, "an "+t)
		default:
			out = append(out, "a "+t)
		}
	}
	return strings.Join(out, " or ")
}

func number(v *float64) string {
	if v == nil {
		return "0"
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

func oneOfNames(names []string) string {
	values := make([]any, len(names))
	for i, n := range names {
		values[i] = n
	}
	return oneOfWords(values)
}
