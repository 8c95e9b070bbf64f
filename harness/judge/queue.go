package judge

import (
	"sync"

	"kontrakt/harness"
)

// A task is one exchange on its way to a worker.
type task struct {
	x        *harness.Exchange
	recorded *harness.Judged
	size     int64
	age      int
}

// A queue is a ring of what waits for a worker, bounded in number and memory.
// Its methods are called with the judge's lock held.
type queue struct {
	ring          []task
	first, length int
	// held is the memory of everything that is not judged.
	held, bound int64
	workers     int
	ended       bool

	room, work sync.Cond
	// blocked counts who waits for room, idle who waits for work.
	blocked, idle int
}

func newQueue(lock sync.Locker, o Options) *queue {
	q := &queue{ring: make([]task, o.Queue), bound: o.QueueBytes, workers: o.Workers}
	q.room.L, q.work.L = lock, lock
	return q
}

// put waits for room. What is larger than all the room has it for itself.
func (q *queue) put(t task) {
	for q.length == len(q.ring) || q.held > 0 && q.held+t.size > q.bound {
		q.blocked++
		q.room.Wait()
		q.blocked--
	}
	q.ring[(q.first+q.length)%len(q.ring)] = t
	q.length++
	q.held += t.size
	if q.idle > 0 {
		q.work.Signal()
	}
}

const (
	// maxBatch is how many exchanges a worker takes at once, maxBatchBytes how
	// much memory they may have between them.
	maxBatch      = 16
	maxBatchBytes = 256 << 10
)

// take waits for work and appends a worker's fair share of it; nothing at the
// end.
func (q *queue) take(batch []task) []task {
	for q.length == 0 && !q.ended {
		q.idle++
		q.work.Wait()
		q.idle--
	}
	var size int64
	for n := min(q.length, maxBatch, q.length/q.workers+1); n > 0 && size < maxBatchBytes; n-- {
		t := q.ring[q.first]
		q.ring[q.first] = task{}
		q.first = (q.first + 1) % len(q.ring)
		q.length--
		size += t.size
		batch = append(batch, t)
	}
	if q.blocked > 0 && len(batch) > 0 {
		q.room.Broadcast()
	}
	return batch
}

// done gives the room of what was judged back.
func (q *queue) done(size int64) {
	q.held -= size
	if q.blocked > 0 {
		q.room.Broadcast()
	}
}

func (q *queue) end() {
	q.ended = true
	q.work.Broadcast()
}

// footprint estimates the memory that an exchange holds, in bytes.
func footprint(x *harness.Exchange) int64 {
	const fixed, perField = 1200, 80
	size := int64(fixed + len(x.Request.Target) + len(x.Request.Body.Bytes) + len(x.Response.Body.Bytes))
	for _, h := range []map[string][]string{x.Request.Header, x.Response.Header, x.Request.Trailer, x.Response.Trailer} {
		for name, values := range h {
			size += perField + int64(len(name))
			for _, v := range values {
				size += int64(len(v))
			}
		}
	}
	return size
}
