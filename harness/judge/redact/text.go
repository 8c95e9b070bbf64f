package redact

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"kontrakt/harness/contract"
)

// A span is a sensitive place in a text.
type span struct {
	from, to int
	// value is what gets the pseudonym, decoded; encode puts it back into the
	// text's form, nil where it stands as it is.
	value  string
	encode func(string) string
	class  contract.Class
}

// Scrub replaces in any text what is known to be sensitive and what looks like
// it: tokens, e-mail addresses, national identity numbers, phone numbers with a
// country code, tokens in URLs.
func (r *Redactor) Scrub(text string) string {
	scrubbed, _ := r.text(text)
	return scrubbed
}

// text is Scrub, and says whether anything was replaced.
func (r *Redactor) text(text string) (string, bool) {
	seen := slices.DeleteFunc(detect(nil, text), func(s span) bool { return r.issued.has(s.value) })
	spans := r.known.find(seen, text)
	if len(spans) == 0 {
		return text, false
	}
	for _, s := range spans {
		r.learn(s.value, s.class)
	}
	if r.learning {
		return text, false
	}
	return r.replace(text, spans), true
}

func (r *Redactor) replace(text string, spans []span) string {
	slices.SortStableFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	var b strings.Builder
	done := 0
	for _, s := range spans {
		if s.to <= done {
			continue
		}
		if s.from < done {
			// Two overlap: what the first left over goes as it stands.
			s = span{from: done, to: s.to, value: text[done:s.to]}
		}
		b.WriteString(text[done:s.from])
		pseudonym := r.Pseudonym(s.value)
		if s.encode != nil {
			pseudonym = s.encode(pseudonym)
		}
		b.WriteString(pseudonym)
		done = s.to
	}
	b.WriteString(text[done:])
	return b.String()
}

// detect appends the places that look sensitive by themselves.
func detect(spans []span, text string) []span {
	run := 0
	for i := range len(text) {
		c := text[i]
		if run == 0 && !telling[c] {
			continue
		}
		switch {
		case digit(c):
			run++
			continue
		case c == '@':
			spans = email(spans, text, i, i+1)
		case c == '%' && strings.HasPrefix(text[i:], "%40"):
			spans = email(spans, text, i, i+3)
		case c == 'J' && i >= 2 && text[i-2:i] == "ey":
			spans = jwt(spans, text, i-2)
		case c == '=':
			spans = parameter(spans, text, i)
		case c == '+' || c == ' ' && run == 6:
			spans = spaced(spans, text, i)
		case c == ':' && strings.HasPrefix(text[i:], "://"):
			spans = shopURL(spans, text, i)
		}
		if run >= 8 {
			spans = digits(spans, text, i-run, i)
		}
		run = 0
	}
	if run >= 8 {
		spans = digits(spans, text, len(text)-run, len(text))
	}
	return spans
}

// telling are the bytes at which detect looks closer.
var telling = func() (bytes [256]bool) {
	for _, c := range []byte("0123456789@%J=+:") {
		bytes[c] = true
	}
	return bytes
}()

// email finds an address around an at sign, which stands from one index to
// another.
func email(spans []span, text string, at, after int) []span {
	from, to := at, after
	for from > 0 && (alphanumeric(text[from-1]) || strings.IndexByte(".!#$%&'*+-/=?^_`{|}~", text[from-1]) >= 0) {
		from--
	}
	for to < len(text) && (alphanumeric(text[to]) || text[to] == '.' || text[to] == '-') {
		to++
	}
	if user := userOf(text[:at]); user >= 0 {
		return append(spans, span{from: user, to: at, value: text[user:at], class: contract.Secret})
	}
	// A URL's path or query before the address does not belong to it.
	if cut := strings.LastIndexAny(text[from:at], "/=?&"); cut >= 0 {
		from += cut + 1
	}
	for to > after && (text[to-1] == '.' || text[to-1] == '-') {
		to--
	}
	if from == at || !strings.Contains(text[after:to], ".") {
		return spans
	}
	if after-at > 1 {
		if value, err := url.QueryUnescape(text[from:to]); err == nil && url.QueryEscape(value) == text[from:to] {
			return append(spans, span{from: from, to: to, value: value, encode: url.QueryEscape, class: contract.Personal})
		}
	}
	return append(spans, span{from: from, to: to, value: text[from:to], class: contract.Personal})
}

// userOf says where a URL's user and password begin, if a text ends in them.
func userOf(text string) int {
	slashes := strings.LastIndex(text, "://")
	if slashes < 0 || slashes+3 == len(text) || strings.ContainsAny(text[slashes+3:], "/?# \t\r\n\"'<>") {
		return -1
	}
	return slashes + 3
}

// jwt finds a JSON web token, also one that was cut off.
func jwt(spans []span, text string, from int) []span {
	to := from
	for to < len(text) && (alphanumeric(text[to]) && text[to] < 0x80 || text[to] == '-' || text[to] == '_' || text[to] == '.' || text[to] == '=') {
		to++
	}
	if to-from < 16 || from > 0 && alphanumeric(text[from-1]) || len(spans) > 0 && spans[len(spans)-1].to >= to {
		return spans
	}
	return append(spans, span{from: from, to: to, value: text[from:to], class: contract.Public})
}

// parameter finds the value of a URL's parameter that is named like a secret.
func parameter(spans []span, text string, equals int) []span {
	from := equals
	for from > 0 && (alphanumeric(text[from-1]) || text[from-1] == '_' || text[from-1] == '-') {
		from--
	}
	if from == 0 || from == equals || strings.IndexByte("?&#;", text[from-1]) < 0 {
		return spans
	}
	if nameOf(text[from:equals]) != secretName {
		return spans
	}
	to := equals + 1
	for to < len(text) && strings.IndexByte("&#;\"'<> \t\r\n\\", text[to]) < 0 {
		to++
	}
	if to == equals+1 || strings.HasPrefix(text[equals+1:to], "[A-Za-z0-9") {
		return spans // nothing, or what a contract's pattern asks for
	}
	value, err := url.QueryUnescape(text[equals+1 : to])
	if err != nil || url.QueryEscape(value) != text[equals+1:to] {
		return append(spans, span{from: equals + 1, to: to, value: text[equals+1 : to], class: contract.Secret})
	}
	return append(spans, span{from: equals + 1, to: to, value: value, encode: url.QueryEscape, class: contract.Secret})
}

// digits looks at a run of digits: a national identity number, or a phone
// number with 00 and the country code.
func digits(spans []span, text string, from, to int) []span {
	number := text[from:to]
	national := strings.TrimPrefix(strings.TrimPrefix(number, "00"), "47")
	mobile := len(number)-len(national) >= 2 && strings.HasPrefix(strings.TrimPrefix(number, "00"), "47") &&
		len(national) == 8 && (national[0] == '4' || national[0] == '9')
	if identity(number) || mobile || strings.HasPrefix(number, "0047") && len(number) == 12 {
		return append(spans, span{from: from, to: to, value: number, class: contract.Personal})
	}
	return spans
}

// spaced looks for a number written in groups: +47 912 34 567, 010190 12345.
func spaced(spans []span, text string, at int) []span {
	from, to, count := at, at+1, 0
	if text[at] == ' ' {
		from, count = at-6, 6
	}
	for to < len(text) && count < 15 && (digit(text[to]) || text[to] == ' ' && to+1 < len(text) && digit(text[to+1])) {
		if digit(text[to]) {
			count++
		}
		to++
	}
	bare := strings.ReplaceAll(text[from:to], " ", "")
	if text[at] == '+' && count >= 8 || text[at] == ' ' && identity(bare) {
		return append(spans, span{from: from, to: to, value: text[from:to], class: contract.Personal})
	}
	return spans
}

// identity says whether a number is a Norwegian national identity number by
// its date and check digits; D-numbers and numbers of test persons (month plus
// 40 or 80) count.
func identity(number string) bool {
	if len(number) != 11 {
		return false
	}
	var d [11]int
	for i := range d {
		if !digit(number[i]) {
			return false
		}
		d[i] = int(number[i] - '0')
	}
	day, month := (d[0]*10+d[1])%40, (d[2]*10+d[3])%40
	if day < 1 || day > 31 || month < 1 || month > 12 {
		return false
	}
	return checks(d[:10], []int{3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) && checks(d[:], []int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1})
}

func checks(digits, weights []int) bool {
	sum := 0
	for i, d := range digits {
		sum += d * weights[i]
	}
	return sum%11 == 0
}
