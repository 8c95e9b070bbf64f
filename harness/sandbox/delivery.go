package sandbox

import (
	"context"
	"errors"
	"sync"
	"time"
)

// A Delivery is a call from the API to the merchant.
type Delivery struct {
	// API and Kind say what it is, for the list of deliveries: ecom.v2,
	// callback.
	API, Kind, Reference string
	Method, URL          string
	// Header may name a Host; it is the URL's otherwise.
	Header map[string]string
	Body   []byte
	// Attempt counts from 1 where a delivery is repeated; 0 counts as 1.
	Attempt int
	// Timeout is how long the merchant has, in real time; 0 is 10 s.
	Timeout time.Duration
	// Awaited says that somebody waits for the answer: a call that a seeded defect
	// leaves out is one without an answer.
	Awaited bool
	// Done is called with the box locked when the merchant has answered, or
	// not.
	Done func(Answer)
}

// An Answer is what the merchant answered to a delivery; Status 0 with Err set
// where there was no answer. Redirects are not followed.
type Answer struct {
	Status int
	Body   []byte
	Took   time.Duration
	Err    error
}

// A post is a box's deliveries: those on their way and the list of all. It is
// guarded by the box's mutex.
type post struct {
	sent   int
	onWay  int
	idle   *sync.Cond
	list   []*sent
	closed bool
}

// sent is a row in the list of deliveries.
type sent struct {
	ID        int    `json:"id"`
	API       string `json:"api"`
	Kind      string `json:"kind"`
	Reference string `json:"reference"`
	Method    string `json:"method"`
	URL       string `json:"url"`
	At        string `json:"at"`
	Attempt   int    `json:"attempt"`
	State     string `json:"state"`
	Status    int    `json:"status,omitempty"`
	Error     string `json:"error,omitempty"`
	TookMs    int64  `json:"tookMs"`
}

const (
	// kept is how many rows the list of deliveries holds.
	kept = 1000

	defaultTimeout = 10 * time.Second

	statePending  = "pending"
	stateAnswered = "answered"
	stateFailed   = "failed"
)

var errNotCalled = errors.New("the merchant was not called")

// Deliver sends a delivery on its way and returns at once: the merchant's
// answer comes to Done, with the box locked. What goes where is said at
// [Options.Routes]; a URL that is neither https nor led elsewhere is not dialed.
func (b *Box) Deliver(d Delivery) {
	times := 1
	switch {
	case b.Fault(faultCallbackNever):
		if d.Awaited && d.Done != nil {
			d.Done(Answer{Err: errNotCalled})
		}
		return
	case b.Fault(faultCallbackTwice):
		times = 2
	}
	if b.Fault(faultCallbackCut) && len(d.Body) > 0 {
		d.Body = d.Body[:len(d.Body)-1]
	}
	for i := range times {
		if i > 0 {
			d.Done = nil
		}
		b.deliver(d)
	}
}

func (b *Box) deliver(d Delivery) {
	if b.post.closed {
		return
	}
	d.Attempt = max(d.Attempt, 1)
	if d.Timeout == 0 {
		d.Timeout = defaultTimeout
	}
	if most := time.Duration(b.tenant.PatienceMs) * time.Millisecond; most > 0 {
		d.Timeout = min(d.Timeout, most)
	}
	row := b.row(d)
	letter := b.letter(d)
	b.post.onWay++
	b.sandbox.work.Go(func() {
		answer := letter.carry(b.sandbox.ctx)
		b.lock()
		defer b.unlock()
		row.close(answer)
		b.post.onWay--
		b.post.idle.Broadcast()
		b.sandbox.log.Info("delivery", "msn", b.tenant.MSN, "api", d.API, "kind", d.Kind, "attempt", d.Attempt,
			"status", answer.Status, "error", row.Error, "took", answer.Took)
		if d.Done != nil {
			d.Done(answer)
		}
	})
}

// row begins a row in the list of deliveries.
func (b *Box) row(d Delivery) *sent {
	b.post.sent++
	row := &sent{
		ID: b.post.sent, API: d.API, Kind: d.Kind, Reference: d.Reference, Method: d.Method, URL: d.URL,
		At: stamp(b.Now()), Attempt: d.Attempt, State: statePending,
	}
	b.post.list = append(b.post.list, row)
	if over := len(b.post.list) - kept; over > 0 {
		b.post.list = b.post.list[over:]
	}
	return row
}

func (s *sent) close(a Answer) {
	s.State, s.Status, s.TookMs = stateAnswered, a.Status, a.Took.Milliseconds()
	if a.Err != nil {
		s.State, s.Error = stateFailed, a.Err.Error()
	}
}

// Idle waits until no delivery is on its way. The box must not be locked.
func (b *Box) Idle(ctx context.Context) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.settle(ctx)
}

// settle waits until no delivery is on its way; the box is locked, and free
// while it waits.
func (b *Box) settle(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.post.idle.Broadcast()
	})
	defer stop()
	for b.post.onWay > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		b.post.idle.Wait()
	}
	return nil
}
