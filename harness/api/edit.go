package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// An Edit changes the place of a request that Pointer names: to the JSON in
// Value, or to nothing at all when Value is empty. It is for requests that are
// wrong on purpose.
type Edit struct{ Pointer, Value string }

// Apply edits a body that is made of maps.
func (e Edit) Apply(body map[string]any) error {
	tokens := strings.Split(strings.TrimPrefix(e.Pointer, "/"), "/")
	at := body
	for _, t := range tokens[:len(tokens)-1] {
		next, ok := at[t].(map[string]any)
		if !ok {
			return fmt.Errorf("the request has no object at %q", e.Pointer)
		}
		at = next
	}
	last := tokens[len(tokens)-1]
	if e.Value == "" {
		delete(at, last)
		return nil
	}
	if !json.Valid([]byte(e.Value)) {
		return fmt.Errorf("the value for %q is not JSON: %q", e.Pointer, e.Value)
	}
	at[last] = json.RawMessage(e.Value)
	return nil
}

// Encode writes JSON as people do, without escaping & and <.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
