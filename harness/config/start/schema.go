package start

import (
	"encoding/json"
	"fmt"
)

// A Key is one that the configuration may have.
type Key struct {
	Name string
	// Kind is string, list, bool, int or map: a list that may also be written as
	// names with values.
	Kind  string
	Usage string
	// Words are all that it, or an item of it, may be; none is anything.
	Words []string
}

// schemaOf is a JSON Schema of the configuration (draft 7, which editors know best).
func schemaOf(keys []Key) ([]byte, error) {
	properties := sections()
	for _, k := range keys {
		properties[k.Name] = k.schema()
	}
	text, err := json.MarshalIndent(map[string]any{
		"$schema": "http://json-schema.org/draft-07/schema#", "title": "kontrakt.yaml",
		"description": "The keys are the names of the flags, so --help says more of each.",
		"type":        "object", "additionalProperties": false, "properties": properties,
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("make the schema: %w", err)
	}
	return append(text, '\n'), nil
}

func (k Key) schema() map[string]any {
	one := map[string]any{"type": "string"}
	if len(k.Words) > 0 {
		one["enum"] = k.Words
	}
	out := map[string]any{}
	switch k.Kind {
	case "bool":
		out["type"] = "boolean"
	case "int":
		out["type"] = "integer"
	case "list":
		out["anyOf"] = []any{map[string]any{"type": "array", "items": one}, one}
	case "map":
		out["anyOf"] = []any{
			map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}},
			map[string]any{"type": "array", "items": one}, one,
		}
	default: // a number, or a word that YAML takes for a truth value, is text here
		one["type"] = []string{"string", "number"}
		out = one
	}
	out["description"] = k.Usage
	return out
}

// severities are what a project may give other weight.
func severities() map[string]any {
	return map[string]any{
		"type":        "object",
		"description": "The weight of rules that the guides state. All others can only be accepted one by one.",
		"propertyNames": map[string]any{
			"pattern": `^(guide\.[a-z0-9-]+|lifecycle\.[a-z0-9-]+|route\.spelling|body\.undocumented-property)$`,
		},
		// YAML 1.1 takes off for false.
		"additionalProperties": map[string]any{"enum": []any{"error", "warning", "note", "off", false}},
	}
}
