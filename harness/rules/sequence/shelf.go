package sequence

import (
	"cmp"
	"fmt"
	"slices"
)

// A Shelf takes packed facts for which memory has no room.
type Shelf interface {
	// Append keeps some bytes and says where.
	Append(p []byte) (offset int64, err error)
	Read(p []byte, offset int64) error
}

// shelved is a part of what is on the shelf.
type shelved struct {
	offset int64
	length int
}

// partition is how many facts are judged at once where most are on the shelf.
const partition = 16_384

// mostAtOnce is how many facts are in memory at once when stories are judged:
// where one thing was asked about more often, the oldest are left out.
const mostAtOnce = 200_000

// shelve packs the oldest facts away.
func (r *Record) shelve(n int) {
	if r.packer == nil {
		r.packer = newPacker()
	}
	text := r.packer.text[:0]
	for _, f := range r.facts[:n] {
		text = r.packer.pack(text, f)
	}
	r.packer.text = text
	offset, err := r.Shelf.Append(text)
	if err != nil {
		r.fault = fmt.Errorf("keep what exchanges say of payments: %w", err)
		return
	}
	r.shelves = append(r.shelves, shelved{offset, len(text)})
	r.packed += n
	left := copy(r.facts, r.facts[n:])
	clear(r.facts[left:])
	r.facts = r.facts[:left]
}

// part gives the facts of some of the stories, in order.
func (r *Record) part(part, parts uint64) []*Fact {
	if r.packed == 0 {
		return inOrder(r.facts)
	}
	mine := func(story uint64) bool { return story%parts == part }
	var facts []*Fact
	if part == 0 {
		r.omitted = 0
	}
	var text []byte
	for _, s := range r.shelves {
		text = slices.Grow(text[:0], s.length)[:s.length]
		err := r.Shelf.Read(text, s.offset)
		if err == nil {
			err = r.packer.unpack(text, mine, func(f *Fact) {
				if facts = append(facts, f); len(facts) > mostAtOnce {
					r.omitted += len(facts) / 4
					facts = slices.Delete(facts, 0, len(facts)/4)
				}
			})
		}
		if err != nil {
			r.fault = cmp.Or(r.fault, fmt.Errorf("read what exchanges say of payments: %w", err))
		}
	}
	for _, f := range r.facts {
		if mine(f.story()) {
			facts = append(facts, f)
		}
	}
	return inOrder(facts)
}
