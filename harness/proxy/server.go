package proxy

import (
	"cmp"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Limits are what a listener lets a caller have. The zero value of each means
// its default.
type Limits struct {
	// HeaderBytes is the largest request head, 64 KiB by default; a larger one
	// is answered with 431.
	HeaderBytes int
	// Header is the time for a request head to arrive, 10 s by default.
	Header time.Duration
	// Request is the time for a whole request to arrive, 5 min by default. It
	// must be longer than the target may take.
	Request time.Duration
	// Idle is how long a connection may wait for its next request, 2 min by
	// default.
	Idle time.Duration
}

const (
	defaultHeaderBytes = 64 << 10
	defaultHeaderTime  = 10 * time.Second
	defaultRequestTime = 5 * time.Minute
	defaultIdleTime    = 2 * time.Minute
)

// A turn is what a connection still has to do before its next request, or has
// begun to do when the server was given it.
type turn struct {
	flight *flight
	begun  *begun
}

type turnKey struct{}

// NewServer makes the HTTP/1.1 server for a [Proxy], or for a handler that
// leads to one. A request head that is too large (431) or malformed (400, which
// a path with a broken percent-encoding is, too) it answers itself: there is no
// exchange to record where no head was understood. It writes no log, since what
// net/http has to say may quote the traffic.
func NewServer(h http.Handler, l Limits) *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	var turns sync.Map
	return &http.Server{
		Handler:   h,
		Protocols: protocols,
		// OPTIONS * is for the target.
		DisableGeneralOptionsHandler: true,
		ReadHeaderTimeout:            cmp.Or(l.Header, defaultHeaderTime),
		ReadTimeout:                  cmp.Or(l.Request, defaultRequestTime),
		IdleTimeout:                  cmp.Or(l.Idle, defaultIdleTime),
		MaxHeaderBytes:               cmp.Or(l.HeaderBytes, defaultHeaderBytes),
		ErrorLog:                     log.New(io.Discard, "", 0),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			t := new(turn)
			if h, ok := c.(*handed); ok {
				t.begun = h.begun
			}
			turns.Store(c, t)
			return context.WithValue(ctx, turnKey{}, t)
		},
		// The server calls this in the connection's own goroutine, after the last
		// byte of an answer and before the next request.
		ConnState: func(c net.Conn, s http.ConnState) {
			if s != http.StateIdle && s != http.StateClosed && s != http.StateHijacked {
				return
			}
			if t, ok := turns.Load(c); ok {
				t.(*turn).end()
			}
			if s != http.StateIdle {
				turns.Delete(c)
			}
		},
	}
}

func (t *turn) end() {
	if f := t.flight; f != nil {
		t.flight = nil
		f.settle()
	}
	t.begun.abandon() // of which there is none where a request was read
	t.begun = nil
}
