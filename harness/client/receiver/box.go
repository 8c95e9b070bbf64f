package receiver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"kontrakt/harness"
)

// A Behaviour is how the merchant's endpoint answers.
type Behaviour struct {
	// Status 0 is 200, or 401 for a delivery whose signature does not hold where
	// nothing else is said.
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
	// Choose looks at the call that came and says how it is answered, in place
	// of all else.
	Choose func(Call) Behaviour
	// Times is how many calls are answered so; 0 is every one. What was said
	// before counts afterwards.
	Times int
}

// A Call is a callback as it arrived.
type Call struct {
	Method string
	// Path is what follows the box's URL, percent-encoding untouched.
	Path string
	// Query is what follows the question mark.
	Query  string
	Header http.Header
	Body   []byte
	// Signature is what was found of a delivery to an address that is trusted;
	// nil for any other call.
	Signature *harness.Signature
	// Status is what it was answered; 0 while it is not, and where it is not.
	Status int
}

// A Box is the merchant's endpoints in one scenario.
type Box struct {
	url, scenario string

	mu      sync.Mutex
	busy    int
	calls   []Call
	rules   []*rule
	seals   []seal
	now     func() time.Time
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
	b.rules = append([]*rule{{method, suffix, behave}}, b.rules...)
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
	calls, err := b.AwaitMany(ctx, 1, func(c Call) bool { return c.Method == method && strings.HasSuffix(c.Path, suffix) })
	switch {
	case err == nil:
		return calls[0], nil
	case errors.Is(ctx.Err(), context.Canceled):
		return Call{}, ctx.Err() // who gives up early learns nothing of the call
	}
	return Call{}, fmt.Errorf("wait for %s …%s: it did not come; %d other calls did", method, suffix, len(b.Calls()))
}

// AwaitMany waits until so many calls that fit have arrived and gives all that
// have by then, in their order. When the context ends it gives those that came,
// with its error.
func (b *Box) AwaitMany(ctx context.Context, many int, fits func(Call) bool) ([]Call, error) {
	for {
		b.mu.Lock()
		changed, calls := b.changed, append([]Call(nil), b.calls...)
		b.mu.Unlock()
		calls = slices.DeleteFunc(calls, func(c Call) bool { return !fits(c) })
		if len(calls) >= many {
			return calls, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return calls, ctx.Err()
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

// arrive notes the call, at the place that is given back, and says how to answer
// it.
func (b *Box) arrive(c Call) (Behaviour, int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, c)
	close(b.changed)
	b.changed = make(chan struct{})
	return b.rule(c), len(b.calls) - 1
}

// rule finds the latest word on a call. Without any a delivery is refused whose
// signature does not hold.
func (b *Box) rule(c Call) Behaviour {
	for i, r := range b.rules {
		if r.method != c.Method || !strings.HasSuffix(c.Path, r.suffix) {
			continue
		}
		if r.behave.Times == 1 {
			b.rules = slices.Delete(slices.Clone(b.rules), i, i+1)
		}
		r.behave.Times--
		return r.behave
	}
	return Verifying(c)
}

// Verifying is how a merchant answers that takes every delivery but those whose
// signature does not hold.
func Verifying(c Call) Behaviour {
	if c.Signature != nil && len(c.Signature.Flaws) > 0 {
		return Behaviour{Status: http.StatusUnauthorized}
	}
	return Behaviour{}
}

// behave notes the call and makes the answer's body.
func (b *Box) behave(c Call) (Behaviour, int) {
	behave, at := b.arrive(c)
	for behave.Choose != nil {
		behave = behave.Choose(c)
	}
	if behave.Reply == nil {
		return behave, at
	}
	body, err := behave.Reply(c)
	if err != nil {
		return Behaviour{Status: http.StatusInternalServerError}, at
	}
	behave.Body = body
	return behave, at
}

// answered notes what a call was answered.
func (b *Box) answered(at, status int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls[at].Status = status
}
