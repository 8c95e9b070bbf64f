package judge

import (
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"

	"kontrakt/harness"
	"kontrakt/harness/judge/redact"
)

// A recording keeps judged exchanges, encoded, in pages: in memory up to a
// bound, beyond it sealed in a temporary file. What leaves it is redacted.
//
// Choice: pages go to the disk as they are, under a key that only this process
// has, and not redacted. Redacting every exchange while it is recorded costs
// more than judging it, and what is on the disk can be read by nobody either
// way, even if this process is killed. Whoever asks for the exchanges gets
// them redacted by all that was learned until then.
type recording struct {
	bound    int64
	pageSize int
	redactor *redact.Redactor

	mu      sync.Mutex
	entries []entry
	pages   []page
	// held is the memory in use; pages before next are in the file.
	held   int64
	next   int
	spare  [][]byte
	file   sealedFile
	fault  error
	closed bool

	spilling sync.Mutex

	// learning guards learned: the redactor has learned from the entries
	// before it.
	learning sync.Mutex
	learned  int
}

// An entry says where an exchange is.
type entry struct {
	id           string
	page         int32
	from, length int32
}

// A page holds exchanges one after the other: in memory, or at a place in the
// file.
type page struct {
	memory []byte
	offset int64
}

// largestPage is how much goes to the file in one write, in bytes.
const largestPage = 1 << 20

func newRecording(dir string, bound int64, r *redact.Redactor) *recording {
	size := max(min(bound/16, largestPage), 1)
	return &recording{bound: bound, pageSize: int(size), redactor: r, file: sealedFile{dir: dir}}
}

// add keeps encoded exchanges, of which each ends where lengths say, and says
// whether memory is full, and whether it is so full that the caller must wait.
func (r *recording) add(ids []string, lengths []int, records []byte) (full, wait bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, id := range ids {
		p := r.open()
		r.entries = append(r.entries, entry{id: id, page: int32(len(r.pages) - 1), from: int32(len(p.memory)), length: int32(lengths[i])})
		before := cap(p.memory)
		p.memory = append(p.memory, records[:lengths[i]]...)
		r.held += int64(cap(p.memory) - before)
		records = records[lengths[i]:]
	}
	return r.full(), r.full() && r.held > r.bound+r.bound/2
}

// full says that a page can and should go to the file. The lock is held.
func (r *recording) full() bool {
	return r.held > r.bound && r.fault == nil && r.next < len(r.pages) && len(r.pages[r.next].memory) >= r.pageSize
}

// open gives the page that takes the next exchange. The lock is held.
func (r *recording) open() *page {
	if last := len(r.pages) - 1; last >= r.next && last >= 0 && len(r.pages[last].memory) < r.pageSize {
		return &r.pages[last]
	}
	var memory []byte
	if last := len(r.spare) - 1; last >= 0 {
		memory, r.spare = r.spare[last], r.spare[:last]
	} else {
		memory = make([]byte, 0, r.pageSize+r.pageSize/16)
	}
	r.held += int64(cap(memory))
	r.pages = append(r.pages, page{memory: memory})
	return &r.pages[len(r.pages)-1]
}

// spill moves the oldest pages to the file until memory is below its bound. A
// fault of the disk loses nothing: everything then stays in memory. One worker
// spills while the others go on judging, until there is half as much again as
// the bound: then they wait.
func (r *recording) spill(wait bool) {
	if wait {
		r.spilling.Lock()
	} else if !r.spilling.TryLock() {
		return
	}
	defer r.spilling.Unlock()
	for {
		clear := r.oldest()
		if clear == nil {
			return
		}
		offset, err := r.file.append(clear)
		r.moved(clear, offset, err)
	}
}

// oldest gives the oldest full page in memory, if there are too many.
func (r *recording) oldest() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.full() {
		return nil
	}
	return r.pages[r.next].memory
}

// moved lets go of the memory of the oldest page, now in the file.
func (r *recording) moved(clear []byte, offset int64, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.fault = fmt.Errorf("spill exchanges to disk: %w", err)
		return
	}
	r.pages[r.next] = page{offset: offset}
	r.next++
	r.held -= int64(cap(clear))
	if cap(clear) < 2*r.pageSize {
		r.spare = append(r.spare, clear[:0])
	}
}

// learn makes the redactor know what is sensitive in everything recorded.
func (r *recording) learn() {
	r.learning.Lock()
	defer r.learning.Unlock()
	r.mu.Lock()
	fresh := r.entries[r.learned:len(r.entries):len(r.entries)]
	r.mu.Unlock()
	if len(fresh) == 0 {
		return
	}
	var all sync.WaitGroup
	const share = 256
	shares := make(chan []entry)
	for range min(runtime.GOMAXPROCS(0), len(fresh)/share+1) {
		all.Go(func() {
			for entries := range shares {
				r.learnFrom(entries)
			}
		})
	}
	for entries := range slices.Chunk(fresh, share) {
		shares <- entries
	}
	close(shares)
	all.Wait()
	r.learned += len(fresh)
}

// learnFrom skips what cannot be read: who asks for it gets the error.
func (r *recording) learnFrom(entries []entry) {
	var buffer []byte
	for _, e := range entries {
		if judged, err := r.clear(e, &buffer); err == nil {
			r.redactor.Exchange(&judged)
		}
	}
}

// all yields what is recorded at this time, redacted, in the order of the IDs.
func (r *recording) all() iter.Seq2[harness.Judged, error] {
	return func(yield func(harness.Judged, error) bool) {
		r.learn()
		r.mu.Lock()
		entries := slices.Clone(r.entries)
		r.mu.Unlock()
		slices.SortStableFunc(entries, func(a, b entry) int { return byID(a.id, b.id) })
		var buffer []byte
		for _, e := range entries {
			judged, err := r.clear(e, &buffer)
			if err == nil {
				judged = r.redactor.Exchange(&judged)
			}
			if !yield(judged, err) || err != nil {
				return
			}
		}
	}
}

// clear reads an exchange, unredacted.
func (r *recording) clear(e entry, buffer *[]byte) (harness.Judged, error) {
	if err := r.read(e, buffer); err != nil {
		return harness.Judged{}, err
	}
	judged, err := decode(*buffer)
	if err != nil {
		return harness.Judged{}, fmt.Errorf("read exchange %s: %w", e.id, err)
	}
	return judged, nil
}

func (r *recording) read(e entry, buffer *[]byte) error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return errors.New("read the recorded exchanges: the recording is closed")
	}
	p := r.pages[e.page]
	if p.memory != nil {
		*buffer = append((*buffer)[:0], p.memory[e.from:e.from+e.length]...)
		r.mu.Unlock()
		return nil
	}
	r.mu.Unlock()
	*buffer = slices.Grow((*buffer)[:0], int(e.length))[:e.length]
	if err := r.file.read(*buffer, p.offset+int64(e.from)); err != nil {
		return fmt.Errorf("read exchange %s from disk: %w", e.id, err)
	}
	return nil
}

// close removes the file and gives the disk's fault, if there was one.
func (r *recording) close() error {
	r.spilling.Lock()
	defer r.spilling.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	return errors.Join(r.fault, r.file.close())
}
