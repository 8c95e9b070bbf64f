package judge

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// An index says where exchanges stand. It is made when they are asked for: kept
// for every exchange, it would be most of what a long recording holds in memory.
type index struct {
	entries []entry
	// odd are the IDs that are no number of ours.
	odd []string
	err error
}

// An entry says where an exchange is in the unpacked page, and its number; from
// odd on that is a place in the list of odd IDs.
type entry struct {
	number             uint64
	page, from, length int32
}

const odd = 1 << 63

// pagesAtOnce is how many pages are learned from at once.
const pagesAtOnce = 16

// index lists what stands at an entry and after it, on so many pages, and gives
// the place after that.
func (r *recording) index(from entry, pages int) (index, entry) {
	var list index
	reader := pageReader{of: r}
	at := from
	for range pages {
		raw, full, err := reader.page(at.page)
		if err == nil && raw != nil {
			err = list.scan(raw, &at)
		}
		if err != nil {
			list.err = err
			return list, entry{page: at.page + 1}
		}
		if raw == nil || !full {
			break
		}
		at = entry{page: at.page + 1}
	}
	return list, at
}

// scan lists the records of a page from a place on, and moves it to the end.
func (l *index) scan(raw []byte, at *entry) error {
	for int(at.from) < len(raw) {
		length, width := binary.Uvarint(raw[at.from:])
		start := int(at.from) + width
		if width <= 0 || length > uint64(len(raw)-start) {
			return errors.New("a page is damaged")
		}
		id := reader{rest: raw[start : start+int(length)]}
		l.entries = append(l.entries, entry{l.number(id.part()), at.page, int32(start), int32(length)})
		at.from = int32(start) + int32(length)
	}
	return nil
}

// number gives the number of an ID like x0042, or keeps the ID.
func (l *index) number(id []byte) uint64 {
	if len(id) > 1 && len(id) < 18 {
		if n, err := strconv.ParseUint(string(id[1:]), 10, 63); err == nil && numbered(n) == string(id) {
			return n
		}
	}
	l.odd = append(l.odd, string(id))
	return odd + uint64(len(l.odd)-1)
}

func numbered(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	return "x" + strings.Repeat("0", max(4-len(digits), 0)) + digits
}

func (l *index) id(e entry) string {
	if e.number >= odd {
		return l.odd[e.number-odd]
	}
	return numbered(e.number)
}

// compare orders exchanges as they arrived.
func (l *index) compare(a, b entry) int {
	if a.number < odd && b.number < odd {
		return cmp.Compare(a.number, b.number)
	}
	return byID(l.id(a), l.id(b))
}

// page gives a page as it is now, unpacked, and whether it is full; nil where
// there is none.
func (r *pageReader) page(n int32) (raw []byte, full bool, err error) {
	r.of.mu.Lock()
	if int(n) >= len(r.of.pages) {
		r.of.mu.Unlock()
		return nil, false, nil
	}
	p := r.of.pages[n]
	full = int(n) < len(r.of.pages)-1
	if p.raw != nil {
		r.buffer = append(r.buffer[:0], p.raw...)
		r.of.mu.Unlock()
		return r.buffer, full, nil
	}
	r.of.mu.Unlock()
	u, err := r.unpack(p)
	if err != nil {
		return nil, full, fmt.Errorf("read a page: %w", err)
	}
	u.page = n
	return u.raw, full, nil
}
