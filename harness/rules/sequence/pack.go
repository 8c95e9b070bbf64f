package sequence

import (
	"encoding/binary"
	"errors"
	"time"

	"kontrakt/harness"
)

// A packer writes facts as few bytes and reads them again. Words that come back
// in fact after fact are written once.
type packer struct {
	words      []string
	numbers    map[string]uint64
	operations []harness.Operation
	known      map[harness.Operation]uint64
	// fact is where one is written, and text where many are.
	fact, text []byte
}

// mostWords bounds the words that are remembered; others are spelled out.
const mostWords = 2048

var errPacked = errors.New("a packed fact is damaged")

func newPacker() *packer {
	return &packer{numbers: map[string]uint64{}, known: map[harness.Operation]uint64{}}
}

// pack appends a fact, after the number of bytes that it takes and the number
// of its story.
func (p *packer) pack(b []byte, f *Fact) []byte {
	w := wire{p: p, b: p.fact[:0]}
	w.text(f.Exchange)
	w.word(f.Scenario)
	op, ok := p.known[f.Operation]
	if !ok {
		op = uint64(len(p.operations))
		p.known[f.Operation], p.operations = op, append(p.operations, f.Operation)
	}
	w.number(op)
	w.time(f.Started)
	w.signed(int64(f.Ended.Sub(f.Started)), int64(f.Status))
	w.flags(f.Undecided, f.Asked.Known, f.Stands != nil, f.Terms != nil, f.Counter)
	w.word(string(f.Deed), f.Merchant, f.Place, f.Kind, f.Asked.Currency, f.Event)
	w.text(f.Subject, f.Number)
	w.fixed(f.Caller, f.Key, f.Sent, f.Address)
	w.signed(f.Asked.Minor, f.Cart, int64(f.RetryAfter))
	w.time(f.At)
	if t := f.Terms; t != nil {
		w.signed(t.Campaign, t.Usual, t.Price)
		w.time(t.Until)
		w.time(t.Due)
		w.fixed(t.External)
	}
	if s := f.Stands; s != nil {
		for _, sum := range []Sum{s.Authorized, s.Captured, s.Refunded, s.Cancelled} {
			w.flags(sum.Known)
			w.signed(sum.Minor)
			w.word(sum.Pointer)
		}
		w.word(s.Currency, s.State)
		w.flags(s.Final)
	}
	w.number(uint64(len(f.Hooks)))
	w.fixed(f.Hooks...)
	w.number(uint64(len(f.Moved)))
	for _, e := range f.Moved {
		w.word(string(e.Deed), e.Pointer)
		w.signed(e.Minor)
		w.fixed(e.Key)
	}
	b = binary.AppendUvarint(b, uint64(len(w.b)))
	b = binary.LittleEndian.AppendUint64(b, f.story())
	p.fact = w.b
	return append(b, w.b...)
}

// unpack calls take with every fact of a text whose story is wanted.
func (p *packer) unpack(b []byte, wanted func(story uint64) bool, take func(*Fact)) error {
	for len(b) > 0 {
		n, width := binary.Uvarint(b)
		if width <= 0 || uint64(len(b)-width) < 8+n {
			return errPacked
		}
		story, body := binary.LittleEndian.Uint64(b[width:]), b[width+8:width+8+int(n)]
		b = b[width+8+int(n):]
		if !wanted(story) {
			continue
		}
		w := wire{p: p, b: body}
		f := w.fact()
		if w.broken || len(w.b) > 0 {
			return errPacked
		}
		take(f)
	}
	return nil
}

func (w *wire) fact() *Fact {
	f := &Fact{Exchange: w.readText(), Scenario: w.readWord()}
	if op := w.readNumber(); op < uint64(len(w.p.operations)) {
		f.Operation = w.p.operations[op]
	} else {
		w.broken = true
	}
	f.Started = w.readTime()
	f.Ended = f.Started.Add(time.Duration(w.readSigned()))
	f.Status = int(w.readSigned())
	var stands, terms bool
	w.readFlags(&f.Undecided, &f.Asked.Known, &stands, &terms, &f.Counter)
	f.Deed, f.Merchant, f.Place, f.Kind = Deed(w.readWord()), w.readWord(), w.readWord(), w.readWord()
	f.Asked.Currency, f.Event = w.readWord(), w.readWord()
	f.Subject, f.Number = w.readText(), w.readText()
	f.Caller, f.Key, f.Sent, f.Address = w.readFixed(), w.readFixed(), w.readFixed(), w.readFixed()
	f.Asked.Minor, f.Cart, f.RetryAfter = w.readSigned(), w.readSigned(), time.Duration(w.readSigned())
	f.At = w.readTime()
	if terms {
		f.Terms = &Terms{Campaign: w.readSigned(), Usual: w.readSigned(), Price: w.readSigned()}
		f.Terms.Until, f.Terms.Due, f.Terms.External = w.readTime(), w.readTime(), w.readFixed()
	}
	if stands {
		s := &Standing{}
		for _, sum := range []*Sum{&s.Authorized, &s.Captured, &s.Refunded, &s.Cancelled} {
			w.readFlags(&sum.Known)
			sum.Minor, sum.Pointer = w.readSigned(), w.readWord()
		}
		s.Currency, s.State = w.readWord(), w.readWord()
		w.readFlags(&s.Final)
		f.Stands = s
	}
	for n := w.readNumber(); n > 0 && !w.broken; n-- {
		f.Hooks = append(f.Hooks, w.readFixed())
	}
	for n := w.readNumber(); n > 0 && !w.broken; n-- {
		f.Moved = append(f.Moved, Entry{Deed: Deed(w.readWord()), Pointer: w.readWord(), Minor: w.readSigned(), Key: w.readFixed()})
	}
	return f
}
