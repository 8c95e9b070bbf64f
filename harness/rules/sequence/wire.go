package sequence

import (
	"encoding/binary"
	"time"
)

// A wire is one packed fact, being written or read.
type wire struct {
	p      *packer
	b      []byte
	broken bool
}

func (w *wire) number(n uint64) { w.b = binary.AppendUvarint(w.b, n) }

func (w *wire) signed(all ...int64) {
	for _, n := range all {
		w.b = binary.AppendVarint(w.b, n)
	}
}

func (w *wire) fixed(all ...uint64) {
	for _, n := range all {
		w.b = binary.LittleEndian.AppendUint64(w.b, n)
	}
}

func (w *wire) text(all ...string) {
	for _, s := range all {
		w.number(uint64(len(s)))
		w.b = append(w.b, s...)
	}
}

// word writes a word's number, or 0 and the word.
func (w *wire) word(all ...string) {
	for _, s := range all {
		n, ok := w.p.numbers[s]
		if !ok && len(w.p.words) < mostWords {
			w.p.words = append(w.p.words, s)
			n, ok = uint64(len(w.p.words)), true
			w.p.numbers[s] = n
		}
		if w.number(n); !ok {
			w.text(s)
		}
	}
}

func (w *wire) flags(all ...bool) {
	var bits byte
	for i, set := range all {
		if set {
			bits |= 1 << i
		}
	}
	w.b = append(w.b, bits)
}

// time writes a moment; which zone it was told in does not count.
func (w *wire) time(t time.Time) { w.signed(t.Unix(), int64(t.Nanosecond())) }

func (w *wire) readNumber() uint64 {
	n, width := binary.Uvarint(w.b)
	return n * uint64(w.skip(width))
}

func (w *wire) readSigned() int64 {
	n, width := binary.Varint(w.b)
	return n * int64(w.skip(width))
}

// skip goes on by a width; 0 where there is none.
func (w *wire) skip(width int) int {
	if width <= 0 {
		w.b, w.broken = nil, true
		return 0
	}
	w.b = w.b[width:]
	return 1
}

func (w *wire) readFixed() uint64 {
	if len(w.b) < 8 {
		w.b, w.broken = nil, true
		return 0
	}
	n := binary.LittleEndian.Uint64(w.b)
	w.b = w.b[8:]
	return n
}

func (w *wire) readText() string {
	n := w.readNumber()
	if n > uint64(len(w.b)) {
		w.b, w.broken = nil, true
		return ""
	}
	s := string(w.b[:n])
	w.b = w.b[n:]
	return s
}

func (w *wire) readWord() string {
	n := w.readNumber()
	switch {
	case n == 0:
		return w.readText()
	case n > uint64(len(w.p.words)):
		w.broken = true
		return ""
	}
	return w.p.words[n-1]
}

func (w *wire) readFlags(all ...*bool) {
	if len(w.b) == 0 {
		w.broken = true
		return
	}
	for i, flag := range all {
		*flag = w.b[0]&(1<<i) != 0
	}
	w.b = w.b[1:]
}

func (w *wire) readTime() time.Time {
	seconds, nanoseconds := w.readSigned(), w.readSigned()
	return time.Unix(seconds, nanoseconds).UTC()
}
