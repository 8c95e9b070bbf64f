package judge

import (
	"fmt"
	"slices"

	"github.com/klauspost/compress/s2"

	"kontrakt/harness"
)

// A page holds exchanges one after the other: raw as long as it is filled, then
// packed in memory, in the end at a place in the file.
type page struct {
	raw, packed []byte
	offset      int64
	length      int
}

// packable says that a page is full and not packed, spillable that memory is
// full and a packed page could leave it. The lock is held.
func (r *recording) packable() bool {
	return r.packed < len(r.pages) && len(r.pages[r.packed].raw) >= r.pageSize
}

func (r *recording) spillable() bool {
	return r.held > r.bound && r.fault == nil && r.spilled < r.packed
}

// tidy packs full pages, and moves the oldest ones to the file until memory is
// below its bound. A fault of the disk loses nothing: everything then stays in
// memory. One worker tidies while the others go on judging, until there is half
// as much again as the bound: then they wait.
func (r *recording) tidy(wait bool) {
	if wait {
		r.tidying.Lock()
	} else if !r.tidying.TryLock() {
		return
	}
	defer r.tidying.Unlock()
	for r.pack() || r.spill() {
		continue
	}
}

// pack packs the oldest full page; false where there is none.
func (r *recording) pack() bool {
	r.mu.Lock()
	if !r.packable() {
		r.mu.Unlock()
		return false
	}
	raw := r.pages[r.packed].raw
	r.mu.Unlock()

	r.room = s2.Encode(r.room[:cap(r.room)], raw)
	packed := slices.Clone(r.room)
	if cap(r.room) > 2*largestPage {
		r.room = nil
	}

	r.mu.Lock()
	defer r.mu.Unlock()
	r.pages[r.packed] = page{packed: packed, length: len(packed)}
	r.packed++
	r.held += int64(cap(packed) - cap(raw))
	if cap(raw) <= 2*r.pageSize && len(r.spare) < 4 {
		r.spare = append(r.spare, raw[:0])
	}
	return true
}

// spill moves the oldest packed page to the file, if it should go there.
func (r *recording) spill() bool {
	r.mu.Lock()
	if !r.spillable() {
		r.mu.Unlock()
		return false
	}
	packed := r.pages[r.spilled].packed
	r.mu.Unlock()

	offset, err := r.file.append(packed)

	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.fault = fmt.Errorf("spill exchanges to disk: %w", err)
		return false
	}
	r.pages[r.spilled] = page{offset: offset, length: len(packed)}
	r.spilled++
	r.held -= int64(cap(packed))
	return true
}

// A pageReader reads exchanges one after the other. Neighbours mostly share a page,
// so it keeps the latest ones.
type pageReader struct {
	of     *recording
	latest [4]unpacked
	// next is the one of latest to be replaced.
	next   int
	packed []byte
	buffer []byte
}

type unpacked struct {
	page int32
	raw  []byte
}

// one gives an exchange in clear.
func (r *pageReader) one(e entry) (harness.Judged, error) {
	raw, err := r.raw(e)
	if err != nil {
		return harness.Judged{}, err
	}
	return decode(raw)
}

// raw gives a record, which is good until the next call.
func (r *pageReader) raw(e entry) ([]byte, error) {
	for _, u := range r.latest {
		if u.raw != nil && u.page == e.page {
			return u.raw[e.from : e.from+e.length], nil
		}
	}
	r.of.mu.Lock()
	p := r.of.pages[e.page]
	if p.raw != nil {
		// It may be packed, and its memory filled anew, at any time.
		r.buffer = append(r.buffer[:0], p.raw[e.from:e.from+e.length]...)
		r.of.mu.Unlock()
		return r.buffer, nil
	}
	r.of.mu.Unlock()
	u, err := r.unpack(p)
	if err != nil {
		return nil, err
	}
	u.page = e.page
	return u.raw[e.from : e.from+e.length], nil
}

func (r *pageReader) unpack(p page) (*unpacked, error) {
	if p.packed == nil {
		r.packed = slices.Grow(r.packed[:0], p.length)[:p.length]
		if err := r.of.file.read(r.packed, p.offset); err != nil {
			return nil, fmt.Errorf("from disk: %w", err)
		}
		p.packed = r.packed
	}
	u := &r.latest[r.next]
	r.next = (r.next + 1) % len(r.latest)
	raw, err := s2.Decode(u.raw[:cap(u.raw)], p.packed)
	u.raw = raw
	return u, err
}
