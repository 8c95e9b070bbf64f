package contract

import (
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// A verdict of an acceptor.
type sureness int8

const (
	surelyNot sureness = iota
	unsure
	surely
)

// maxFastDepth is where raw reading gives up.
const maxFastDepth = 64

// accepts says whether a body is one JSON value in which nothing would be
// found. It allocates nothing.
func (a *acceptor) accepts(body []byte) bool {
	c := cursor{b: body}
	if c.value(a, 0) != surely || c.bad {
		return false
	}
	c.space()
	return c.i == len(body)
}

// A cursor reads raw JSON. It goes through a value to its end whatever the
// verdict, unless the text is bad.
type cursor struct {
	b   []byte
	i   int
	bad bool
}

func (c *cursor) space() {
	for c.i < len(c.b) {
		switch c.b[c.i] {
		case ' ', '\t', '\n', '\r':
			c.i++
		default:
			return
		}
	}
}

func (c *cursor) fail() sureness {
	c.bad = true
	return unsure
}

func (c *cursor) value(a *acceptor, depth int) sureness {
	c.space()
	if c.i >= len(c.b) || depth > maxFastDepth {
		return c.fail()
	}
	if len(a.also)+len(a.one)+len(a.any)+len(a.sites) > 0 && !(a.nullable && c.b[c.i] == 'n') {
		return c.composed(a, depth)
	}
	return c.plain(a, depth)
}

func (c *cursor) plain(a *acceptor, depth int) sureness {
	switch b := c.b[c.i]; {
	case b == '{':
		return c.object(a, depth)
	case b == '[':
		return c.array(a, depth)
	case b == '"':
		return c.text(a)
	case b == '-' || b >= '0' && b <= '9':
		return c.number(a)
	case b == 't':
		return c.word(a, "true", a.kinds&kindBoolean != 0)
	case b == 'f':
		return c.word(a, "false", a.kinds&kindBoolean != 0)
	case b == 'n':
		if a.choices && !a.nullable {
			return min(c.word(a, "null", true), unsure)
		}
		return c.word(a, "null", a.nullable)
	}
	return c.fail()
}

// composed holds one value against several acceptors.
func (c *cursor) composed(a *acceptor, depth int) sureness {
	start := c.i
	out := surely
	for _, part := range a.also {
		c.i = start
		out = min(out, c.value(part, depth+1))
	}
	for _, s := range a.sites {
		c.i = start
		if c.value(s, depth+1) != surely {
			out = min(out, unsure) // an erratum's note, no refusal
		}
	}
	if len(a.one) > 0 {
		out = min(out, c.choice(a, a.one, start, depth, true))
	}
	if len(a.any) > 0 {
		out = min(out, c.choice(a, a.any, start, depth, false))
	}
	return out
}

// choice is certain when every branch is, and no more than one holds where only
// one may.
func (c *cursor) choice(a *acceptor, branches []*acceptor, start, depth int, single bool) sureness {
	held, doubt := 0, false
	for _, b := range branches {
		c.i = start
		switch c.value(b, depth+1) {
		case surely:
			held++
		case unsure:
			doubt = true
		}
	}
	switch {
	case doubt || single && held > 1:
		return unsure
	case held == 0:
		return surelyNot
	}
	return c.beside(a, start, depth)
}

// beside judges what a schema says beside its branches. Of objects and arrays
// it knows no more than whether it says anything.
func (c *cursor) beside(a *acceptor, start, depth int) sureness {
	switch c.b[start] {
	case '{', '[':
		if !a.bare() || !a.takes(c.b[start]) {
			return unsure
		}
		return surely
	case 'n':
		return unsure
	}
	end := c.i
	c.i = start
	out := c.plain(a, depth)
	c.i = end
	return out
}

// takes says whether an object or array, by its first byte, is of a type that
// is taken.
func (a *acceptor) takes(first byte) bool {
	if first == '{' {
		return a.kinds&kindObject != 0
	}
	return a.kinds&kindArray != 0
}

// bare says that a choice has no words of its own beside its branches.
func (a *acceptor) bare() bool { return a.plain && a.minItems == 0 && a.maxItm < 0 }

func (c *cursor) word(a *acceptor, word string, ok bool) sureness {
	if len(c.b)-c.i < len(word) || string(c.b[c.i:c.i+len(word)]) != word {
		return c.fail()
	}
	c.i += len(word)
	return a.verdict(ok)
}

// verdict is certain unless the schema is not understood.
func (a *acceptor) verdict(ok bool) sureness {
	switch {
	case a.unsure:
		return unsure
	case ok:
		return surely
	}
	return surelyNot
}

// span reads a string and gives what stands between its quotes.
func (c *cursor) span() (text []byte, escaped bool) {
	c.i++
	start := c.i
	ascii := true
	for c.i < len(c.b) {
		switch b := c.b[c.i]; {
		case b == '"':
			text = c.b[start:c.i]
			c.i++
			if !ascii && !utf8.Valid(text) {
				c.bad = true
			}
			return text, escaped
		case b == '\\':
			escaped = true
			if !c.escape() {
				c.bad = true
				return nil, true
			}
		case b < ' ':
			c.bad = true
			return nil, false
		default:
			ascii = ascii && b < utf8.RuneSelf
			c.i++
		}
	}
	c.bad = true
	return nil, false
}

func (c *cursor) escape() bool {
	if c.i+1 >= len(c.b) {
		return false
	}
	switch c.b[c.i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		c.i += 2
		return true
	case 'u':
		if c.i+6 > len(c.b) {
			return false
		}
		for _, h := range c.b[c.i+2 : c.i+6] {
			if (h < '0' || h > '9') && (h < 'a' || h > 'f') && (h < 'A' || h > 'F') {
				return false
			}
		}
		c.i += 6
		return true
	}
	return false
}

func (c *cursor) text(a *acceptor) sureness {
	text, escaped := c.span()
	if c.bad {
		return unsure
	}
	if a.unsure || a.kinds&kindString == 0 {
		return a.verdict(false)
	}
	if a.plain {
		return surely
	}
	if escaped {
		return unsure
	}
	return a.verdict(a.acceptsText(view(text)))
}

// view reads bytes as a string without copying them; it lives no longer.
func view(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return unsafe.String(&b[0], len(b))
}

// acceptsText holds a decoded string against the constraints of strings.
func (a *acceptor) acceptsText(s string) bool {
	if a.enum != nil {
		found := false
		for _, member := range a.enum {
			found = found || member == s
		}
		if !found {
			return false
		}
	}
	if a.minLen > 0 || a.maxLen >= 0 {
		n := utf8.RuneCountInString(s)
		if n < a.minLen || a.maxLen >= 0 && n > a.maxLen {
			return false
		}
	}
	return (a.format == nil || a.format(s)) && (a.pattern == nil || a.pattern.MatchString(s))
}

// number is certain of plain digits: an exponent or a fraction may be lossy.
func (c *cursor) number(a *acceptor) sureness {
	start := c.i
	if c.b[c.i] == '-' {
		c.i++
	}
	digits := c.digits()
	if digits == 0 || digits > 1 && c.b[c.i-digits] == '0' {
		return c.fail()
	}
	plain := true
	if c.i < len(c.b) && c.b[c.i] == '.' {
		plain = false
		c.i++
		if c.digits() == 0 {
			return c.fail()
		}
	}
	if c.i < len(c.b) && (c.b[c.i] == 'e' || c.b[c.i] == 'E') {
		plain = false
		c.i++
		if c.i < len(c.b) && (c.b[c.i] == '+' || c.b[c.i] == '-') {
			c.i++
		}
		if c.digits() == 0 {
			return c.fail()
		}
	}
	switch {
	case a.unsure:
		return unsure
	case a.kinds&(kindInteger|kindNumber) == 0:
		return surelyNot
	case !plain && a.kinds&kindInteger != 0, digits > 15, c.i-start > 24: // 24 is more than any amount has
		return unsure
	}
	v := integer(c.b[start:c.i])
	if !plain {
		var err error
		if v, err = strconv.ParseFloat(view(c.b[start:c.i]), 64); err != nil {
			return unsure
		}
	}
	return a.verdict(v >= a.min && v <= a.max)
}

// integer reads at most fifteen digits, which a float64 holds exactly.
func integer(text []byte) float64 {
	v := int64(0)
	for _, b := range text {
		if b != '-' {
			v = 10*v + int64(b-'0')
		}
	}
	if text[0] == '-' {
		v = -v
	}
	return float64(v)
}

func (c *cursor) digits() int {
	n := 0
	for c.i < len(c.b) && c.b[c.i] >= '0' && c.b[c.i] <= '9' {
		c.i++
		n++
	}
	return n
}
