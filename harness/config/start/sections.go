package start

import "kontrakt/harness/config"

// sections are the keys that have no flag, as harness/config reads them.
func sections() map[string]any {
	return map[string]any{
		"severity": severities(), "abilities": abilities(), "actions": actions(), "statuses": statuses(), "container": container(),
	}
}

func abilities() map[string]any {
	properties := map[string]any{
		"capture":    map[string]any{"enum": []any{"reserve", "direct"}, "description": "Whether an approval reserves the money, or takes it at once."},
		"currencies": listOf(map[string]any{"enum": []any{"NOK", "DKK", "EUR"}}),
	}
	for _, a := range config.AbilityNames() {
		// yes and no are text to YAML 1.2.
		properties[a.Name] = map[string]any{"enum": []any{true, false, "yes", "no", "on", "off"}, "description": a.Says}
	}
	return closed("What the sales unit may do. What it may not is skipped, and says why.", properties)
}

func actions() map[string]any {
	action := closed("An HTTP call, or a command.", map[string]any{
		"call":   map[string]any{"type": "string", "pattern": "^\\s*(GET|POST|PUT|PATCH|DELETE)\\s+https?://"},
		"header": mapOf(plain()),
		"body":   plain(),
		"run":    map[string]any{"type": "array", "items": plain(), "minItems": 1},
		"read":   mapOf(map[string]any{"type": "string", "pattern": "^/"}),
	})
	action["oneOf"] = []any{map[string]any{"required": []any{"call"}}, map[string]any{"required": []any{"run"}}}
	properties := map[string]any{}
	for _, name := range config.ActionNames() {
		properties[name] = action
	}
	return closed("What your software can be asked to do, for kontrakt certify.", properties)
}

func statuses() map[string]any {
	properties := map[string]any{}
	for _, name := range config.StatusNames() {
		properties[name] = listOf(plain())
	}
	return closed("Your own words for how an order or a subscription stands.", properties)
}

func container() map[string]any {
	text := map[string]any{"type": "string", "minLength": 1}
	after := map[string]any{"type": "string", "pattern": "^[0-9.]+(ms|[smh])([0-9.]+(ms|[smh]))*$"}
	variable := "^[A-Za-z_][A-Za-z0-9_.-]*"
	environment := map[string]any{
		"type": "object", "propertyNames": map[string]any{"pattern": variable + "$"},
		"additionalProperties": map[string]any{"type": []any{"string", "number", "boolean", "null"}},
	}
	section := closed("How the target is started where it is a container.", map[string]any{
		"image":   text,
		"build":   map[string]any{"anyOf": []any{text, closed("", map[string]any{"context": text, "dockerfile": text})}},
		"port":    map[string]any{"type": "integer", "minimum": 1, "maximum": 65535},
		"ready":   map[string]any{"type": "string", "pattern": "^/[^ #]*$", "description": "The path that answers with 2xx or 3xx once it may be used."},
		"timeout": after, "lifetime": after,
		"environment": map[string]any{"anyOf": []any{environment, map[string]any{"type": "array", "items": map[string]any{"type": "string", "pattern": variable + "(=|$)"}}}},
		"command":     map[string]any{"type": "array", "items": plain()},
		"network":     text,
	})
	section["not"] = map[string]any{"required": []any{"image", "build"}}
	return section
}

// closed is an object of these properties and no others.
func closed(says string, properties map[string]any) map[string]any {
	out := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if says != "" {
		out["description"] = says
	}
	return out
}

// plain is any value that is written in one word or line.
func plain() map[string]any {
	return map[string]any{"type": []any{"string", "number", "boolean"}}
}

func mapOf(one map[string]any) map[string]any {
	return map[string]any{"type": "object", "additionalProperties": one}
}

// listOf is a list, or its only item.
func listOf(one map[string]any) map[string]any {
	return map[string]any{"anyOf": []any{map[string]any{"type": "array", "items": one, "minItems": 1}, one}}
}
