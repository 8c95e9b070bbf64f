package line_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/proxy/line"
)

// A target counts its connections; ended gets one value for each that ended.
type target struct {
	address string
	dialled atomic.Int32
	ended   chan struct{}
}

func serve(t *testing.T, talk func(c net.Conn, r *bufio.Reader)) *target {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	to := &target{address: l.Addr().String(), ended: make(chan struct{}, 64)}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			to.dialled.Add(1)
			go func() {
				talk(c, bufio.NewReader(c))
				c.Close()
				to.ended <- struct{}{}
			}()
		}
	}()
	return to
}

// hear reads one request, body and all; false at the end.
func hear(r *bufio.Reader) (string, bool) {
	q, err := http.ReadRequest(r)
	if err != nil {
		return "", false
	}
	text, err := io.ReadAll(q.Body)
	return q.Method + " " + q.RequestURI + " " + string(text), err == nil
}

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

func trunk(t *testing.T, to *target, idle time.Duration) *line.Trunk {
	t.Helper()
	k := line.New(line.Options{Address: to.address, DialTimeout: 5 * time.Second, Idle: idle, HeaderBytes: 4 << 10})
	t.Cleanup(k.CloseIdle)
	return k
}

func request(t *testing.T, ctx context.Context, method, text string) *http.Request {
	t.Helper()
	r := (&http.Request{Method: method, URL: &url.URL{Scheme: "http", Host: "h", Opaque: "/a"}, Host: "h", Header: http.Header{}, ContentLength: int64(len(text))}).WithContext(ctx)
	if text != "" {
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
		r.Body, _ = r.GetBody()
	}
	return r
}

func said(t *testing.T, k *line.Trunk, r *http.Request) (string, error) {
	t.Helper()
	response, err := k.RoundTrip(r, func(int, textproto.MIMEHeader) error { return nil })
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

func TestALineIsUsedAgain(t *testing.T) {
	t.Parallel()
	to := serve(t, func(c net.Conn, r *bufio.Reader) {
		for {
			text, more := hear(r)
			if !more {
				return
			}
			answer := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n" + text[:1] + "\r\n0\r\n\r\n"
			if strings.HasPrefix(text, "HEAD") {
				answer = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"
			}
			io.WriteString(c, answer)
		}
	})
	k := trunk(t, to, time.Minute)
	for range 3 {
		for method, want := range map[string]string{"POST": "P", "HEAD": "", "GET": "G"} {
			got, err := said(t, k, request(t, t.Context(), method, ""))
			require.NoError(t, err)
			assert.Equal(t, want, got)
		}
	}
	assert.EqualValues(t, 1, to.dialled.Load())
}

func TestALineThatDiedIdleIsReplaced(t *testing.T) {
	t.Parallel()
	to := serve(t, func(c net.Conn, r *bufio.Reader) {
		if _, more := hear(r); more {
			io.WriteString(c, ok)
		}
	})
	k := trunk(t, to, time.Minute)
	for range 10 {
		got, err := said(t, k, request(t, t.Context(), "POST", "{}"))
		require.NoError(t, err)
		assert.Equal(t, "ok", got)
		<-to.ended
	}
	assert.EqualValues(t, 10, to.dialled.Load())
}

func TestWhatCameUnaskedIsNoAnswer(t *testing.T) {
	t.Parallel()
	to := serve(t, func(c net.Conn, r *bufio.Reader) {
		if _, more := hear(r); more {
			io.WriteString(c, ok+"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong")
			hear(r)
		}
	})
	k := trunk(t, to, time.Minute)
	for range 3 {
		got, err := said(t, k, request(t, t.Context(), "GET", ""))
		require.NoError(t, err)
		assert.Equal(t, "ok", got)
	}
}

func TestInformationComesBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	to := serve(t, func(c net.Conn, r *bufio.Reader) {
		hear(r)
		io.WriteString(c, "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"+ok)
		hear(r)
	})
	var heard []int
	response, err := trunk(t, to, time.Minute).RoundTrip(request(t, t.Context(), "GET", ""), func(code int, h textproto.MIMEHeader) error {
		heard = append(heard, code, len(h))
		return nil
	})
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, []int{103, 1, 102, 0}, heard)
	<-to.ended // a body that was not read to its end ends the line
}

func TestAnAnswerBeforeTheRequestIsReadCounts(t *testing.T) {
	t.Parallel()
	to := serve(t, func(c net.Conn, r *bufio.Reader) {
		io.WriteString(c, "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		hear(r)
	})
	response, err := trunk(t, to, time.Minute).RoundTrip(request(t, t.Context(), "POST", strings.Repeat("x", 10<<10)), nil)
	require.NoError(t, err)
	assert.Equal(t, 413, response.StatusCode)
	<-to.ended
}

func TestWhatEndsAnExchange(t *testing.T) {
	t.Parallel()
	t.Run("a head that is too large", func(t *testing.T) {
		t.Parallel()
		to := serve(t, func(c net.Conn, r *bufio.Reader) {
			hear(r)
			io.WriteString(c, "HTTP/1.1 200 OK\r\nA: "+strings.Repeat("x", 8<<10))
			hear(r)
		})
		_, err := said(t, trunk(t, to, time.Minute), request(t, t.Context(), "GET", ""))
		require.Error(t, err)
		<-to.ended
	})
	t.Run("a caller who gives up before the answer, and within it", func(t *testing.T) {
		t.Parallel()
		for _, begun := range []string{"", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbegun"} {
			ctx, cancel := context.WithCancel(t.Context())
			to := serve(t, func(c net.Conn, r *bufio.Reader) {
				hear(r)
				io.WriteString(c, begun)
				cancel()
				hear(r)
			})
			_, err := said(t, trunk(t, to, time.Minute), request(t, ctx, "GET", ""))
			require.Error(t, err)
			<-to.ended
		}
	})
	t.Run("a target that is not there", func(t *testing.T) {
		t.Parallel()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, l.Close())
		_, err = said(t, trunk(t, &target{address: l.Addr().String()}, time.Minute), request(t, t.Context(), "GET", ""))
		var dial *net.OpError
		require.ErrorAs(t, err, &dial)
		assert.Equal(t, "dial", dial.Op)
	})
	t.Run("a target that hangs up on what it may have seen", func(t *testing.T) {
		t.Parallel()
		var requests atomic.Int32
		to := serve(t, func(c net.Conn, r *bufio.Reader) {
			for first := true; ; first = false {
				if _, more := hear(r); !more {
					return
				}
				if requests.Add(1); !first {
					return
				}
				io.WriteString(c, ok)
			}
		})
		k := trunk(t, to, time.Minute)
		_, err := said(t, k, request(t, t.Context(), "POST", "{}"))
		require.NoError(t, err)
		_, err = said(t, k, request(t, t.Context(), "POST", "{}"))
		require.True(t, errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF), "%v", err)
		assert.EqualValues(t, 2, requests.Load())
		// What only reads may be sent again, on a fresh line.
		for range 2 {
			_, err = said(t, k, request(t, t.Context(), "GET", ""))
			require.NoError(t, err)
		}
		assert.EqualValues(t, 5, requests.Load())
	})
}

func TestWhatNobodyUsesIsClosed(t *testing.T) {
	t.Parallel()
	to := serve(t, func(c net.Conn, r *bufio.Reader) {
		for more := true; more; {
			if _, more = hear(r); more {
				io.WriteString(c, ok)
			}
		}
	})
	k := trunk(t, to, 20*time.Millisecond)
	_, err := said(t, k, request(t, t.Context(), "GET", ""))
	require.NoError(t, err)
	<-to.ended
	slow := trunk(t, to, time.Hour)
	_, err = said(t, slow, request(t, t.Context(), "GET", ""))
	require.NoError(t, err)
	slow.CloseIdle()
	<-to.ended
}
