package receiver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// A Behaviour is how the merchant's endpoint answers.
type Behaviour struct {
	// Status 0 is 200.
	Status int
	Header http.Header
	// Body is sent as application/json unless Header says otherwise.
	Body []byte
	// Reply makes the body of the call that came, in place of Body; an error
	// answers 500.
	Reply func(Call) ([]byte, error)
	// Hang gives no answer: the call stays open until the caller gives up or
	// the box is closed.
	Hang bool
}

// A Call is a callback as it arrived.
type Call struct {
	Method string
	// Path is what follows the box's URL, percent-encoding untouched.
	Path   string
	Header http.Header
	Body   []byte
}

// A Box is the merchant's endpoints in one scenario.
type Box struct {
	url, scenario string

	mu      sync.Mutex
	busy    int
	calls   []Call
	rules   []rule
	changed chan struct{}
	closed  chan struct{}
	// idle is closed while no call is being answered.
	idle chan struct{}
}

type rule struct {
	method, suffix string
	behave         Behaviour
}

// URL is what the merchant registers for this scenario, without a slash at the
// end.
func (b *Box) URL() string { return b.url }

// On sets how calls with this method, and a path that ends so, are answered;
// the latest word counts. What no rule matches gets 200 without a body.
func (b *Box) On(method, suffix string, behave Behaviour) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rules = append([]rule{{method, suffix, behave}}, b.rules...)
}

// Calls are the callbacks so far, in the order in which they arrived.
func (b *Box) Calls() []Call {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Call(nil), b.calls...)
}

// Await waits until a call with this method, and a path that ends so, has
// arrived, and gives the first of them. The context bounds the waiting.
func (b *Box) Await(ctx context.Context, method, suffix string) (Call, error) {
	for {
		b.mu.Lock()
		changed, calls := b.changed, b.calls
		b.mu.Unlock()
		for _, c := range calls {
			if c.Method == method && strings.HasSuffix(c.Path, suffix) {
				return c, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return Call{}, ctx.Err() // who gives up early learns nothing of the call
			}
			return Call{}, fmt.Errorf("wait for %s …%s: it did not come; %d other calls did", method, suffix, len(calls))
		}
	}
}

// Idle waits until every call that has arrived is answered, or given up by its
// caller, and recorded.
func (b *Box) Idle(ctx context.Context) error {
	b.mu.Lock()
	idle := b.idle
	b.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close lets go of calls that hang and waits until all that arrived are
// recorded. Callbacks that come later are still answered and recorded.
func (b *Box) Close() {
	b.mu.Lock()
	select {
	case <-b.closed:
	default:
		close(b.closed)
	}
	idle := b.idle
	b.mu.Unlock()
	<-idle
}

func (b *Box) enter() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.busy == 0 {
		b.idle = make(chan struct{})
	}
	b.busy++
}

func (b *Box) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.busy--; b.busy == 0 {
		close(b.idle)
	}
}

// arrive notes the call and says how to answer it.
func (b *Box) arrive(c Call) Behaviour {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, c)
	close(b.changed)
	b.changed = make(chan struct{})
	for _, r := range b.rules {
		if r.method == c.Method && strings.HasSuffix(c.Path, r.suffix) {
			return r.behave
		}
	}
	return Behaviour{}
}

// behave notes the call and makes the answer's body.
func (b *Box) behave(c Call) Behaviour {
	behave := b.arrive(c)
	if behave.Reply == nil {
		return behave
	}
	body, err := behave.Reply(c)
	if err != nil {
		return Behaviour{Status: http.StatusInternalServerError}
	}
	behave.Body = body
	return behave
}
