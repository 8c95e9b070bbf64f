package proxy_test

import (
	"bufio"
	"io"
	"net"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
)

func TestWhatTheTargetMayHaveDoneIsNotSentAgain(t *testing.T) {
	t.Parallel()
	for name, field := range map[string]string{"a key of X-Request-Id": "X-Request-Id: 1", "an idempotency key": "Idempotency-Key: 1"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var arrived atomic.Int32
			// The target answers the first request of a connection only, and hangs up
			// on the second after reading it.
			r := start(t, proxy.Options{Target: serveRaw(t, func(c net.Conn, r *bufio.Reader) {
				for range 2 {
					if _, err := readMessage(r, withBody); err != nil {
						return
					}
					if arrived.Add(1) == 1 {
						io.WriteString(c, ok)
					}
				}
			})})
			c := r.dial(t)
			request := "POST /a HTTP/1.1\r\nHost: h\r\n" + field + "\r\nContent-Length: 2\r\n\r\n{}"
			c.say(t, request)
			assert.Equal(t, "200", c.hear(t, "POST").Line[9:12])
			assert.Nil(t, r.next(t).Failure)
			c.say(t, request)
			assert.Equal(t, "502", c.hear(t, "POST").Line[9:12])
			x := r.next(t)
			require.NotNil(t, x.Failure)
			assert.Equal(t, harness.CutOff, x.Failure.Kind)
			assert.EqualValues(t, 2, arrived.Load())
		})
	}
}

func TestConnectionThatDiedIdleIsReplaced(t *testing.T) {
	t.Parallel()
	r := start(t, proxy.Options{Target: serveRaw(t, func(c net.Conn, r *bufio.Reader) {
		readMessage(r, withBody)
		io.WriteString(c, ok)
	})})
	c := r.dial(t)
	for range 20 {
		c.say(t, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
		assert.Equal(t, "200", c.hear(t, "GET").Line[9:12])
		assert.Nil(t, r.next(t).Failure)
	}
}
