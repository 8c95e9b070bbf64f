package judge

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"

	"kontrakt/harness"
	"kontrakt/harness/judge/redact"
)

// A recording keeps judged exchanges, encoded, in pages: packed in memory up
// to a bound, beyond it sealed in a temporary file. What leaves it is redacted.
type recording struct {
	bound    int64
	pageSize int
	redactor *redact.Redactor

	mu    sync.Mutex
	pages []page
	// kept counts what was added.
	kept int
	// count is how many exchanges there are, firsts how many before each page.
	count  int
	firsts []int
	// held is the memory in use; pages before packed are packed, those before
	// spilled are in the file.
	held            int64
	packed, spilled int
	spare           [][]byte
	fault           error
	closed          bool
	// grown is closed when there are more entries; nil where nobody waits.
	grown chan struct{}

	file sealedFile
	// tidying guards room, where a page is packed.
	tidying sync.Mutex
	room    []byte

	// learning guards learned: the redactor has learned from what stands before it.
	learning sync.Mutex
	learned  entry
	// taught is what kept was when it had learned last.
	taught int
}

// largestPage is how much is packed together, in bytes.
const largestPage = 256 << 10

func newRecording(dir string, bound int64, r *redact.Redactor) *recording {
	size := max(min(bound/16, largestPage), 1)
	return &recording{bound: bound, pageSize: int(size), redactor: r, file: sealedFile{dir: dir}}
}

// add keeps encoded exchanges, one after the other in records, each after its
// length, and says whether there is something to tidy, and whether memory is so
// full that the caller must wait for it.
func (r *recording) add(lengths []int, records []byte) (untidy, wait bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, length := range lengths {
		p := r.open()
		before := cap(p.raw)
		p.raw = binary.AppendUvarint(p.raw, uint64(length))
		p.raw = append(p.raw, records[:length]...)
		r.held += int64(cap(p.raw) - before)
		r.count++
		records = records[length:]
	}
	r.kept += len(lengths)
	r.grow()
	untidy = r.packable() || r.spillable()
	return untidy, untidy && r.held > r.bound+r.bound/2
}

// open gives the page that takes the next exchange. The lock is held.
func (r *recording) open() *page {
	if last := len(r.pages) - 1; last >= r.packed && last >= 0 && len(r.pages[last].raw) < r.pageSize {
		return &r.pages[last]
	}
	var raw []byte
	if last := len(r.spare) - 1; last >= 0 {
		raw, r.spare = r.spare[last], r.spare[:last]
	} else {
		raw = make([]byte, 0, r.pageSize+r.pageSize/16)
	}
	r.held += int64(cap(raw))
	r.pages, r.firsts = append(r.pages, page{raw: raw}), append(r.firsts, r.count)
	return &r.pages[len(r.pages)-1]
}

// learn makes the redactor know what is sensitive in everything recorded. What
// cannot be read is not learned from: who asks for it gets the error.
func (r *recording) learn() {
	r.learning.Lock()
	defer r.learning.Unlock()
	r.mu.Lock()
	kept := r.kept
	r.mu.Unlock()
	if kept == r.taught {
		return
	}
	defer func() { r.taught = kept }()
	for {
		fresh, next := r.index(r.learned, pagesAtOnce)
		if next == r.learned {
			return
		}
		for window := range windows(fresh.entries) {
			r.each(&fresh, window, func(_ int, judged *harness.Judged, err error) {
				if err == nil {
					r.redactor.Learn(judged)
				}
			})
		}
		r.learned = next
	}
}

// all yields what is recorded at this time, redacted, in the order of the IDs.
func (r *recording) all() iter.Seq2[harness.Judged, error] {
	return func(yield func(harness.Judged, error) bool) {
		r.learn()
		r.mu.Lock()
		closed, pages := r.closed, len(r.pages)
		r.mu.Unlock()
		if closed {
			yield(harness.Judged{}, errors.New("read the recorded exchanges: the recording is closed"))
			return
		}
		list, _ := r.index(entry{}, pages)
		if list.err != nil {
			yield(harness.Judged{}, fmt.Errorf("read the recorded exchanges: %w", list.err))
			return
		}
		slices.SortStableFunc(list.entries, list.compare)
		for window := range windows(list.entries) {
			redacted, errs := make([]harness.Judged, len(window)), make([]error, len(window))
			r.each(&list, window, func(i int, judged *harness.Judged, err error) {
				if errs[i] = err; err == nil {
					redacted[i] = r.redactor.Exchange(judged)
				}
			})
			for i := range window {
				if !yield(redacted[i], errs[i]) || errs[i] != nil {
					return
				}
			}
		}
	}
}

// windows cuts entries into runs that may be in memory together, unpacked.
func windows(entries []entry) iter.Seq[[]entry] {
	const most, bytes = 1024, 2 << 20
	return func(yield func([]entry) bool) {
		for len(entries) > 0 {
			n, size := 0, 0
			for n < min(len(entries), most) && (n == 0 || size+int(entries[n].length) <= bytes) {
				size += int(entries[n].length)
				n++
			}
			if !yield(entries[:n]) {
				return
			}
			entries = entries[n:]
		}
	}
}

// each reads entries, on all processors, and calls do with each in clear, or
// why it cannot be read.
func (r *recording) each(list *index, entries []entry, do func(i int, clear *harness.Judged, err error)) {
	processors := runtime.GOMAXPROCS(0)
	share := max((len(entries)+processors-1)/processors, 1)
	var all sync.WaitGroup
	for from := 0; from < len(entries); from += share {
		all.Go(func() {
			pages := pageReader{of: r}
			for i := from; i < min(from+share, len(entries)); i++ {
				judged, err := pages.one(entries[i])
				if err != nil {
					err = fmt.Errorf("read exchange %s: %w", list.id(entries[i]), err)
				}
				do(i, &judged, err)
			}
		})
	}
	all.Wait()
}

// close removes the file and gives the disk's fault, if there was one.
func (r *recording) close() error {
	r.tidying.Lock()
	defer r.tidying.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	return errors.Join(r.fault, r.file.close())
}
