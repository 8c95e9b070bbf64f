package judge

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"sync"

	"kontrakt/harness"
	"kontrakt/harness/judge/redact"
)

// A recording keeps judged exchanges: in memory and in clear up to a bound,
// beyond it redacted in a temporary file. What leaves it is redacted.
type recording struct {
	dir      string
	bound    int64
	redactor *redact.Redactor

	mu      sync.Mutex
	entries []entry
	// held is the memory in use; entries before next are in the file, and from
	// those before learned the redactor has learned.
	held    int64
	next    int
	learned int
	file    *os.File
	end     int64
	fault   error
	closed  bool

	spilling sync.Mutex
}

// An entry is one exchange, in memory or in the file.
type entry struct {
	id     string
	memory *harness.Judged
	size   int64
	offset int64
	length int
}

func newRecording(dir string, bound int64, r *redact.Redactor) *recording {
	return &recording{dir: dir, bound: bound, redactor: r}
}

// add keeps an exchange and says whether memory is full, and whether it is so
// full that the caller must wait.
func (r *recording) add(judged *harness.Judged, size int64) (full, wait bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries = append(r.entries, entry{id: judged.ID, memory: judged, size: size})
	r.held += size
	return r.held > r.bound && r.fault == nil, r.held > r.bound+r.bound/2
}

// batch is how much goes to the file in one write, in bytes in memory.
const batch = 2 << 20

// spill moves the oldest exchanges to the file until memory is below its bound.
// A fault of the disk loses nothing: everything then stays in memory.
// One worker spills while the others go on judging, until there is half as much
// again as the bound: then they wait.
func (r *recording) spill(wait bool) {
	if wait {
		r.spilling.Lock()
	} else if !r.spilling.TryLock() {
		return
	}
	defer r.spilling.Unlock()
	var buffer []byte
	for {
		first, batch := r.oldest()
		if len(batch) == 0 {
			return
		}
		buffer = buffer[:0]
		lengths := make([]int, len(batch))
		for i, judged := range batch {
			redacted := r.redactor.Exchange(judged)
			before := len(buffer)
			var err error
			if buffer, err = encode(buffer, &redacted); err != nil {
				r.fail(err)
				return
			}
			lengths[i] = len(buffer) - before
		}
		if !r.moved(first, lengths, buffer) {
			return
		}
	}
}

// oldest takes a batch of those that are still in memory, if there are too
// many.
func (r *recording) oldest() (int, []*harness.Judged) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held <= r.bound || r.fault != nil {
		return 0, nil
	}
	var taken []*harness.Judged
	var size int64
	for i := r.next; i < len(r.entries) && size < batch; i++ {
		taken = append(taken, r.entries[i].memory)
		size += r.entries[i].size
	}
	return r.next, taken
}

// moved writes a batch and lets go of its memory.
func (r *recording) moved(first int, lengths []int, buffer []byte) bool {
	if err := r.write(buffer); err != nil {
		r.fail(err)
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	offset := r.end
	for i, length := range lengths {
		e := &r.entries[first+i]
		r.held -= e.size
		e.memory, e.offset, e.length = nil, offset, length
		offset += int64(length)
	}
	r.end = offset
	r.next = first + len(lengths)
	r.learned = max(r.learned, r.next)
	return true
}

func (r *recording) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault = fmt.Errorf("spill exchanges to disk: %w", err)
}

func (r *recording) write(buffer []byte) error {
	if r.file == nil {
		file, err := os.CreateTemp(r.dir, "kontrakt-exchanges-*")
		if err != nil {
			return err
		}
		r.mu.Lock()
		r.file = file
		r.mu.Unlock()
	}
	_, err := r.file.WriteAt(buffer, r.end)
	return err
}

// learn makes the redactor know what is sensitive in everything recorded.
func (r *recording) learn() {
	r.mu.Lock()
	var fresh []*harness.Judged
	for i := r.learned; i < len(r.entries); i++ {
		if m := r.entries[i].memory; m != nil {
			fresh = append(fresh, m)
		}
	}
	r.learned = len(r.entries)
	r.mu.Unlock()
	for _, judged := range fresh {
		r.redactor.Exchange(judged)
	}
}

// all yields what is recorded at this time, redacted, in the order of the IDs.
func (r *recording) all() iter.Seq2[harness.Judged, error] {
	return func(yield func(harness.Judged, error) bool) {
		r.learn()
		r.mu.Lock()
		entries, file, closed := slices.Clone(r.entries), r.file, r.closed
		r.mu.Unlock()
		if closed {
			yield(harness.Judged{}, errors.New("read the recorded exchanges: the recording is closed"))
			return
		}
		slices.SortStableFunc(entries, func(a, b entry) int { return byID(a.id, b.id) })
		var buffer []byte
		for _, e := range entries {
			judged, err := r.one(e, file, &buffer)
			if !yield(judged, err) || err != nil {
				return
			}
		}
	}
}

func (r *recording) one(e entry, file *os.File, buffer *[]byte) (harness.Judged, error) {
	if e.memory != nil {
		return r.redactor.Exchange(e.memory), nil
	}
	*buffer = slices.Grow((*buffer)[:0], e.length)[:e.length]
	if _, err := file.ReadAt(*buffer, e.offset); err != nil {
		return harness.Judged{}, fmt.Errorf("read exchange %s from disk: %w", e.id, err)
	}
	judged, err := decode(*buffer)
	if err != nil {
		return harness.Judged{}, fmt.Errorf("read exchange %s from disk: %w", e.id, err)
	}
	r.redactor.Again(&judged)
	return judged, nil
}

// close removes the file and gives the disk's fault, if there was one.
func (r *recording) close() error {
	r.spilling.Lock()
	defer r.spilling.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	if r.file == nil {
		return r.fault
	}
	return errors.Join(r.fault, r.file.Close(), os.Remove(r.file.Name()))
}
