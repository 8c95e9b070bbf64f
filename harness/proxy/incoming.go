package proxy

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"kontrakt/harness"
)

// errOver ends the reading of a request body by a transport that outlived its
// exchange.
var errOver = errors.New("proxy: the exchange is over")

// An incoming body is a caller's request body on its way to the target, read
// by the transport's own goroutine, which may outlive the exchange.
type incoming struct {
	request *http.Request
	// trailer is the outgoing request's: what follows the body is put there for
	// the transport to send.
	trailer  http.Header
	silence  *time.Timer
	patience time.Duration

	now func() time.Time

	mu      sync.Mutex
	capture capture
	// ended is when the caller had sent all of it.
	ended time.Time
	// end is what ended the body: io.EOF, or what went wrong.
	end error
	// answered stops the counting of silence, over the body itself.
	answered, over bool

	// expecting is a caller that waits to be told to go on (RFC 9110 §10.1.1);
	// refused says that the target's final answer came instead.
	expecting bool
	refused   atomic.Bool
	gone      context.Context
	done      chan struct{}
}

// Read is the caller's turn; between two reads it is the target's, whose
// silence counts.
func (b *incoming) Read(p []byte) (int, error) {
	if b.expecting && b.refused.Load() {
		// The transport would send the body all the same, to keep its connection.
		// Reading it would tell the caller to go on.
		select {
		case <-b.done:
		case <-b.gone.Done():
		}
		return 0, errOver
	}
	b.count(false)
	n, err := b.request.Body.Read(p)
	b.count(true)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.over {
		return 0, errOver
	}
	b.capture.add(p[:n])
	if err != nil {
		b.end = err
	}
	if b.ended.IsZero() && (err == io.EOF || b.capture.size == b.request.ContentLength) {
		b.ended = b.now()
	}
	if err == io.EOF && b.trailer != nil {
		for name, values := range b.request.Trailer {
			b.trailer[name] = values
		}
	}
	return n, err
}

// count starts or stops the clock on the target, until it has answered.
func (b *incoming) count(on bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.answered {
		return
	}
	b.silence.Stop()
	if on {
		b.silence.Reset(b.patience)
	}
}

// answer ends the counting: from now on the answer's own pauses count. It gives
// the time since which the target had the whole request, if it had.
func (b *incoming) answer() (since time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answered = true
	return b.ended
}

// Close leaves the body to the server, which drains it.
func (b *incoming) Close() error { return nil }

// ending says what ended the body so far.
func (b *incoming) ending() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.end
}

// finish takes the body away from the transport. Whole says whether the target
// was sent all of it.
func (b *incoming) finish() (body harness.Body, whole bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.over = true
	close(b.done)
	body = b.capture.body()
	whole = b.end == io.EOF || b.request.ContentLength == body.Size
	if length := b.request.ContentLength; !whole && length > body.Size {
		// What the caller announced and the target did not wait for counts as not
		// captured: half a body is nothing to judge.
		body.Size = length
	}
	return body, whole
}

// brokenBody says why a request body did not arrive, and what the caller is
// told if it is still there.
func brokenBody(err error) (kind harness.FailureKind, status int, detail string) {
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return harness.Refused, http.StatusRequestTimeout, "the request body did not arrive in time"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), timeout != nil:
		return harness.CallerGone, http.StatusBadRequest, "the caller broke off within the request body"
	}
	return harness.Refused, http.StatusBadRequest, "the request body is malformed"
}
