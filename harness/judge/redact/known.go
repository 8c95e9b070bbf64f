package redact

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"

	"kontrakt/harness/contract"
)

const (
	// shortest is the length from which a value is looked for in other texts.
	shortest = 6
	// maxKnown and maxKnownBytes bound what is remembered. Beyond them a value
	// is still replaced wherever its place says that it is sensitive.
	maxKnown      = 1 << 17
	maxKnownBytes = 24 << 20
	// maxEncoded is the length up to which a secret's base64 forms are known.
	maxEncoded = 256
)

// known are the sensitive values that were seen, to be found again in any text.
// They are looked up by their first six bytes.
type known struct {
	mu     sync.RWMutex
	values map[string]bool
	starts map[uint64][]hidden
	filter []uint64
	bytes  int
}

// hidden is one form of a sensitive value.
type hidden struct {
	form string
	// value is in clear and unencoded; encode gives the form again.
	value  string
	encode func(string) string
	// apart forms count only where they stand for themselves: a number not
	// within a longer number, a name not within a longer word.
	apart bool
}

func (k *known) start() {
	k.values = map[string]bool{}
	k.starts = map[uint64][]hidden{}
	k.filter = make([]uint64, 1<<12)
}

// learn remembers a sensitive value, with the forms in which it may turn up.
func (r *Redactor) learn(value string, class contract.Class) {
	value = strings.TrimSpace(value)
	if len(value) < shortest || class == contract.Public || commonplace(value) {
		return
	}
	k := &r.known
	k.mu.RLock()
	done := k.values[value]
	k.mu.RUnlock()
	if done {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.values[value] || len(k.values) >= maxKnown || k.bytes >= maxKnownBytes {
		return
	}
	k.values[value] = true
	for _, form := range formsOf(value, class) {
		k.add(form)
	}
}

func (k *known) add(h hidden) {
	key := startOf(h.form)
	if slices.ContainsFunc(k.starts[key], func(o hidden) bool { return o.form == h.form }) {
		return
	}
	all := append(k.starts[key], h)
	slices.SortStableFunc(all, func(a, b hidden) int { return len(b.form) - len(a.form) })
	k.starts[key] = all
	k.bytes += len(h.form)
	bit := slot(key)
	k.filter[bit/64] |= 1 << (bit % 64)
}

// commonplace values are sensitive by their place only.
func commonplace(value string) bool {
	switch strings.ToLower(value) {
	case "[expired]", "norway", "denmark", "finland", "sweden", "bearer", "unknown", "undefined":
		return true
	}
	return !strings.ContainsFunc(value, func(c rune) bool { return c >= 0x80 || alphanumeric(byte(c)) })
}

func formsOf(value string, class contract.Class) []hidden {
	forms := []hidden{{form: value, value: value, apart: class != contract.Secret && plain(value)}}
	for _, encode := range []func(string) string{url.QueryEscape, url.PathEscape, inJSON, slashes} {
		if form := encode(value); form != value {
			forms = append(forms, hidden{form: form, value: value, encode: encode})
		}
	}
	if class != contract.Secret || len(value) > maxEncoded {
		return forms
	}
	for shift := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if form := inBase64(encoding, value, shift); len(form) >= shortest+2 {
				forms = append(forms, hidden{form: form, value: form})
			}
		}
	}
	return forms
}

// inBase64 is the part of an encoded text that depends on the value alone,
// where as many bytes stand before it.
func inBase64(encoding *base64.Encoding, value string, before int) string {
	whole := encoding.EncodeToString([]byte(strings.Repeat("\x00", before) + value))
	end := (before + len(value)) * 8 / 6
	return whole[min((before*8+5)/6, end):end]
}

func inJSON(value string) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		return value
	}
	return string(encoded[1 : len(encoded)-1])
}

// slashes is how some encoders write a slash in JSON.
func slashes(value string) string { return strings.ReplaceAll(value, "/", `\/`) }

// plain says that a value is one number, or one word or several, so that it
// could be part of a longer one.
func plain(value string) bool {
	digits, letters := 0, 0
	for i := range len(value) {
		switch c := value[i]; {
		case digit(c):
			digits++
		case letter(c), c == ' ', c >= 0x80:
			letters++
		default:
			return false
		}
	}
	return digits == 0 || letters == 0
}

func startOf(s string) uint64 {
	var key uint64
	for i := range shortest {
		key = key<<8 | uint64(s[i])
	}
	return key
}

func slot(key uint64) uint64 { return key * 0x9e3779b97f4a7c15 >> (64 - 18) }

// find appends the places in a text where something known stands.
func (k *known) find(spans []span, text string) []span {
	if len(text) < shortest {
		return spans
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	key := startOf(text) >> 8
	for i := shortest - 1; i < len(text); i++ {
		key = (key<<8 | uint64(text[i])) & (1<<48 - 1)
		bit := slot(key)
		if k.filter[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		from := i - shortest + 1
		for _, h := range k.starts[key] {
			if to := from + len(h.form); strings.HasPrefix(text[from:], h.form) && (!h.apart || apart(text, from, to)) {
				spans = append(spans, span{from: from, to: to, value: h.value, encode: h.encode, class: contract.Personal})
				break
			}
		}
	}
	return spans
}

// apart says whether the text from one index to another is not part of a
// longer number or word; a country code before a number does not count.
func apart(text string, from, to int) bool {
	kind := letter
	if digit(text[from]) {
		kind = digit
		if from >= 2 && text[from-2:from] == "47" {
			from -= 2
		}
		if from >= 2 && text[from-2:from] == "00" {
			from -= 2
		}
	}
	return (from == 0 || !kind(text[from-1])) && (to == len(text) || !kind(text[to]))
}
