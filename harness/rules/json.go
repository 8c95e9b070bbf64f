package rules

import (
	"math/big"
	"strconv"
	"strings"
	"sync"

	"github.com/tidwall/gjson"
)

// JSON is a JSON body, read only as far as a rule asks.
type JSON struct {
	read  func() []byte
	once  sync.Once
	root  gjson.Result
	valid bool
}

// NewJSON wraps a decompressed body.
func NewJSON(raw []byte) *JSON { return &JSON{read: func() []byte { return raw }} }

func (j *JSON) load() {
	j.once.Do(func() {
		raw := j.read()
		if j.valid = gjson.ValidBytes(raw); j.valid {
			j.root = gjson.ParseBytes(raw)
		}
	})
}

// Valid says whether the body is one JSON text.
func (j *JSON) Valid() bool {
	if j == nil {
		return false
	}
	j.load()
	return j.valid
}

// At gives the value at an RFC 6901 pointer, "" being the whole body; false
// where the body is no JSON or has nothing there. Where a key is repeated, the
// first one counts.
func (j *JSON) At(pointer string) (Value, bool) {
	if !j.Valid() {
		return Value{}, false
	}
	return Value{j.root}.At(pointer)
}

// At gives the value at an RFC 6901 pointer below this one.
func (v Value) At(pointer string) (Value, bool) {
	r := v.result
	for pointer != "" {
		if pointer[0] != '/' {
			return Value{}, false
		}
		token, rest, more := strings.Cut(pointer[1:], "/")
		if pointer = ""; more {
			pointer = "/" + rest
		}
		if r = step(r, unescape(token)); !r.Exists() {
			return Value{}, false
		}
	}
	return Value{r}, true
}

func step(v gjson.Result, token string) gjson.Result {
	if v.IsArray() {
		if _, err := strconv.ParseUint(token, 10, 31); err != nil || len(token) > 1 && token[0] == '0' {
			return gjson.Result{}
		}
		return v.Get(token)
	}
	if !v.IsObject() {
		return gjson.Result{}
	}
	var found gjson.Result
	v.ForEach(func(key, value gjson.Result) bool {
		if key.String() == token {
			found = value
		}
		return !found.Exists()
	})
	return found
}

func unescape(token string) string {
	if !strings.Contains(token, "~") {
		return token
	}
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}

// A Value is one value in a JSON body.
type Value struct{ result gjson.Result }

// Null, Text and Number say what kind of value it is; Object and Array too.
func (v Value) Null() bool   { return v.result.Type == gjson.Null }
func (v Value) Text() bool   { return v.result.Type == gjson.String }
func (v Value) Number() bool { return v.result.Type == gjson.Number }
func (v Value) Object() bool { return v.result.IsObject() }
func (v Value) Array() bool  { return v.result.IsArray() }

// String is a string's value, and the literal of anything else.
func (v Value) String() string {
	if v.Text() {
		return v.result.String()
	}
	return v.result.Raw
}

// True says that it is the literal true.
func (v Value) True() bool { return v.result.Type == gjson.True }

// Raw is the literal as sent.
func (v Value) Raw() string { return v.result.Raw }

// Int is the number exactly; false where it is no number, has a fraction or an
// exponent, or does not fit.
func (v Value) Int() (int64, bool) {
	if !v.Number() {
		return 0, false
	}
	n, err := strconv.ParseInt(v.result.Raw, 10, 64)
	return n, err == nil
}

// Decimal is the number exactly, with fraction and exponent; nil where it is no
// number, or one of an absurd exponent.
func (v Value) Decimal() *big.Rat {
	if !v.Number() || len(v.result.Raw) > 100 {
		return nil
	}
	if _, exponent, has := strings.Cut(strings.ToLower(v.result.Raw), "e"); has && len(exponent) > 3 {
		return nil
	}
	r, ok := new(big.Rat).SetString(v.result.Raw)
	if !ok {
		return nil
	}
	return r
}

// Items ranges over an array's items, Members over an object's members, in
// their order.
func (v Value) Items(yield func(int, Value) bool) {
	if !v.Array() {
		return
	}
	i := 0
	v.result.ForEach(func(_, item gjson.Result) bool {
		i++
		return yield(i-1, Value{item})
	})
}

func (v Value) Members(yield func(string, Value) bool) {
	if !v.Object() {
		return
	}
	v.result.ForEach(func(key, value gjson.Result) bool { return yield(key.String(), Value{value}) })
}
