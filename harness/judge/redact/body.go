package redact

import (
	"bytes"
	"encoding/json"
	"strings"

	"kontrakt/harness/contract"
)

// deepest is how deep a JSON body is followed; what lies deeper is replaced as
// text.
const deepest = 512

// A walk goes once through the bytes of a JSON body. What stays is copied only
// if something before or after it changes.
type walk struct {
	r   *Redactor
	raw []byte
	at  int
	// out holds the new body up to raw[copied:]; nil as long as nothing
	// changed.
	out     []byte
	copied  int
	pointer []byte
	// found is called with the pointer of everything that is replaced.
	found func(pointer string)
}

// json redacts a JSON body. What is no JSON, from the place on where it stops
// being JSON, is replaced as text.
func (r *Redactor) json(raw []byte, mask *contract.Mask, class contract.Class, found func(pointer string)) []byte {
	w := &walk{r: r, raw: raw, found: found}
	ok := w.value(view{class: class}.of(mask), 0)
	if ok {
		w.space()
		ok = w.at == len(raw)
	}
	if !ok {
		w.pointer = w.pointer[:0]
		w.change(w.at, len(raw), r.Pseudonym(string(raw[w.at:])))
	}
	if w.out == nil {
		return raw
	}
	return append(w.out, raw[w.copied:]...)
}

// change puts a text in the place of raw[from:to].
func (w *walk) change(from, to int, text string) {
	if w.out == nil {
		w.out = make([]byte, 0, len(w.raw)+16)
	}
	w.out = append(append(w.out, w.raw[w.copied:from]...), text...)
	w.copied = to
	w.found(string(w.pointer))
}

func (w *walk) space() {
	for w.at < len(w.raw) {
		switch w.raw[w.at] {
		case ' ', '\t', '\r', '\n':
			w.at++
		default:
			return
		}
	}
}

// value walks one value; false leaves at where the text stops being JSON.
func (w *walk) value(v view, depth int) bool {
	w.space()
	if w.at == len(w.raw) || depth > deepest {
		return false
	}
	switch c := w.raw[w.at]; c {
	case '{':
		return w.object(v, depth)
	case '[':
		return w.array(v, depth)
	case '"':
		return w.text(v)
	case 't':
		return w.literal("true")
	case 'f':
		return w.literal("false")
	case 'n':
		return w.literal("null")
	default:
		return w.number(v)
	}
}

func (w *walk) literal(word string) bool {
	if !bytes.HasPrefix(w.raw[w.at:], []byte(word)) {
		return false
	}
	w.at += len(word)
	return true
}

func (w *walk) object(v view, depth int) bool {
	w.at++
	if w.space(); w.closes('}') {
		return true
	}
	for {
		if w.space(); w.at == len(w.raw) || w.raw[w.at] != '"' {
			return false
		}
		from := w.at
		to, escaped, ok := w.scan()
		if !ok {
			return false
		}
		key := decoded(w.raw[from:to], escaped)
		if safe, hit := w.r.text(key); hit {
			w.change(from, to, quoted(w.raw[from:to], escaped, safe))
			key = safe
		}
		w.at = to
		if w.space(); w.at == len(w.raw) || w.raw[w.at] != ':' {
			return false
		}
		w.at++
		if !w.member(v, key, depth) {
			return false
		}
		if more, ok := w.next('}'); !more {
			return ok
		}
	}
}

func (w *walk) member(v view, key string, depth int) bool {
	child := view{class: v.class, name: key}
	var mask *contract.Mask
	if v.mask != nil {
		mask = v.mask.Properties[key]
	}
	length := len(w.pointer)
	w.pointer = appendToken(w.pointer, key)
	ok := w.value(child.of(mask), depth+1)
	w.pointer = w.pointer[:length]
	return ok
}

func (w *walk) array(v view, depth int) bool {
	w.at++
	if w.space(); w.closes(']') {
		return true
	}
	item := view{class: v.class, name: v.name}
	var mask *contract.Mask
	if v.mask != nil {
		mask = v.mask.Items
	}
	item = item.of(mask)
	for i := 0; ; i++ {
		length := len(w.pointer)
		w.pointer = appendIndex(w.pointer, i)
		if !w.value(item, depth+1) {
			return false
		}
		w.pointer = w.pointer[:length]
		if more, ok := w.next(']'); !more {
			return ok
		}
	}
}

// next goes on after a member or an item: more after a comma, else ok after the
// closing bracket.
func (w *walk) next(closing byte) (more, ok bool) {
	w.space()
	if w.closes(closing) {
		return false, true
	}
	if w.at == len(w.raw) || w.raw[w.at] != ',' {
		return false, false
	}
	w.at++
	return true, true
}

func (w *walk) closes(closing byte) bool {
	if w.at == len(w.raw) || w.raw[w.at] != closing {
		return false
	}
	w.at++
	return true
}

// scan finds the end of the string that begins here, past its closing quote.
func (w *walk) scan() (to int, escaped, ok bool) {
	for i := w.at + 1; i < len(w.raw); i++ {
		switch c := w.raw[i]; {
		case c == '"':
			return i + 1, escaped, true
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			return 0, escaped, false
		}
	}
	return 0, escaped, false
}

// text walks a string, number a number.
func (w *walk) text(v view) bool {
	from := w.at
	to, escaped, ok := w.scan()
	if !ok || escaped && !json.Valid(w.raw[from:to]) {
		return false
	}
	value := decoded(w.raw[from:to], escaped)
	if safe := w.r.safe(value, v.scalar()); safe != value {
		w.change(from, to, quoted(w.raw[from:to], escaped, safe))
	}
	w.at = to
	return true
}

func (w *walk) number(v view) bool {
	from := w.at
	to := from
	for to < len(w.raw) && (digit(w.raw[to]) || strings.IndexByte("+-.eE", w.raw[to]) >= 0) {
		to++
	}
	literal := string(w.raw[from:to])
	if to == from || !json.Valid(w.raw[from:to]) {
		return false
	}
	if v = v.scalar(); w.r.sensitiveNumber(literal, v) {
		w.r.learn(literal, max(v.class, contract.Personal))
		if safe := w.r.number(literal); safe != literal {
			w.change(from, to, safe)
		}
	}
	w.at = to
	return true
}

func appendToken(pointer []byte, key string) []byte {
	pointer = append(pointer, '/')
	if strings.ContainsAny(key, "~/") {
		key = strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
	}
	return append(pointer, key...)
}
