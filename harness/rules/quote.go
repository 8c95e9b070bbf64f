package rules

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Nothing is how a finding words what is absent.
const Nothing = "nothing"

// longest is how many characters of a literal a finding shows.
const longest = 80

// Quote words a JSON value for a finding, as it was sent; a long one is cut and
// its length given.
func Quote(v Value) string { return cut(v.Raw()) }

// QuoteString words a string that came from outside.
func QuoteString(s string) string { return cut(strconv.Quote(s)) }

// Quoted words the value at a pointer, or nothing.
func (j *JSON) Quoted(pointer string) string {
	v, ok := j.At(pointer)
	if !ok {
		return Nothing
	}
	return Quote(v)
}

func cut(literal string) string {
	length := utf8.RuneCountInString(literal)
	if length <= longest {
		return literal
	}
	end := 0
	for i := range literal {
		if end == longest {
			return fmt.Sprintf("%s… (%d characters)", literal[:i], length)
		}
		end++
	}
	return literal
}

// QuoteRaw words a literal that is JSON already.
func QuoteRaw(literal string) string { return cut(literal) }
