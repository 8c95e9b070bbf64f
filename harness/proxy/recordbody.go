package proxy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"

	"kontrakt/harness"
)

// sending is a request body that a recorder looks at as it goes out.
type sending struct {
	body io.ReadCloser
	to   *recording
}

func (s *sending) Read(p []byte) (int, error) {
	n, err := s.body.Read(p)
	s.to.mu.Lock()
	defer s.to.mu.Unlock()
	s.to.capture.add(p[:n])
	return n, err
}

func (s *sending) Close() error { return s.body.Close() }

// overlong is an answer too long to be captured whole: it is counted as the
// caller reads it, and recorded when the caller is done.
type overlong struct {
	captured *bytes.Reader
	body     io.ReadCloser
	of       *recording
	response *http.Response
	once     sync.Once
}

func (o *overlong) Read(p []byte) (int, error) {
	if o.captured.Len() > 0 {
		return o.captured.Read(p)
	}
	n, err := o.body.Read(p)
	o.of.exchange.Response.Body.Size += int64(n)
	return n, err
}

// Close counts the rest and records the exchange.
func (o *overlong) Close() error {
	o.once.Do(func() {
		if _, err := io.Copy(io.Discard, o); err != nil {
			o.of.exchange.Failure = brokeOff()
		}
		o.of.exchange.Response.Trailer = delivered(o.response.Trailer)
		o.of.end()
	})
	return o.body.Close()
}

func brokeOff() *harness.Failure {
	return &harness.Failure{Kind: harness.CutOff, Detail: "the receiver broke off within its answer"}
}

// failing repeats an error at the end of what came before it.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// timedOut says whether it was the time that ended a call.
func timedOut(ctx context.Context, err error) bool {
	var timeout net.Error
	return errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &timeout) && timeout.Timeout()
}
