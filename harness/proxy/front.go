package proxy

import (
	"cmp"
	"net"
	"net/http"
	"sync"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/proxy/line"
)

// Front stands on a listener before the server of [NewServer], which must lead to
// this proxy. It takes the commonest exchanges to the target and back itself, each
// connection in one goroutine: a whole request of HTTP/1.1 with a small body or
// none, answered soon and in one piece. Everything else the server is given,
// connection and all, from the request on with which it began to be something
// else: what has come is read again, and what was sent is not sent twice.
//
// net/http reads on from a connection, to see it end, while a request is being
// answered: a goroutine more for each, which costs more than a small message.
// Closing the server closes the connections that it was not given, too.
func (p *Proxy) Front(l net.Listener, limits Limits) net.Listener {
	if to := p.options.Target.Host; p.options.Guard != nil || !all(to, ofHost) {
		return l
	}
	limits.HeaderBytes = cmp.Or(limits.HeaderBytes, defaultHeaderBytes)
	limits.Header = cmp.Or(limits.Header, defaultHeaderTime)
	limits.Idle = cmp.Or(limits.Idle, defaultIdleTime)
	f := &front{Listener: l, proxy: p, limits: limits, given: make(chan net.Conn), errs: make(chan error), done: make(chan struct{}), talks: map[*talk]struct{}{}}
	go f.listen()
	return f
}

// A front is the listener that a server has behind a Front.
type front struct {
	net.Listener
	proxy  *Proxy
	limits Limits
	given  chan net.Conn
	errs   chan error
	done   chan struct{}

	mu     sync.Mutex
	talks  map[*talk]struct{}
	closed bool
}

func (f *front) listen() {
	for {
		c, err := f.Listener.Accept()
		if err == nil {
			f.begin(c)
			continue
		}
		select {
		case f.errs <- err: // the server knows what may pass
		case <-f.done:
			return
		}
	}
}

func (f *front) begin(c net.Conn) {
	t := &talk{front: f, conn: c}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		c.Close()
		return
	}
	f.talks[t] = struct{}{}
	go t.run()
}

// Accept gives what the front is not for.
func (f *front) Accept() (net.Conn, error) {
	select {
	case c := <-f.given:
		return c, nil
	case err := <-f.errs:
		return nil, err
	case <-f.done:
		return nil, net.ErrClosed
	}
}

// Close closes the listener and every connection that is not the server's.
func (f *front) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil
	}
	f.closed = true
	close(f.done)
	for t := range f.talks {
		t.conn.Close()
	}
	return f.Listener.Close()
}

func (f *front) forget(t *talk) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.talks, t)
}

// give hands a connection to the server.
func (f *front) give(h *handed) {
	select {
	case f.given <- h:
	case <-f.done:
		h.begun.abandon()
		h.Conn.Close()
	}
}

// A handed connection is one that a front began with.
type handed struct {
	net.Conn
	// rest is what has come and was not answered.
	rest []byte
	// begun is the exchange under way; nil where there is none.
	begun *begun
}

func (h *handed) Read(p []byte) (int, error) {
	if len(h.rest) > 0 {
		n := copy(p, h.rest)
		h.rest = h.rest[n:]
		return n, nil
	}
	return h.Conn.Read(p)
}

// CloseWrite is what a server does first where the caller may still be sending.
func (h *handed) CloseWrite() error {
	if c, ok := h.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

// A begun exchange is one that a front has asked the target about.
type begun struct {
	proxy          *Proxy
	exchange       *harness.Exchange
	started, asked time.Time
	// call is nil where the target was not reached.
	call *line.Call
}

// abandon ends an exchange that nobody goes on with.
func (b *begun) abandon() {
	if b == nil {
		return
	}
	if b.call != nil {
		b.call.Drop()
	}
	if b.exchange.Failure == nil {
		b.exchange.Failure = &harness.Failure{Kind: harness.CallerGone, Detail: "the connection ended before the answer"}
	}
	b.proxy.settle(b.exchange, b.started)
}

// resume makes a flight of an exchange that a front has begun.
func (p *Proxy) resume(w http.ResponseWriter, r *http.Request, b *begun) *flight {
	delete(r.Header, harness.MarkHeader)
	return &flight{proxy: p, w: w, request: r, started: b.started, exchange: b.exchange, begun: b}
}
