package harness

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
)

// WrongJSON words why a text does not read as the JSON that was wanted, in a line
// for people: what is wrong, where by line and column, and never what stands there,
// which may be a secret. A nil text gives no place. What it does not know it passes
// on; nil stays nil.
func WrongJSON(text []byte, err error) error {
	var (
		syntax *json.SyntaxError
		kind   *json.UnmarshalTypeError
		moment *time.ParseError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind):
		return errors.New(place(text, kind.Offset) + named(kind.Field) + "want " + wanted(kind.Type) + ", got " + got(kind.Value))
	case text != nil && len(bytes.TrimSpace(text)) == 0, errors.Is(err, io.EOF):
		return errors.New("it is empty: want JSON")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && strings.Contains(syntax.Error(), "unexpected end"):
		return errors.New(place(text, int64(len(text))) + "it ends in the middle of the JSON; was it written to its end?")
	case errors.As(err, &syntax):
		return errors.New(place(text, syntax.Offset) + "it is no JSON from here on")
	case errors.As(err, &moment):
		return errors.New("a time in it is none: want one such as 2026-01-31T12:00:00Z")
	}
	if _, name, found := strings.Cut(err.Error(), "json: unknown field "); found {
		return fmt.Errorf("it has a member that is not known: %s", name)
	}
	return err
}

// place counts lines and columns from 1, columns in bytes.
func place(text []byte, offset int64) string {
	if text == nil {
		return ""
	}
	before := text[:max(0, min(offset, int64(len(text))))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := len(before) - (bytes.LastIndexByte(before, '\n') + 1)
	return fmt.Sprintf("line %d, column %d: ", line, max(column, 1))
}

func named(field string) string {
	if field == "" {
		return ""
	}
	return field + ": "
}

// wanted words a type as JSON has it.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return wanted(t.Elem())
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a text"
	case reflect.Slice, reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return "a text in base64"
		}
		return "a list"
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return "a whole number"
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number that is not negative"
	}
	return "another kind of value"
}

// got words what stands there instead; a number comes with its digits, which are
// left out.
func got(value string) string {
	switch kind, _, _ := strings.Cut(value, " "); kind {
	case "string":
		return "a text"
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "bool":
		return "true or false"
	case "null":
		return "null"
	}
	return "a number that does not fit"
}
