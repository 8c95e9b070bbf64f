package redact

import (
	"math/rand/v2"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Pseudonym gives a value of the same shape: a digit for a digit, a letter for
// a letter of the same case, all else as it was; the same number of bytes and
// characters. Equal values get equal pseudonyms, and none its own value, unless
// it has neither letters nor digits. What starts with another digit than zero
// still does, hexadecimal stays hexadecimal, a date stays a date.
func (r *Redactor) Pseudonym(value string) string {
	if r.learning {
		return value
	}
	if pseudonym, ok := r.recent.Load(value); ok {
		return pseudonym.(string)
	}
	pseudonym := r.pseudonym(value)
	if len(value) <= maxRecent {
		if r.remembered.Add(1)%recents == 0 {
			r.recent.Clear()
		}
		r.recent.Store(strings.Clone(value), pseudonym)
	}
	return pseudonym
}

const (
	// recents is how many pseudonyms are remembered, so that a token which
	// comes with every request is not made anew; maxRecent is the length of the
	// longest.
	recents   = 2048
	maxRecent = 4096
)

func (r *Redactor) pseudonym(value string) string {
	stream := rand.NewChaCha8(r.seed(value))
	s := shaper{draw: stream.Uint64, hex: hexadecimal(value)}
	for range 8 {
		// What begins like a web token would be taken for one when the text is scrubbed
		// again, in one place and not in another.
		if out, fits := r.told(value, s.shape(value)); fits && out != value && !strings.Contains(out, "eyJ") {
			r.issued.add(out)
			return out
		}
	}
	return value
}

// told keeps of a phone number what tells a sandbox whom it stands for; a pseudonym
// that tells of somebody else does not fit.
func (r *Redactor) told(value, out string) (string, bool) {
	if r.tell == nil || !phoneForm(value) {
		return out, true
	}
	front, back := r.tell(value)
	out = value[:front] + out[front:len(out)-back] + value[len(value)-back:]
	f, b := r.tell(out)
	return out, f == front && b == back
}

// phoneForm says that a value has the form of a phone number.
func phoneForm(value string) bool {
	digits := strings.TrimPrefix(value, "+")
	return len(digits) >= 8 && len(digits) <= 15 && strings.Trim(digits, "0123456789") == ""
}

// issued are the pseudonyms, which look like what they stand for, by themselves
// or by their place (token=…), so that a text may be scrubbed twice.
type issued struct {
	mu   sync.RWMutex
	seen map[string]bool
}

func (i *issued) add(pseudonym string) {
	if len(pseudonym) < shortest {
		return
	}
	i.mu.RLock()
	done := i.seen[pseudonym] || len(i.seen) >= maxKnown
	i.mu.RUnlock()
	if done {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.seen) < maxKnown {
		i.seen[pseudonym] = true
	}
}

func (i *issued) has(pseudonym string) bool {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return i.seen[pseudonym]
}

// A shaper draws characters of the same kind.
type shaper struct {
	draw func() uint64
	hex  bool
}

func (s shaper) shape(value string) string {
	if date(value) {
		return s.date(value)
	}
	out := make([]byte, 0, len(value))
	first := true
	for i := 0; i < len(value); {
		c := value[i]
		if c < utf8.RuneSelf {
			out = append(out, s.ascii(c, first))
			first = first && !alphanumeric(c)
			i++
			continue
		}
		char, size := utf8.DecodeRuneInString(value[i:])
		if char == utf8.RuneError && size == 1 {
			out = append(out, '?')
		} else {
			out = utf8.AppendRune(out, s.wide(char, size))
		}
		first = first && !unicode.IsLetter(char)
		i += size
	}
	return string(out)
}

func (s shaper) ascii(c byte, first bool) byte {
	letters := uint64(26)
	if s.hex {
		letters = 6
	}
	switch {
	case c == '0' && first:
		return '0'
	case '1' <= c && c <= '9' && first:
		return '1' + byte(s.draw()%9)
	case '0' <= c && c <= '9':
		return '0' + byte(s.draw()%10)
	case 'a' <= c && c <= 'z':
		return 'a' + byte(s.draw()%letters)
	case 'A' <= c && c <= 'Z':
		return 'A' + byte(s.draw()%letters)
	}
	return c
}

const (
	lower2 = "ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
	upper2 = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ"
)

// wide draws a letter that is encoded in as many bytes.
func (s shaper) wide(char rune, size int) rune {
	if !unicode.IsLetter(char) && !unicode.IsNumber(char) && !unicode.IsMark(char) {
		return char
	}
	switch {
	case size == 2 && unicode.IsUpper(char):
		return []rune(upper2)[s.draw()%uint64(utf8.RuneCountInString(upper2))]
	case size == 2:
		return []rune(lower2)[s.draw()%uint64(utf8.RuneCountInString(lower2))]
	case size == 3:
		return 0x4e00 + rune(s.draw()%0x5000)
	}
	return 0x20000 + rune(s.draw()%0xa000)
}

// date says whether a value looks like 1990-12-31.
func date(value string) bool {
	if len(value) != len("2006-01-02") {
		return false
	}
	for i := range len(value) {
		if dash := i == 4 || i == 7; dash != (value[i] == '-') || !dash && !digit(value[i]) {
			return false
		}
	}
	return true
}

func (s shaper) date(string) string {
	year, month, day := 1900+s.draw()%120, 1+s.draw()%12, 1+s.draw()%28
	var b strings.Builder
	for _, part := range []struct{ n, width uint64 }{{year, 1000}, {month, 10}, {day, 10}} {
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		for w := part.width; w > 0; w /= 10 {
			b.WriteByte('0' + byte(part.n/w%10))
		}
	}
	return b.String()
}

// hexadecimal says whether a value with digits has no letter beyond f: a UUID,
// a key.
func hexadecimal(value string) bool {
	if len(value) < 8 {
		return false
	}
	digits, letters := 0, 0
	for i := range len(value) {
		switch c := value[i]; {
		case digit(c):
			digits++
		case 'a' <= c && c <= 'f', 'A' <= c && c <= 'F':
			letters++
		case c != '-':
			return false
		}
	}
	return digits > 0 && letters > 0
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func alphanumeric(c byte) bool { return digit(c) || letter(c) || c >= utf8.RuneSelf }

// number gives a number of as many digits; an exponent stays.
func (r *Redactor) number(literal string) string {
	mantissa, rest := literal, ""
	if at := strings.IndexAny(literal, "eE"); at >= 0 {
		mantissa, rest = literal[:at], literal[at:]
	}
	return r.Pseudonym(mantissa) + rest
}
