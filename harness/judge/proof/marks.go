package proof

import (
	"fmt"
	"sync/atomic"

	"kontrakt/harness"
)

// Marks gives what was seen of every operation that was, as bits in an order that
// contracts of one edition give alike. The rest of the evidence is left empty.
func (b *Book) Marks() []harness.Evidence {
	var list []harness.Evidence
	for _, op := range b.order {
		var bits []byte
		some, n := false, 0
		op.each(func(m *atomic.Bool) {
			if n%8 == 0 {
				bits = append(bits, 0)
			}
			if m.Load() {
				bits[n/8] |= 1 << (n % 8)
				some = true
			}
			n++
		})
		if some {
			list = append(list, harness.Evidence{Contract: op.Operation.Contract, Operation: op.Operation.ID, Proven: bits})
		}
	}
	for _, w := range b.words {
		list = append(list, w.marks()...)
	}
	return list
}

// Mark adds what another book gave as Marks. An operation that is not measured is
// left alone; bits that do not fit are an error.
func (b *Book) Mark(e harness.Evidence) error {
	if len(e.Proven) == 0 {
		return nil
	}
	other := fmt.Errorf("the evidence on %s %s is of another edition of the contract", e.Contract, e.Operation)
	for _, w := range b.words {
		if known, fits := w.take(e); known && !fits {
			return other
		}
	}
	for _, op := range b.order {
		if op.Operation.Contract != e.Contract || op.Operation.ID != e.Operation {
			continue
		}
		n := 0
		op.each(func(*atomic.Bool) { n++ })
		if len(e.Proven) != (n+7)/8 {
			return other
		}
		n = 0
		op.each(func(m *atomic.Bool) {
			if e.Proven[n/8]&(1<<(n%8)) != 0 {
				mark(m)
			}
			n++
		})
	}
	return nil
}

// each visits every mark of an operation, always in the same order.
func (op *operation) each(visit func(*atomic.Bool)) {
	visit(&op.called)
	for _, status := range sortedNames(op.statuses) {
		visit(op.statuses[status])
		op.answers[status].each(visit)
	}
	op.request.each(visit)
}

func (b *body) each(visit func(*atomic.Bool)) {
	if b != nil {
		b.root.each(visit)
	}
}

func (s *spot) each(visit func(*atomic.Bool)) {
	visit(&s.seen)
	for _, literal := range sortedNames(s.members) {
		visit(s.members[literal])
	}
	for i := range s.variants {
		visit(&s.variants[i])
	}
	for _, name := range sortedNames(s.below) {
		s.below[name].each(visit)
	}
	if s.items != nil {
		s.items.each(visit)
	}
}
