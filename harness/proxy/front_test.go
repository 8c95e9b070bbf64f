package proxy_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
)

// counted tells of every connection that a server is given.
type counted struct {
	net.Listener
	given atomic.Int32
	each  chan struct{}
}

func (c *counted) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.given.Add(1)
		c.each <- struct{}{}
	}
	return conn, err
}

// fronted is a rig that tells what its server was given.
func fronted(t *testing.T, o proxy.Options) (*rig, *counted) {
	t.Helper()
	r := &rig{recorded: make(chan *harness.Exchange, 100)}
	o.Sink = func(x *harness.Exchange) { r.recorded <- x }
	var err error
	r.proxy, err = proxy.New(o)
	require.NoError(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &counted{Listener: r.proxy.Front(l, proxy.Limits{}), each: make(chan struct{}, 100)}
	r.server, r.address = proxy.NewServer(r.proxy, proxy.Limits{}), l.Addr().String()
	go r.server.Serve(server)
	t.Cleanup(func() {
		r.server.Close()
		require.NoError(t, r.proxy.Shutdown(t.Context()))
	})
	return r, server
}

// What the server is given, and what the front takes to its end.
func TestTheServerGetsWhatIsUnusual(t *testing.T) {
	t.Parallel()
	const plain = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"
	tests := []struct {
		name, request, answer string
		given                 int32
	}{
		{"a body of known length", plain, ok, 0},
		{"no body", "GET /a?b=%20c HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\nX-A: 1\r\nx-a: 2\r\n\r\n", "HTTP/1.1 404 Not Found\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n", 0},
		{"an answer without a body", plain, "HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n", 0},
		{"a body in chunks", "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", ok, 1},
		{"an answer in chunks", plain, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 1},
		{"information before the answer", plain, "HTTP/1.1 103 Early Hints\r\n\r\n" + ok, 1},
		{"a method that few use", "OPTIONS /a HTTP/1.1\r\nHost: h\r\n\r\n", ok, 1},
		{"a line that goes on", "GET /a HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n 2\r\n\r\n", ok, 1},
		{"lines that end with a line feed", "GET /a HTTP/1.1\nHost: h\r\nX-A: 1\r\n\r\n", ok, 1},
		{"a length that is said twice", "GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n", ok, 1},
		{"the last answer of a connection", plain, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", 1},
		{"a large body", fmt.Sprintf("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", 50_000, strings.Repeat("x", 50_000)), ok, 1},
		{"a large answer", plain, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", 50_000, strings.Repeat("x", 50_000)), 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			r, server := fronted(t, proxy.Options{Target: serveRaw(t, func(c net.Conn, r *bufio.Reader) {
				for {
					if _, err := readMessage(r, withBody); err != nil {
						return
					}
					asked.Add(1)
					io.WriteString(c, tt.answer)
				}
			})})
			c := r.dial(t)
			for n := range int32(3) {
				c.say(t, tt.request)
				heard := c.hear(t, "GET")
				for heard.Line[9] == '1' {
					heard = c.hear(t, "GET")
				}
				x := r.next(t)
				assert.Equal(t, heard.Line[9:12], fmt.Sprint(x.Response.Status))
				assert.Equal(t, heard.Body, string(x.Response.Body.Bytes))
				assert.Nil(t, x.Failure)
				assert.Equal(t, n+1, asked.Load(), "the target is asked once")
			}
			assert.Equal(t, tt.given, server.given.Load())
		})
	}
}

// An answer that is long in coming is the server's to wait for, which sees
// whether the caller is still there.
func TestTheServerWaitsForSlowAnswers(t *testing.T) {
	t.Parallel()
	for _, begun := range []string{"", "HTTP/1.1 200 OK\r\nCont", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"} {
		t.Run(begun, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			given := make(chan struct{})
			r, server := fronted(t, proxy.Options{Target: serveRaw(t, func(c net.Conn, r *bufio.Reader) {
				for {
					if _, err := readMessage(r, withBody); err != nil {
						return
					}
					if asked.Add(1); asked.Load() == 1 {
						io.WriteString(c, begun)
						<-given
						io.WriteString(c, strings.TrimPrefix(ok, begun))
						continue
					}
					io.WriteString(c, ok)
				}
			})})
			c := r.dial(t)
			c.say(t, "POST /a HTTP/1.1\r\nHost: h\r\nKontrakt-Scenario: s1\r\nContent-Length: 2\r\n\r\n{}")
			<-server.each
			close(given)
			for _, id := range []string{"x0001", "x0002"} {
				assert.Equal(t, "{}", c.hear(t, "POST").Body)
				x := r.next(t)
				assert.Equal(t, id, x.ID)
				assert.Nil(t, x.Failure)
				assert.Equal(t, "{}", string(x.Request.Body.Bytes))
				assert.NotContains(t, x.Request.Header, harness.MarkHeader)
				if id == "x0001" {
					assert.Equal(t, "s1", x.Scenario)
					c.say(t, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}")
				}
			}
			assert.EqualValues(t, 2, asked.Load(), "nothing is sent twice")
		})
	}
}

// A request that comes in pieces is waited for, by the front or by the server.
func TestRequestsComeInPieces(t *testing.T) {
	t.Parallel()
	r, server := fronted(t, proxy.Options{Target: mustParse(echo(t).URL)})
	c := r.dial(t)
	for _, piece := range []string{"POST /a HTT", "P/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r", "\n{"} {
		c.say(t, piece)
	}
	<-server.each // it has waited long enough
	c.say(t, "}{}")
	assert.Equal(t, "{}{}", c.hear(t, "POST").Body)
	assert.Equal(t, "{}{}", string(r.next(t).Request.Body.Bytes))
}

// What a front has begun is recorded even where its server takes nothing more.
func TestWhatNobodyGoesOnWithIsRecorded(t *testing.T) {
	t.Parallel()
	asked, recorded := make(chan struct{}), make(chan *harness.Exchange, 1)
	target := serveRaw(t, func(_ net.Conn, r *bufio.Reader) {
		if _, err := readMessage(r, withBody); err == nil {
			close(asked)
			io.Copy(io.Discard, r)
		}
	})
	p, err := proxy.New(proxy.Options{Target: target, Sink: func(x *harness.Exchange) { recorded <- x }})
	require.NoError(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	front := p.Front(l, proxy.Limits{})
	c, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	defer c.Close()
	_, err = io.WriteString(c, get)
	require.NoError(t, err)
	<-asked
	require.NoError(t, front.Close())
	x := <-recorded
	require.NotNil(t, x.Failure)
	assert.Equal(t, harness.CallerGone, x.Failure.Kind)
	assert.Zero(t, x.Response.Status)
	require.NoError(t, p.Shutdown(t.Context()))
	_, err = front.Accept()
	require.ErrorIs(t, err, net.ErrClosed)
}
