package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// fields reads the members of a JSON object into where they belong. It refuses
// members that are not among them, members that stand twice, and anything behind
// the object. An empty body is an object without members.
func fields(body []byte, into map[string]any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	members, err := object(body)
	if err != nil {
		return wrong(http.StatusBadRequest, "the body is not a JSON object: %v", err)
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		to, known := into[name]
		if !known {
			return wrong(http.StatusBadRequest, "unknown field %q; known are %s", name, strings.Join(slices.Sorted(maps.Keys(into)), ", "))
		}
		if nested, ok := to.(map[string]any); ok {
			if err := fields(members[name], nested); err != nil {
				return wrong(http.StatusBadRequest, "%s: %v", name, err)
			}
			continue
		}
		if err := json.Unmarshal(members[name], to); err != nil {
			return wrong(http.StatusBadRequest, "%s: %s", name, plain(err))
		}
	}
	return nil
}

// plain says what is wrong with a value without the names of Go's types.
func plain(err error) string {
	var mistyped *json.UnmarshalTypeError
	if errors.As(err, &mistyped) {
		return "want another type than " + mistyped.Value
	}
	if when := (*time.ParseError)(nil); errors.As(err, &when) {
		return "want a time such as 2026-01-31T12:00:00Z"
	}
	return err.Error()
}

// object takes a JSON object apart.
func object(body []byte) (map[string]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.Token(); err != nil {
		return nil, err
	} else if token != json.Delim('{') {
		return nil, errors.New("it is another value")
	}
	members := map[string]json.RawMessage{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		if _, twice := members[name.(string)]; twice {
			return nil, fmt.Errorf("%q stands twice", name)
		}
		members[name.(string)] = value
	}
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows it")
	}
	return members, nil
}
