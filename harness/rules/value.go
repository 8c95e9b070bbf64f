package rules

import (
	"bytes"
	"math/big"
	"strconv"
	"strings"
	"unsafe"
)

// A Value is one value in a JSON body. The zero value is there for what is
// absent: it counts as null.
type Value struct {
	text *text
	node int
}

// kind is the first byte of the literal, 0 for any number.
func (v Value) kind() byte {
	if v.text == nil {
		return 'n'
	}
	if c := v.text.raw[v.text.nodes[v.node].from]; c != '-' && !digit(c) {
		return c
	}
	return 0
}

// Null, Text and Number say what kind of value it is; Object and Array too.
func (v Value) Null() bool   { return v.kind() == 'n' }
func (v Value) Text() bool   { return v.kind() == '"' }
func (v Value) Number() bool { return v.kind() == 0 }
func (v Value) Object() bool { return v.kind() == '{' }
func (v Value) Array() bool  { return v.kind() == '[' }

// True says that it is the literal true.
func (v Value) True() bool { return v.kind() == 't' }

// String is a string's value, and the literal of anything else.
func (v Value) String() string {
	if v.Text() {
		return unquote(v.literal())
	}
	return v.Raw()
}

// Peek is String without a copy where there is one to be spared: it is for looking
// at. Whoever keeps it keeps the body.
func (v Value) Peek() string {
	if v.Text() {
		return peek(v.literal())
	}
	return v.PeekRaw()
}

// peek gives the value of a valid string, of one without escapes without a copy.
func peek(literal []byte) string {
	if bytes.IndexByte(literal, '\\') >= 0 {
		return unquote(literal)
	}
	inside := literal[1 : len(literal)-1]
	return unsafe.String(unsafe.SliceData(inside), len(inside))
}

// PeekRaw is Raw without a copy, see Peek.
func (v Value) PeekRaw() string {
	literal := v.literal()
	return unsafe.String(unsafe.SliceData(literal), len(literal))
}

// Is says that it is a string of that value.
func (v Value) Is(text string) bool { return v.Text() && v.Peek() == text }

// Raw is the literal as sent.
func (v Value) Raw() string { return string(v.literal()) }

func (v Value) literal() []byte {
	if v.text == nil {
		return nil
	}
	n := &v.text.nodes[v.node]
	return v.text.raw[n.from:n.to]
}

// Int is the number exactly; false where it is no number, has a fraction or an
// exponent, or does not fit.
func (v Value) Int() (int64, bool) {
	literal := v.literal()
	if !v.Number() || len(literal) > len("-9223372036854775808") {
		return 0, false
	}
	n, err := strconv.ParseInt(string(literal), 10, 64)
	return n, err == nil
}

// Decimal is the number exactly, with fraction and exponent; nil where it is no
// number, or one of an absurd exponent.
func (v Value) Decimal() *big.Rat {
	literal := v.Raw()
	if !v.Number() || len(literal) > 100 {
		return nil
	}
	if _, exponent, has := strings.Cut(strings.ToLower(literal), "e"); has && len(exponent) > 3 {
		return nil
	}
	r, ok := new(big.Rat).SetString(literal)
	if !ok {
		return nil
	}
	return r
}

// Items ranges over an array's items, Members over an object's members, in
// their order. Names are to look at, as Peek gives them.
func (v Value) Items(yield func(int, Value) bool) {
	if !v.Array() {
		return
	}
	n := 0
	for i := range v.below {
		if !yield(n, Value{v.text, i}) {
			return
		}
		n++
	}
}

func (v Value) Members(yield func(string, Value) bool) {
	if !v.Object() {
		return
	}
	for i := range v.below {
		if !yield(peek(v.text.keyOf(i)), Value{v.text, i}) {
			return
		}
	}
}

// below ranges over the nodes right below this one.
func (v Value) below(yield func(int) bool) {
	nodes := v.text.nodes
	for i, end := v.node+1, int(nodes[v.node].end); i < end && yield(i); i = int(nodes[i].end) {
		continue
	}
}
