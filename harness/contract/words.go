package contract

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// nothing is what a finding says where something is absent.
const nothing = "nothing"

// maxShown is how many characters of a literal are shown.
const maxShown = 80

// quote shows text from outside.
func quote(s string) string {
	if n := utf8.RuneCountInString(s); n > maxShown {
		return fmt.Sprintf("%q… (%d characters)", string([]rune(s)[:maxShown]), n)
	}
	return strconv.Quote(s)
}

// cut shortens our own text.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit]) + "…"
}

// literal shows a value as sent, as far as its class allows: what is secret or
// personal is named and counted, and so is text that looks like either.
func literal(v any, class Class) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		if class != Public {
			return mark(class, len(strconv.FormatBool(v)))
		}
		return strconv.FormatBool(v)
	case json.Number:
		if class != Public {
			return mark(class, len(v))
		}
		return cut(string(v), maxShown)
	case float64:
		return literal(json.Number(strconv.FormatFloat(v, 'g', -1, 64)), class)
	case string:
		if class == Public && looksPersonal(v) {
			class = Personal
		}
		if class != Public {
			return mark(class, utf8.RuneCountInString(v))
		}
		return quote(v)
	case []any:
		return "an array of " + count(len(v), "item")
	case map[string]any:
		return "an object with " + count(len(v), "member")
	}
	return "a value"
}

func mark(class Class, n int) string {
	word := "personal"
	if class == Secret {
		word = "secret"
	}
	return "(" + word + ", " + count(n, "character") + ")"
}

// kindOf names the JSON type of a value; it shows nothing of it.
func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case json.Number, float64:
		return "a number"
	case string:
		return "a string of " + count(utf8.RuneCountInString(v), "character")
	}
	return literal(v, Public)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

var (
	emailLike = regexp.MustCompile(`[^\s@/]+@[^\s@/]+\.[^\s@/]+`)
	tokenLike = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}|(?i)bearer\s+\S+|basic\s+\S{8,}`)
	ninLike   = regexp.MustCompile(`(^|\D)\d{11}(\D|$)`)
	linkLike  = regexp.MustCompile(`(?i)(token|key|secret|signature|code)=`)
	phoneLike = regexp.MustCompile(`^(\+|00)\d{8,15}$|^(45|46|47|358)\d{8,9}$`)
)

// looksPersonal says whether text looks like an e-mail address, a token, a
// national identity number, a phone number in international form, or a link with
// a token in it.
func looksPersonal(s string) bool {
	return strings.ContainsRune(s, '@') && emailLike.MatchString(s) || mayHoldToken(s) && tokenLike.MatchString(s) ||
		strings.Contains(s, "=") && linkLike.MatchString(s) || mayHoldNumber(s) && ninLike.MatchString(s) || len(s) <= longestPhone && phoneLike.MatchString(s)
}

// longestPhone is the length of the longest text that phoneLike matches.
const longestPhone = len("00") + 15

// mayHoldToken says whether there is a beginning of what tokenLike looks for,
// mayHoldNumber whether there are as many digits in a row as ninLike looks for:
// mostly there are not, and looking closer takes much longer.
func mayHoldToken(s string) bool {
	for i := range len(s) - 1 {
		switch s[i] {
		case 'e':
			if s[i+1] == 'y' {
				return true
			}
		case 'b', 'B':
			if next := s[i+1] | 0x20; next == 'e' || next == 'a' {
				return true
			}
		}
	}
	return false
}

func mayHoldNumber(s string) bool {
	run := 0
	for i := range len(s) {
		if run++; s[i] < '0' || s[i] > '9' {
			run = 0
		}
		if run == 11 {
			return true
		}
	}
	return false
}

// headerLiteral shows the value of a header or parameter.
func headerLiteral(p *param, value string) string {
	if p.secret {
		return mark(Secret, utf8.RuneCountInString(value))
	}
	return literal(value, Public)
}

// oneOfWords lists the members of an enum.
func oneOfWords(enum []any) string {
	var out []string
	for _, v := range enum {
		b, err := json.Marshal(v)
		if err != nil {
			continue
		}
		out = append(out, string(b))
	}
	if len(out) == 1 {
		return out[0]
	}
	// Choice: more than twelve members are no help on one line.
	if len(out) > 12 {
		return fmt.Sprintf("one of %s and %d more", strings.Join(out[:12], ", "), len(out)-12)
	}
	return "one of " + strings.Join(out, ", ")
}
