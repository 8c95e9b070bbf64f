package rules

import (
	"net/http"
	"strings"

	"kontrakt/harness"
)

// JSON is a JSON body, read when a rule first asks for it. It is for one
// goroutine.
type JSON struct {
	header http.Header
	body   harness.Body
	read   bool
	valid  bool
	text   text
}

// NewJSON wraps a decompressed body.
func NewJSON(raw []byte) *JSON {
	return &JSON{body: harness.Body{Bytes: raw, Size: int64(len(raw))}}
}

func (j *JSON) load() {
	j.read = true
	plain, err := Plain(j.header, j.body)
	if err != nil || !j.body.Whole() {
		return
	}
	j.text.raw = plain
	j.valid = j.text.parse()
}

// Valid says whether the body is one JSON text. One that is nested more than
// 10 000 deep counts as none.
func (j *JSON) Valid() bool {
	if j == nil {
		return false
	}
	if !j.read {
		j.load()
	}
	return j.valid
}

// At gives the value at an RFC 6901 pointer, "" being the whole body; false
// where the body is no JSON or has nothing there. Where a key is repeated, the
// first one counts.
func (j *JSON) At(pointer string) (Value, bool) {
	if !j.Valid() {
		return Value{}, false
	}
	return Value{text: &j.text}.At(pointer)
}

// TextAt gives the string at an RFC 6901 pointer; "" where there is none.
func (j *JSON) TextAt(pointer string) string {
	value, ok := j.At(pointer)
	if !ok || !value.Text() {
		return ""
	}
	return value.String()
}

// At gives the value at an RFC 6901 pointer below this one.
func (v Value) At(pointer string) (Value, bool) {
	for pointer != "" {
		if pointer[0] != '/' {
			return Value{}, false
		}
		end, plain := 1, true
		for ; end < len(pointer) && pointer[end] != '/'; end++ {
			plain = plain && pointer[end] != '~'
		}
		token := pointer[1:end]
		if !plain {
			token = unescape(token)
		}
		var ok bool
		if v, ok = v.step(token); !ok {
			return Value{}, false
		}
		pointer = pointer[end:]
	}
	return v, v.text != nil
}

func (v Value) step(token string) (Value, bool) {
	switch v.kind() {
	case '{':
		// Most of what rules do is this, and mostly nothing is there: a name of
		// another length is not compared.
		if v.text.nodes[v.node].names&bitOf(token) == 0 {
			break
		}
		nodes, quoted := v.text.nodes, int32(len(token)+len(`""`))
		for i, end := v.node+1, int(nodes[v.node].end); i < end; i = int(nodes[i].end) {
			n := &nodes[i]
			if (n.escaped || n.keyTo-n.keyFrom == quoted) && v.text.key(i, token) {
				return Value{v.text, i}, true
			}
		}
	case '[':
		n, is := index(token)
		for i := range v.below {
			if n--; is && n < 0 {
				return Value{v.text, i}, true
			}
		}
	}
	return Value{}, false
}

// index reads an array index as pointers have it: digits, no zero before
// others.
func index(token string) (int, bool) {
	if token == "" || len(token) > 9 || token[0] == '0' && len(token) > 1 {
		return 0, false
	}
	n := 0
	for i := range len(token) {
		if !digit(token[i]) {
			return 0, false
		}
		n = 10*n + int(token[i]-'0')
	}
	return n, true
}

func unescape(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}
