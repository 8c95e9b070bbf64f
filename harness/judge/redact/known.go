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
	maxKnown      = 1 << 15
	maxKnownBytes = 8 << 20
	// filterBits gives the size of the filter, 2 to that power in bits: several
	// for each form of all that can be known.
	filterBits = 20
	// maxEncoded is the length up to which a credential's base64 forms are known.
	maxEncoded = 256
)

// known are the sensitive values that were seen, to be found again in any text.
// Their forms are looked up by their first six bytes, which give the lengths
// that are worth trying.
type known struct {
	mu     sync.RWMutex
	values map[string]bool
	forms  map[string]hidden
	starts map[uint64][]int
	filter []uint64
	bytes  int
}

// hidden is one form of a sensitive value.
type hidden struct {
	// value is in clear and unencoded; encode gives the form again.
	value  string
	encode func(string) string
	// apart forms count only where they stand for themselves: a number not
	// within a longer number, a name not within a longer word.
	apart bool
}

func (k *known) start() {
	k.values = map[string]bool{}
	k.forms = map[string]hidden{}
	k.starts = map[uint64][]int{}
	k.filter = make([]uint64, 1<<(filterBits-6))
}

// learn remembers a sensitive value, with the forms in which it may turn up. A
// web token needs no remembering: it shows by itself.
func (r *Redactor) learn(value string, class contract.Class) { r.remember(value, class, false) }

// learnCredential remembers a value that may also turn up in base64.
func (r *Redactor) learnCredential(value string) { r.remember(value, contract.Secret, true) }

func (r *Redactor) remember(value string, class contract.Class, credential bool) {
	value = strings.TrimSpace(value)
	if len(value) < shortest || class == contract.Public || webToken(value) {
		return
	}
	k := &r.known
	k.mu.RLock()
	done := k.values[value] || k.full()
	k.mu.RUnlock()
	if done || commonplace(value) || r.own != nil && class != contract.Secret && oneWord(value) && r.own(value) {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.values[value] || k.full() {
		return
	}
	value = strings.Clone(value)
	k.values[value] = true
	formsOf(value, class, credential, k.add)
}

// full says that nothing more is remembered. The lock is held.
func (k *known) full() bool { return len(k.values) >= maxKnown || k.bytes >= maxKnownBytes }

func (k *known) add(form string, h hidden) {
	if _, done := k.forms[form]; done {
		return
	}
	k.forms[form] = h
	k.bytes += len(form)
	key := startOf(form)
	lengths := k.starts[key]
	if at, has := slices.BinarySearchFunc(lengths, len(form), func(a, b int) int { return b - a }); !has {
		k.starts[key] = slices.Insert(lengths, at, len(form))
	}
	bit := slot(key)
	k.filter[bit/64] |= 1 << (bit % 64)
}

// commonplace values are sensitive by their place only: what reports are full of
// is no secret, even where somebody chose it for one.
func commonplace(value string) bool {
	switch strings.ToLower(value) {
	case "[expired]", "norway", "denmark", "finland", "sweden", "bearer", "unknown", "undefined",
		"secret", "password", "callback", "authorization", "client_secret":
		return true
	}
	return !strings.ContainsFunc(value, func(c rune) bool { return c >= 0x80 || alphanumeric(byte(c)) })
}

func oneWord(value string) bool {
	return !strings.ContainsFunc(value, func(c rune) bool { return c >= 0x80 || !letter(byte(c)) })
}

func webToken(value string) bool {
	if !strings.HasPrefix(value, "eyJ") {
		return false
	}
	spans := jwt(nil, value, 0)
	return len(spans) == 1 && spans[0].to == len(value)
}

// formsOf calls add with each form of a value.
func formsOf(value string, class contract.Class, credential bool, add func(string, hidden)) {
	add(value, hidden{value: value, apart: class != contract.Secret && plain(value)})
	for _, encode := range []func(string) string{url.QueryEscape, url.PathEscape, inJSON, slashes} {
		if form := encode(value); form != value {
			add(form, hidden{value: value, encode: encode})
		}
	}
	if !credential || len(value) > maxEncoded {
		return
	}
	for before := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if form := inBase64(encoding, value, before); len(form) >= shortest+2 {
				add(form, hidden{value: form})
			}
		}
	}
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

func slot(key uint64) uint64 { return key * 0x9e3779b97f4a7c15 >> (64 - filterBits) }

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
		for _, length := range k.starts[key] {
			to := from + length
			if to > len(text) {
				continue
			}
			if h, is := k.forms[text[from:to]]; is && (!h.apart || apart(text, from, to)) {
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
