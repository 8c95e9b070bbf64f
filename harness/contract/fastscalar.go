package contract

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"unicode/utf8"
	"unsafe"
)

// bytes of a string's text by what they need: nothing, a look at the encoding of
// all of it, or a decision.
const (
	plainByte = iota
	highByte
	otherByte
)

// textBytes says what each byte needs.
var textBytes = func() (kinds [256]uint8) {
	for b := range kinds {
		switch {
		case b < ' ', b == '"', b == '\\':
			kinds[b] = otherByte
		case b >= utf8.RuneSelf:
			kinds[b] = highByte
		}
	}
	return kinds
}()

// span reads a string and gives what stands between its quotes.
func (c *cursor) span() (text []byte, escaped bool) {
	c.i++
	start, b, i := c.i, c.b, c.i
	var high uint8
	for i < len(b) {
		if i+8 <= len(b) {
			special := specialIn(binary.LittleEndian.Uint64(b[i:]))
			if special == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(special) / 8
		}
		kind := textBytes[b[i]]
		if kind < otherByte {
			high |= kind
			i++
			continue
		}
		switch c.i = i; b[i] {
		case '"':
			text = b[start:i]
			c.i++
			if high != 0 && !utf8.Valid(text) {
				c.bad = true
			}
			return text, escaped
		case '\\':
			escaped = true
			if !c.escape() {
				c.bad = true
				return nil, true
			}
			i = c.i
		default:
			c.bad = true
			return nil, false
		}
	}
	c.i, c.bad = i, true
	return nil, false
}

// specialIn sets the high bit of the first of eight bytes that is not plain, and
// perhaps of some after it; 0 where all are.
func specialIn(w uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	quote, escape := w^'"'*ones, w^'\\'*ones
	return ((quote-ones)&^quote | (escape-ones)&^escape | (w-' '*ones)&^w | w) & highs
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
