// Package line sends requests whose bodies are at hand to one target over
// HTTP/1.1, each in the goroutine that asks. A [net/http.Transport] hands every
// request and every answer from goroutine to goroutine, which for small messages
// costs more than they do.
//
// What goes out is written by [net/http.Request.Write] and what comes back is
// read by [net/http.ReadResponse]: the bytes are those of a Transport. It knows
// no proxies, no HTTP/2, no 100-continue and no bodies that are still on their
// way.
package line

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"sync"
	"syscall"
	"time"
)

// Options say where lines lead.
type Options struct {
	// Address is host and port.
	Address string
	// TLS is nil for plain HTTP; its ServerName must be set.
	TLS *tls.Config
	// DialTimeout limits connecting, and then the TLS handshake.
	DialTimeout time.Duration
	// Idle is how long a line is kept that nobody uses.
	Idle time.Duration
	// HeaderBytes is the largest head of an answer.
	HeaderBytes int64
}

// mostIdle is how many lines are kept.
const mostIdle = 1024

// A Trunk keeps lines to one target. It is safe for concurrent use.
type Trunk struct {
	options Options
	dialer  net.Dialer

	mu sync.Mutex
	// idle are in the order in which they became so.
	idle    []*line
	sweeper *time.Timer
}

// New makes a trunk without lines.
func New(o Options) *Trunk {
	return &Trunk{options: o, dialer: net.Dialer{Timeout: o.DialTimeout, KeepAlive: 30 * time.Second}}
}

// RoundTrip sends a request, whose Body is in memory and has a GetBody, and
// gives the answer's head; the Body must be closed. Informational answers go to
// inform. A request that the target cannot have seen, or that may be sent twice,
// is sent again where a line turns out to be dead.
func (t *Trunk) RoundTrip(r *http.Request, inform func(int, textproto.MIMEHeader) error) (*http.Response, error) {
	if l := t.take(time.Now(), 0); l != nil {
		response, err := l.exchange(r, inform)
		if err == nil || !l.forgives(r, err) {
			return response, err
		}
	}
	return t.anew(r, inform)
}

// forgives says that a request may be sent again after a line failed that had
// been used before.
func (l *line) forgives(r *http.Request, err error) bool {
	if r.Context().Err() != nil || l.heard > 0 {
		return false
	}
	if l.written == 0 {
		return true
	}
	closed := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return closed
	}
	return false
}

func (t *Trunk) dial(ctx context.Context) (*line, error) {
	conn, err := t.dialer.DialContext(ctx, "tcp", t.options.Address)
	if err != nil {
		return nil, err
	}
	l := newLine(t, conn)
	if t.options.TLS == nil {
		return l, nil
	}
	secure := tls.Client(conn, t.options.TLS)
	ctx, cancel := context.WithTimeout(ctx, t.options.DialTimeout)
	defer cancel()
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	l.conn = secure
	return l, nil
}

// take gives the line that was used last, if it still stands. Its answer is
// awaited for as long as patience says; 0 is without a limit.
func (t *Trunk) take(now time.Time, patience time.Duration) *line {
	for {
		t.mu.Lock()
		last := len(t.idle) - 1
		if last < 0 {
			t.mu.Unlock()
			return nil
		}
		l := t.idle[last]
		t.idle[last] = nil
		t.idle = t.idle[:last]
		t.mu.Unlock()
		switch {
		case patience > 0:
			l.limit(now.Add(patience))
		case l.limited:
			l.limit(time.Time{})
		}
		if l.stands(now) {
			return l
		}
		l.conn.Close()
	}
}

func (t *Trunk) keep(l *line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.idle) >= mostIdle {
		l.conn.Close()
		return
	}
	t.idle = append(t.idle, l)
	if t.sweeper == nil {
		t.sweeper = time.AfterFunc(t.options.Idle, t.sweep)
	}
}

// sweep closes what has been idle for too long.
func (t *Trunk) sweep() {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, old := time.Now(), 0
	for old < len(t.idle) && now.Sub(t.idle[old].since) >= t.options.Idle {
		t.idle[old].conn.Close()
		old++
	}
	t.idle = append(t.idle[:0], t.idle[old:]...)
	clear(t.idle[len(t.idle):cap(t.idle)])
	t.sweeper = nil
	if len(t.idle) > 0 {
		t.sweeper = time.AfterFunc(t.options.Idle, t.sweep)
	}
}

// CloseIdle closes the lines that are not in use.
func (t *Trunk) CloseIdle() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, l := range t.idle {
		l.conn.Close()
	}
	t.idle = nil
	if t.sweeper != nil {
		t.sweeper.Stop()
		t.sweeper = nil
	}
}
