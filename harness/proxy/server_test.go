package proxy_test

import (
	"io"
	"net"
	"net/http"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/proxy"
)

// oneConn is a listener that has one connection to give.
type oneConn struct {
	conn chan net.Conn
	done chan struct{}
}

type handed struct{ net.Conn }

func (l *oneConn) Accept() (net.Conn, error) {
	select {
	case c := <-l.conn:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}
func (l *oneConn) Close() error   { close(l.done); return nil }
func (l *oneConn) Addr() net.Addr { return &net.TCPAddr{} }

// A connection that a handler takes over, as a tunnel does, is the server's no
// more, and not kept in its memory.
func TestServerForgetsWhatIsTakenOver(t *testing.T) {
	t.Parallel()
	server := proxy.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if assert.NoError(t, err) {
			_, _ = io.WriteString(c, "taken")
			_ = c.Close()
		}
	}), proxy.Limits{})
	near, far := net.Pipe()
	listener := &oneConn{make(chan net.Conn, 1), make(chan struct{})}
	forgotten := make(chan struct{})
	given := &handed{far}
	runtime.AddCleanup(given, func(c chan struct{}) { close(c) }, forgotten)
	listener.conn <- given
	given = nil
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })

	_, err := io.WriteString(near, "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n")
	require.NoError(t, err)
	said, err := io.ReadAll(near)
	require.NoError(t, err)
	assert.Equal(t, "taken", string(said))
	require.Eventually(t, func() bool {
		runtime.GC()
		select {
		case <-forgotten:
			return true
		default:
			return false
		}
	}, 20*time.Second, 5*time.Millisecond, "the connection stays in memory")
}
