package proxy_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
)

const get = "GET /a HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer s3cret\r\n\r\n"

// answersProblem holds an answer to be a problem of the proxy's own.
func answersProblem(t *testing.T, heard wireMessage, status string, x *harness.Exchange) map[string]any {
	t.Helper()
	assert.Equal(t, status, heard.Line[9:12])
	assert.Equal(t, []string{"application/problem+json"}, heard.values("Content-Type"))
	var problem map[string]any
	require.NoError(t, json.Unmarshal([]byte(heard.Body), &problem))
	assert.Contains(t, problem["title"], "kontrakt: ")
	assert.Equal(t, x.ID, problem["exchange"])
	require.NotNil(t, x.Failure)
	assert.Equal(t, x.Failure.Detail, problem["detail"])
	assert.NotContains(t, heard.Body, "s3cret")
	assert.Zero(t, x.Response.Status)
	return problem
}

func TestTargetThatIsNotThere(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	r := start(t, proxy.Options{Target: &url.URL{Scheme: "http", Host: l.Addr().String()}})
	c := r.dial(t)
	c.say(t, get)
	heard, x := c.hear(t, "GET"), r.next(t)
	problem := answersProblem(t, heard, "502", x)
	assert.Equal(t, harness.Unreachable, x.Failure.Kind)
	assert.Equal(t, "kontrakt: the target cannot be reached", problem["title"])
	assert.Equal(t, "http://"+l.Addr().String()+": connect: connection refused", problem["detail"])
}

func TestTargetWhoseCertificateDoesNotVerify(t *testing.T) {
	t.Parallel()
	target := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello") }))
	t.Cleanup(target.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(target.Certificate())
	wrong := mustParse(target.URL)
	wrong.Host = "localhost:" + wrong.Port()
	tests := []struct {
		name   string
		target *url.URL
		roots  *x509.CertPool
		detail string
	}{
		{"signed by nobody known", mustParse(target.URL), nil, "certificate signed by unknown authority"},
		{"made out to another host", wrong, trusted, "certificate is valid for example.com"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := start(t, proxy.Options{Target: tt.target, RootCAs: tt.roots})
			c := r.dial(t)
			c.say(t, get)
			heard, x := c.hear(t, "GET"), r.next(t)
			answersProblem(t, heard, "502", x)
			assert.Equal(t, harness.Unreachable, x.Failure.Kind)
			assert.Contains(t, x.Failure.Detail, tt.detail)
		})
	}
	t.Run("trusted", func(t *testing.T) {
		t.Parallel()
		r := start(t, proxy.Options{Target: mustParse(target.URL), RootCAs: trusted})
		c := r.dial(t)
		c.say(t, get)
		assert.Equal(t, "hello", c.hear(t, "GET").Body)
		assert.Nil(t, r.next(t).Failure)
	})
}

func TestTargetThatWantsACertificate(t *testing.T) {
	t.Parallel()
	target := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%d", len(r.TLS.PeerCertificates))
	}))
	target.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12} // in 1.3 the refusal comes after the request, or never
	target.StartTLS()
	t.Cleanup(target.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(target.Certificate())
	long := "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
	for name, request := range map[string]string{"a small request": get, "a long one": long} {
		method, _, _ := strings.Cut(request, " ")
		t.Run(name+" with one", func(t *testing.T) {
			t.Parallel()
			r := start(t, proxy.Options{Target: mustParse(target.URL), RootCAs: trusted, Certificates: target.TLS.Certificates})
			c := r.dial(t)
			c.say(t, request)
			assert.Equal(t, "1", c.hear(t, method).Body)
			assert.Nil(t, r.next(t).Failure)
		})
		t.Run(name+" without", func(t *testing.T) {
			t.Parallel()
			r := start(t, proxy.Options{Target: mustParse(target.URL), RootCAs: trusted})
			c := r.dial(t)
			c.say(t, request)
			heard, x := c.hear(t, method), r.next(t)
			answersProblem(t, heard, "502", x)
			assert.Equal(t, harness.Unreachable, x.Failure.Kind)
			assert.Contains(t, x.Failure.Detail, ": the target refuses the TLS connection: tls: ")
		})
	}
}

func TestTargetThatFailsBeforeItsAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, answer, status string
		kind                 harness.FailureKind
	}{
		{"it hangs", "", "504", harness.TimedOut},
		{"it hangs within the head", "HTTP/1.1 200 OK\r\nX-A: s3cret", "504", harness.TimedOut},
		{"it closes", "close", "502", harness.CutOff},
		{"it closes within the head", "HTTP/1.1 200 OK\r\nX-A: s3cret\r\nclose", "502", harness.CutOff},
		{"it speaks no HTTP", "s3cret s3cret\r\n\r\n", "502", harness.CutOff},
		{"its status is none", "HTTP/1.1 042 Odd\r\n\r\n", "502", harness.CutOff},
		{"it switches protocols unasked", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", "502", harness.CutOff},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := serveRaw(t, func(c net.Conn, r *bufio.Reader) {
				readMessage(r, withBody)
				answer, closes := strings.CutSuffix(tt.answer, "close")
				io.WriteString(c, answer)
				if !closes {
					r.ReadByte()
				}
			})
			r := start(t, proxy.Options{Target: target, AnswerTimeout: 200 * time.Millisecond})
			c := r.dial(t)
			c.say(t, get)
			heard, x := c.hear(t, "GET"), r.next(t)
			answersProblem(t, heard, tt.status, x)
			assert.Equal(t, tt.kind, x.Failure.Kind)
			assert.Contains(t, x.Failure.Detail, target.Host)
		})
	}
}

func TestTargetThatFailsWithinItsAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, answer string
		kind         harness.FailureKind
	}{
		{"it closes within a body of known length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalfclose", harness.CutOff},
		{"it closes within a chunked body", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nclose", harness.CutOff},
		{"it closes before the trailer's end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\nX-A: 1\r\nclose", harness.CutOff},
		{"its chunks are malformed", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n", harness.CutOff},
		{"it hangs within a body of known length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", harness.TimedOut},
		{"it hangs within a chunked body", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", harness.TimedOut},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := serveRaw(t, func(c net.Conn, r *bufio.Reader) {
				readMessage(r, withBody)
				answer, closes := strings.CutSuffix(tt.answer, "close")
				io.WriteString(c, answer)
				if !closes {
					r.ReadByte()
				}
			})
			r := start(t, proxy.Options{Target: target, AnswerTimeout: 200 * time.Millisecond})
			c := r.dial(t)
			c.say(t, get)
			heard, err := readAnswer(c.Reader, "GET")
			require.ErrorIs(t, err, io.ErrUnexpectedEOF, "the caller must not take the answer for whole")
			assert.Equal(t, "half", heard.Body)
			x := r.next(t)
			require.NotNil(t, x.Failure)
			assert.Equal(t, tt.kind, x.Failure.Kind)
			assert.Equal(t, 200, x.Response.Status)
			assert.Equal(t, "half", string(x.Response.Body.Bytes))
			assert.EqualValues(t, 4, x.Response.Body.Size)
		})
	}
}

func TestCallerThatHangsUp(t *testing.T) {
	t.Parallel()
	t.Run("before the answer", func(t *testing.T) {
		t.Parallel()
		asked, gone := make(chan bool, 1), make(chan bool, 1)
		target := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			asked <- true
			<-r.Context().Done()
			gone <- true
		}))
		t.Cleanup(target.Close)
		r := start(t, proxy.Options{Target: mustParse(target.URL)})
		c := r.dial(t)
		c.say(t, get)
		<-asked
		require.NoError(t, c.Close())
		x := r.next(t)
		require.NotNil(t, x.Failure)
		assert.Equal(t, harness.CallerGone, x.Failure.Kind)
		assert.True(t, <-gone, "the target is told")
	})
	t.Run("within the answer", func(t *testing.T) {
		t.Parallel()
		target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				w.Write(make([]byte, 1<<16))
			}
		}))
		t.Cleanup(target.Close)
		r := start(t, proxy.Options{Target: mustParse(target.URL), MaxBody: 100})
		c := r.dial(t)
		c.say(t, get)
		_, err := io.ReadFull(c.Reader, make([]byte, 1000))
		require.NoError(t, err)
		require.NoError(t, c.Close())
		x := r.next(t)
		require.NotNil(t, x.Failure)
		assert.Equal(t, harness.CallerGone, x.Failure.Kind)
		assert.Len(t, x.Response.Body.Bytes, 100)
		assert.Greater(t, x.Response.Body.Size, int64(100))
	})
	t.Run("within a small request", func(t *testing.T) {
		t.Parallel()
		breaksOff(t, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf")
	})
	t.Run("within a chunked request", func(t *testing.T) {
		t.Parallel()
		breaksOff(t, "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
	})
}

// breaksOff sends half a request and closes.
func breaksOff(t *testing.T, request string) {
	t.Helper()
	target := serveRaw(t, func(_ net.Conn, r *bufio.Reader) { io.Copy(io.Discard, r) })
	r := start(t, proxy.Options{Target: target})
	c := r.dial(t)
	c.say(t, request)
	require.NoError(t, c.Conn.(*net.TCPConn).CloseWrite())
	x := r.next(t)
	require.NotNil(t, x.Failure)
	assert.Equal(t, harness.CallerGone, x.Failure.Kind)
	assert.Equal(t, "half", string(x.Request.Body.Bytes))
}

func TestRequestsThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, request, status, detail string }{
		{"a web socket", "GET /a HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: h2c, websocket\r\n\r\n", "501", `changing the protocol to "websocket" is not supported`},
		{"CONNECT", "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", "501", "CONNECT is not supported: this is no forward proxy"},
		{"malformed chunks", "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", "400", "the request body is malformed"},
		{"a target that net/http cannot send", "GET //a\"b HTTP/1.1\r\nHost: h\r\n\r\n", "400", "the request-target cannot be passed on unchanged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := serveRaw(t, func(_ net.Conn, r *bufio.Reader) { io.Copy(io.Discard, r) })
			r := start(t, proxy.Options{Target: target})
			c := r.dial(t)
			c.say(t, tt.request)
			heard, x := c.hear(t, "GET"), r.next(t)
			answersProblem(t, heard, tt.status, x)
			assert.Equal(t, harness.Refused, x.Failure.Kind)
			assert.Equal(t, tt.detail, x.Failure.Detail)
		})
	}
}

func TestRequestsThatAreNone(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, request, status string }{
		{"a head beyond the limit", "GET /a HTTP/1.1\r\nHost: h\r\nX-A: " + strings.Repeat("s3cret", 5000) + "\r\n\r\n", "431"},
		{"no HTTP", "s3cret\r\n\r\n", "400"},
		{"a control character in the target", "GET /\x01s3cret HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
		{"no host", "GET /a HTTP/1.1\r\n\r\n", "400"},
		{"two hosts", "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := startWith(t, proxy.Options{Target: mustParse("http://127.0.0.1:1")}, proxy.Limits{HeaderBytes: 8 << 10})
			c := r.dial(t)
			c.say(t, tt.request)
			line, err := c.ReadString('\n')
			require.NoError(t, err)
			assert.Equal(t, tt.status, line[9:12])
			require.NoError(t, r.proxy.Shutdown(context.Background()))
			assert.Empty(t, r.recorded)
		})
	}
}

func TestRequestThatDoesNotArrive(t *testing.T) {
	t.Parallel()
	r := startWith(t, proxy.Options{Target: mustParse("http://127.0.0.1:1")}, proxy.Limits{Request: 100 * time.Millisecond})
	c := r.dial(t)
	c.say(t, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf")
	heard, x := c.hear(t, "POST"), r.next(t)
	answersProblem(t, heard, "408", x)
	assert.Equal(t, harness.Refused, x.Failure.Kind)
	assert.Equal(t, "half", string(x.Request.Body.Bytes))
}
