package contract

import (
	"math"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// simple takes over the keywords that need no other schema; false means that
// there is one it does not know.
func (k *fastCompiler) simple(a *acceptor, s *openapi3.Schema) bool {
	if s.Not != nil || s.MultipleOf != nil || s.UniqueItems ||
		exclusive(s.ExclusiveMin) || exclusive(s.ExclusiveMax) || s.Always != nil || s.Const != nil || len(s.PrefixItems) > 0 {
		return false
	}
	a.nullable, a.kinds = s.Nullable, kindsOf(s)
	a.minLen, a.maxLen, a.min, a.max = int(s.MinLength), -1, math.Inf(-1), math.Inf(1)
	if s.MaxLength != nil {
		a.maxLen = int(*s.MaxLength)
	}
	if s.Min != nil {
		a.min = *s.Min
	}
	if s.Max != nil {
		a.max = *s.Max
	}
	a.minItems, a.maxItm = int(s.MinItems), -1
	if s.MaxItems != nil {
		a.maxItm = int(*s.MaxItems)
	}
	a.minProps, a.maxPrp = int(s.MinProps), -1
	if s.MaxProps != nil {
		a.maxPrp = int(*s.MaxProps)
	}
	if s.Pattern != "" {
		re, err := compilePattern(s.Pattern)
		if err != nil || strings.Contains(s.Pattern, `\u`) {
			return false
		}
		a.pattern = re
	}
	if !k.formats(a, s) || !k.vocabulary(a, s) {
		return false
	}
	a.plain = a.minLen == 0 && a.maxLen < 0 && a.pattern == nil && a.format == nil && a.enum == nil
	return true
}

// exclusive says that a limit leaves out its own value. Documents write false,
// too, which is what holds anyway.
func exclusive(b openapi3.ExclusiveBound) bool { return b.IsTrue() || b.Value != nil }

func (k *fastCompiler) formats(a *acceptor, s *openapi3.Schema) bool {
	switch s.Format {
	case "date":
		a.format = isDate
	case "date-time":
		a.format = isDateTime
	case "uuid":
		a.format = isUUID
	case "uri":
		a.format = isURI
	case "email":
		a.format = isEmail
	case "int32":
		a.min, a.max = max(a.min, math.MinInt32), min(a.max, math.MaxInt32)
		return a.kinds == kindInteger
	case "byte":
		return false
	}
	return true
}

func (k *fastCompiler) vocabulary(a *acceptor, s *openapi3.Schema) bool {
	if len(s.Enum) == 0 {
		return true
	}
	if a.kinds != kindString {
		return false
	}
	a.enum = []string{}
	for _, v := range s.Enum {
		if text, ok := v.(string); ok {
			a.enum = append(a.enum, text)
		}
	}
	return true
}

func kindsOf(s *openapi3.Schema) kinds {
	if s.Type == nil || len(*s.Type) == 0 {
		return kindAny
	}
	var out kinds
	for _, t := range *s.Type {
		switch t {
		case openapi3.TypeObject:
			out |= kindObject
		case openapi3.TypeArray:
			out |= kindArray
		case openapi3.TypeString:
			out |= kindString
		case openapi3.TypeInteger:
			out |= kindInteger
		case openapi3.TypeNumber:
			out |= kindNumber
		case openapi3.TypeBoolean:
			out |= kindBoolean
		}
	}
	return out
}
