package judge

import (
	"sync"
	"time"

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
//
// Mostly nobody waits for one exchange to be judged, and waking a worker for
// each takes time from those who are being served: workers are woken for a
// batch, or after a while, or when somebody waits.
type queue struct {
	ring          []task
	first, length int
	// held is the memory of everything that is not judged.
	held, bound int64
	ended       bool
	// lingering is set while timer runs.
	lingering bool
	timer     *time.Timer

	room, work sync.Cond
	// blocked counts who waits for room, idle who waits for work, and hurried
	// who waits for what is judged.
	blocked, idle, hurried int
}

func newQueue(lock sync.Locker, o Options) *queue {
	q := &queue{ring: make([]task, o.Queue), bound: o.QueueBytes}
	q.room.L, q.work.L = lock, lock
	q.timer = time.AfterFunc(time.Hour, func() {
		lock.Lock()
		defer lock.Unlock()
		q.lingering = false
		q.work.Signal()
	})
	q.timer.Stop()
	return q
}

const (
	// maxBatch is how many exchanges a worker takes at once, maxBatchBytes how
	// much memory they may have between them.
	maxBatch      = 64
	maxBatchBytes = 256 << 10
	// linger is how long less than a batch may wait for more.
	linger = 4 * time.Millisecond
)

// put waits for room. What is larger than all the room has it for itself.
func (q *queue) put(t task) {
	for q.length == len(q.ring) || q.held > 0 && q.held+t.size > q.bound {
		q.work.Broadcast()
		q.blocked++
		q.room.Wait()
		q.blocked--
	}
	q.ring[(q.first+q.length)%len(q.ring)] = t
	q.length++
	q.held += t.size
	switch {
	case q.idle == 0:
	case q.hurried > 0, q.length%maxBatch == 0:
		q.work.Signal()
	case !q.lingering:
		q.lingering = true
		q.timer.Reset(linger)
	}
}

// take waits for work and appends a batch of it; nothing at the end.
func (q *queue) take(batch []task) []task {
	for q.length == 0 && !q.ended {
		q.idle++
		q.work.Wait()
		q.idle--
	}
	var size int64
	for q.length > 0 && len(batch) < maxBatch && size < maxBatchBytes {
		t := q.ring[q.first]
		q.ring[q.first] = task{}
		q.first = (q.first + 1) % len(q.ring)
		q.length--
		size += t.size
		batch = append(batch, t)
	}
	if q.blocked > 0 {
		q.room.Broadcast()
	}
	return batch
}

// hurry makes haste for one who waits for what is judged, relax ends it.
func (q *queue) hurry() {
	q.hurried++
	q.work.Broadcast()
}

func (q *queue) relax() { q.hurried-- }

// done gives the room of what was judged back.
func (q *queue) done(size int64) {
	q.held -= size
	if q.blocked > 0 {
		q.room.Broadcast()
	}
}

func (q *queue) end() {
	q.ended = true
	q.timer.Stop()
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
