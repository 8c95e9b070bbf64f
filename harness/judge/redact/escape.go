package redact

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unitOf cuts the first character off the inside of a JSON string: a character,
// a short escape, or one or two \u escapes.
func unitOf(inside []byte) (unit, rest []byte) {
	length := 0
	switch {
	case len(inside) == 0:
	case inside[0] != '\\':
		_, length = utf8.DecodeRune(inside)
	case len(inside) < 2 || inside[1] != 'u':
		length = 2
	default:
		length = 6
		if high, ok := unitAt(inside, 0); ok && utf16.IsSurrogate(high) {
			if low, ok := unitAt(inside, 6); ok && utf16.DecodeRune(high, low) != utf8.RuneError {
				length = 12
			}
		}
	}
	length = min(length, len(inside))
	return inside[:length], inside[length:]
}

func unitAt(inside []byte, at int) (rune, bool) {
	if len(inside) < at+6 || inside[at] != '\\' || inside[at+1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(inside[at+2:at+6]), 16, 16)
	return rune(n), err == nil
}

// escape writes a character as \u escapes.
func escape(b *strings.Builder, char rune) {
	if high, low := utf16.EncodeRune(char); high != utf8.RuneError {
		fmt.Fprintf(b, `\u%04x\u%04x`, high, low)
		return
	}
	fmt.Fprintf(b, `\u%04x`, char)
}

// writeRune writes a character, escaped where JSON asks for it.
func writeRune(b *strings.Builder, char rune) {
	switch {
	case char == '"' || char == '\\':
		b.WriteByte('\\')
		b.WriteByte(byte(char))
	case char < ' ':
		escape(b, char)
	default:
		b.WriteRune(char)
	}
}

func appendIndex(pointer []byte, i int) []byte {
	return strconv.AppendInt(append(pointer, '/'), int64(i), 10)
}

// decoded is the value of a JSON string with its quotes.
func decoded(literal []byte, escaped bool) string {
	if !escaped {
		return string(literal[1 : len(literal)-1])
	}
	var value string
	if json.Unmarshal(literal, &value) != nil {
		return string(literal[1 : len(literal)-1])
	}
	return value
}

// quoted writes a value as a JSON string; the characters that the old literal
// escapes stay escaped in the same way.
func quoted(old []byte, escaped bool, value string) string {
	if !escaped {
		return `"` + value + `"`
	}
	var b strings.Builder
	b.WriteByte('"')
	rest := old[1 : len(old)-1]
	for _, char := range value {
		var unit []byte
		unit, rest = unitOf(rest)
		switch {
		case len(unit) > 2 && unit[0] == '\\':
			escape(&b, char)
		case len(unit) == 2 && unit[0] == '\\' && !alphanumericRune(char):
			b.Write(unit)
		default:
			writeRune(&b, char)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func alphanumericRune(char rune) bool { return char >= utf8.RuneSelf || alphanumeric(byte(char)) }
