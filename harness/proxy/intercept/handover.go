package intercept

import (
	"net"
	"sync"
)

// A handover is a listener of connections that were accepted elsewhere.
type handover struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newHandover() *handover {
	return &handover{conns: make(chan net.Conn), done: make(chan struct{})}
}

// give hands a connection to whoever accepts, or closes it where nobody will.
func (h *handover) give(c net.Conn) {
	select {
	case h.conns <- c:
	case <-h.done:
		_ = c.Close()
	}
}

// Accept waits for the next connection.
func (h *handover) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.done:
		return nil, net.ErrClosed
	}
}

// Close ends the waiting.
func (h *handover) Close() error {
	h.once.Do(func() { close(h.done) })
	return nil
}

// Addr is that of no network.
func (h *handover) Addr() net.Addr { return address{} }

type address struct{}

func (address) Network() string { return "intercepted" }
func (address) String() string  { return "intercepted" }
