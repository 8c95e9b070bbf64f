package rules

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/bits"
	"sync"
)

// A text is a JSON text with a list of its values, each before those below it,
// made in one pass.
type text struct {
	raw   []byte
	nodes []node
	at    int
	// escaped says whether there was an escape in the string read last.
	escaped bool
}

// A node is one value: where its literal is, and its key's, quotes and all,
// where it has one. end is the node after all below it.
type node struct {
	keyFrom, keyTo, from, to, end int32
	// escaped: there is an escape in the key.
	escaped bool
	// names has the bit of every member's name, see bitOf.
	names uint64
}

// deepest is how deep values may be nested.
const deepest = 10000

// parse checks the whole text; false means that it is no JSON.
func (t *text) parse() bool {
	if len(t.raw) > math.MaxInt32 {
		return false
	}
	t.nodes = spare(8 + len(t.raw)/24)
	t.space()
	if !t.value(node{}, 0) {
		return false
	}
	t.space()
	return t.at == len(t.raw)
}

// lists are node lists that nobody reads any more.
var lists sync.Pool

// longestSpare is the longest list that is kept, in nodes.
const longestSpare = 4096

func spare(length int) []node {
	if list, ok := lists.Get().(*[]node); ok && cap(*list) >= length {
		return (*list)[:0]
	}
	return make([]node, 0, length)
}

func (t *text) release() {
	if list := t.nodes; list != nil && cap(list) <= longestSpare {
		lists.Put(&list)
	}
}

func (t *text) space() {
	for t.at < len(t.raw) {
		switch t.raw[t.at] {
		case ' ', '\t', '\n', '\r':
			t.at++
		default:
			return
		}
	}
}

// value reads the value that begins here, and adds it to the list.
func (t *text) value(n node, depth int) bool {
	if t.at == len(t.raw) || depth > deepest {
		return false
	}
	n.from = int32(t.at)
	i := len(t.nodes)
	t.nodes = append(t.nodes, n)
	ok := false
	switch t.raw[t.at] {
	case '{':
		ok = t.object(i, depth)
	case '[':
		ok = t.array(depth)
	case '"':
		ok = t.quoted()
	case 't':
		ok = t.word("true")
	case 'f':
		ok = t.word("false")
	case 'n':
		ok = t.word("null")
	default:
		ok = t.number()
	}
	t.nodes[i].to, t.nodes[i].end = int32(t.at), int32(len(t.nodes))
	return ok
}

// object reads the members of the node at a place.
func (t *text) object(at, depth int) bool {
	t.at++
	if t.space(); t.skip('}') {
		return true
	}
	for {
		n := node{keyFrom: int32(t.at)}
		if t.at == len(t.raw) || t.raw[t.at] != '"' || !t.quoted() {
			return false
		}
		n.keyTo, n.escaped = int32(t.at), t.escaped
		if n.escaped {
			t.nodes[at].names = ^uint64(0)
		} else {
			t.nodes[at].names |= bitOf(t.raw[n.keyFrom+1 : n.keyTo-1])
		}
		if t.space(); !t.skip(':') {
			return false
		}
		t.space()
		if !t.value(n, depth+1) {
			return false
		}
		if t.space(); t.skip('}') {
			return true
		}
		if !t.skip(',') {
			return false
		}
		t.space()
	}
}

func (t *text) array(depth int) bool {
	t.at++
	if t.space(); t.skip(']') {
		return true
	}
	for {
		if !t.value(node{}, depth+1) {
			return false
		}
		if t.space(); t.skip(']') {
			return true
		}
		if !t.skip(',') {
			return false
		}
		t.space()
	}
}

func (t *text) skip(c byte) bool {
	if t.at == len(t.raw) || t.raw[t.at] != c {
		return false
	}
	t.at++
	return true
}

func (t *text) word(w string) bool {
	if len(t.raw)-t.at < len(w) || string(t.raw[t.at:t.at+len(w)]) != w {
		return false
	}
	t.at += len(w)
	return true
}

// quoted reads a string.
func (t *text) quoted() bool {
	t.escaped = false
	for i := t.at + 1; i < len(t.raw); i++ {
		for i+8 <= len(t.raw) {
			special := specialIn(binary.LittleEndian.Uint64(t.raw[i:]))
			if special != 0 {
				i += bits.TrailingZeros64(special) / 8
				break
			}
			i += 8
		}
		if i == len(t.raw) {
			return false
		}
		switch c := t.raw[i]; {
		case c == '"':
			t.at = i + 1
			return true
		case c < ' ':
			return false
		case c == '\\':
			if i, t.escaped = escaped(t.raw, i+1), true; i < 0 {
				return false
			}
		}
	}
	return false
}

// specialIn sets the high bit of the first of eight bytes that ends a string, or
// is no plain part of one, and perhaps of some after it; 0 where there is none.
func specialIn(w uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	quote, escape := w^'"'*ones, w^'\\'*ones
	return ((quote-ones)&^quote | (escape-ones)&^escape | (w-' '*ones)&^w) & highs
}

// escaped gives the place of an escape's last byte, -1 where it is none.
func escaped(raw []byte, i int) int {
	if i >= len(raw) {
		return -1
	}
	switch raw[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i
	case 'u':
		for range 4 {
			if i++; i >= len(raw) || !hex(raw[i]) {
				return -1
			}
		}
		return i
	}
	return -1
}

func (t *text) number() bool {
	t.skip('-')
	if !t.skip('0') && !t.digits() {
		return false
	}
	if t.skip('.') && !t.digits() {
		return false
	}
	if t.skip('e') || t.skip('E') {
		if !t.skip('+') {
			t.skip('-')
		}
		return t.digits()
	}
	return true
}

func (t *text) digits() bool {
	from := t.at
	for t.at < len(t.raw) && digit(t.raw[t.at]) {
		t.at++
	}
	return t.at > from
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func hex(c byte) bool { return digit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// bitOf is one of 64 bits that a name is told apart by: an object without it does
// not have the name.
func bitOf[T string | []byte](name T) uint64 {
	if len(name) == 0 {
		return 1
	}
	return 1 << ((uint(len(name))*7 + uint(name[0])*3 + uint(name[len(name)-1])*5 + uint(name[len(name)/2])) & 63)
}

func (t *text) keyOf(i int) []byte { return t.raw[t.nodes[i].keyFrom:t.nodes[i].keyTo] }

// key says whether a node's key is the one given.
func (t *text) key(i int, want string) bool {
	n := &t.nodes[i]
	if n.escaped {
		return unquote(t.keyOf(i)) == want
	}
	return string(t.raw[n.keyFrom+1:n.keyTo-1]) == want
}

// unquote gives the value of a valid string.
func unquote(literal []byte) string {
	inside := literal[1 : len(literal)-1]
	if bytes.IndexByte(inside, '\\') < 0 {
		return string(inside)
	}
	var value string
	if json.Unmarshal(literal, &value) != nil {
		return string(inside)
	}
	return value
}
