package migrate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
)

// decodeJSON reads a body with its numbers as they stand there.
func decodeJSON(text []byte) (any, bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, false
	}
	return v, true
}

// encodeJSON writes a body; the members of an object stand in alphabetical order.
func encodeJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// lookup gives what stands at a JSON Pointer; "" is the whole.
func lookup(tree any, pointer string) (any, bool) {
	for _, token := range tokens(pointer) {
		switch at := tree.(type) {
		case map[string]any:
			v, ok := at[token]
			if !ok {
				return nil, false
			}
			tree = v
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(at) {
				return nil, false
			}
			tree = at[i]
		default:
			return nil, false
		}
	}
	return tree, tree != nil || pointer != ""
}

// place puts a value at a pointer and makes the objects above it.
func place(tree *any, pointer string, v any) {
	if pointer == "" {
		*tree = v
		return
	}
	at, ok := (*tree).(map[string]any)
	if !ok {
		at = map[string]any{}
		*tree = at
	}
	path := tokens(pointer)
	for _, token := range path[:len(path)-1] {
		below, ok := at[token].(map[string]any)
		if !ok {
			below = map[string]any{}
			at[token] = below
		}
		at = below
	}
	at[path[len(path)-1]] = v
}

// tokens are the steps of a pointer, unescaped.
func tokens(pointer string) []string {
	if pointer == "" {
		return nil
	}
	all := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, t := range all {
		all[i] = harness.PointerName(t)
	}
	return all
}

// leaves lists the places of a tree that hold no further ones, sorted.
func leaves(tree any, at string) []string {
	switch v := tree.(type) {
	case map[string]any:
		if len(v) == 0 && at != "" {
			return []string{at}
		}
		var all []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			all = append(all, leaves(v[name], at+"/"+harness.PointerToken(name))...)
		}
		return all
	case []any:
		if len(v) == 0 && at != "" {
			return []string{at}
		}
		var all []string
		for i := range v {
			all = append(all, leaves(v[i], fmt.Sprintf("%s/%d", at, i))...)
		}
		return all
	}
	return []string{at}
}

// within says that a place is another one or lies inside of it.
func within(place, whole string) bool {
	return place == whole || strings.HasPrefix(place, whole+"/")
}

// literal writes a scalar for comparisons and templates: text without quotes.
func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return string(encodeJSON(v))
}
