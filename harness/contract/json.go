package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth is deeper than any document of these APIs; beyond it a body is not
// walked.
const maxDepth = 200

// A jsonBody is a body as read: its value with numbers as sent, and what is
// wrong with the text itself.
type jsonBody struct {
	value any
	// fault says why there is no value.
	fault string
	// duplicates are the pointers of members that stand twice.
	duplicates []string
	// trailing counts the bytes after the value, white space left out.
	trailing int
	// marked says that it begins with a byte order mark.
	marked bool
}

var byteOrderMark = []byte("\xef\xbb\xbf")

func readJSON(body []byte) jsonBody {
	var out jsonBody
	if bytes.HasPrefix(body, byteOrderMark) {
		out.marked, body = true, body[len(byteOrderMark):]
	}
	if !utf8.Valid(body) {
		out.fault = "bytes that are not UTF-8"
		return out
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	r := &jsonReader{Decoder: d, out: &out}
	value, err := r.value(nil, 0)
	if err != nil {
		out.fault = faultOf(err, body)
		return out
	}
	out.value = value
	out.trailing = len(bytes.Trim(body[d.InputOffset():], " \t\r\n"))
	return out
}

// faultOf words a syntax error without the text around it.
func faultOf(err error, body []byte) string {
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		return fmt.Sprintf("a fault at byte %d of %d", min(syntax.Offset, int64(len(body))), len(body))
	}
	if errors.Is(err, errTooDeep) {
		return fmt.Sprintf("more than %d levels", maxDepth)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Sprintf("text that ends after %d bytes within a value", len(body))
	}
	return "text that is no JSON"
}

var errTooDeep = errors.New("too deep")

type jsonReader struct {
	*json.Decoder
	out *jsonBody
}

func (r *jsonReader) value(path []string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	t, err := r.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return r.object(path, depth)
	case json.Delim('['):
		out := []any{}
		for r.More() {
			v, err := r.value(append(path, strconv.Itoa(len(out))), depth+1)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		_, err := r.Token()
		return out, err
	}
	return t, nil
}

func (r *jsonReader) object(path []string, depth int) (any, error) {
	out := map[string]any{}
	for r.More() {
		t, err := r.Token()
		if err != nil {
			return nil, err
		}
		name, _ := t.(string)
		at := append(path, name)
		v, err := r.value(at, depth+1)
		if err != nil {
			return nil, err
		}
		if _, have := out[name]; have {
			r.out.duplicates = append(r.out.duplicates, pointerOf(at))
		}
		out[name] = v
	}
	_, err := r.Token()
	return out, err
}

// pointerOf writes tokens as an RFC 6901 JSON Pointer.
func pointerOf(tokens []string) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteByte('/')
		b.WriteString(escapeToken(t))
	}
	return b.String()
}

// lookup follows tokens into a value.
func lookup(v any, tokens []string) (any, bool) {
	for _, t := range tokens {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[t]
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(t)
			if err != nil || i < 0 || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}
