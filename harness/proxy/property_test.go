package proxy_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
)

// A shuttle is a proxy between a raw caller and a raw target, for one message
// pair after the other.
type shuttle struct {
	*rig
	caller  *caller
	seen    chan wireMessage
	answers chan string
}

func newShuttle(t testing.TB, guard bool) *shuttle {
	s := &shuttle{seen: make(chan wireMessage, 1), answers: make(chan string, 1)}
	o := proxy.Options{MaxBody: 100_000}
	if guard {
		o.Guard = func(*harness.Exchange) []harness.Finding { return nil }
	}
	o.Target = serveRaw(t, func(c net.Conn, r *bufio.Reader) {
		for {
			m, err := readMessage(r, withBody)
			if err != nil {
				return
			}
			s.seen <- m
			io.WriteString(c, <-s.answers)
		}
	})
	s.rig = start(t, o)
	return s
}

// ready clears away what an exchange that failed has left; connections are kept
// from one that did not.
func (s *shuttle) ready(t testing.TB) (c *caller) {
	for len(s.answers)+len(s.seen)+len(s.recorded) > 0 {
		select {
		case <-s.answers:
		case <-s.seen:
		case <-s.recorded:
		}
	}
	if c = s.caller; c == nil {
		c = s.dial(t)
	}
	s.caller = nil
	return c
}

// fresh gives a connection of its own every other time, and else what ready
// does: of those some are still the front's, and some the server's.
func (s *shuttle) fresh(r *rapid.T, t testing.TB) *caller {
	if s.caller != nil && rapid.Bool().Draw(r, "fresh connection") {
		s.caller.Close()
		s.caller = nil
	}
	return s.ready(t)
}

var fieldNames = []string{
	"X-A", "x-a", "X-b", "Set-Cookie", "Cookie", "Accept", "Accept-Encoding", "Content-Encoding", "Content-Type", "User-Agent", "Authorization", "Date", "X-Request-Id",
	"Idempotency-Key", "X-Forwarded-For", "Via", "Server", "ETag", "Location", "Retry-After", "Cache-Control", "Pragma", "Range", "Vary", "WWW-Authenticate",
}

func drawFields(t *rapid.T, label string) (fields [][2]string) {
	value := rapid.StringMatching(`([!-~æøå](["-~ ,;=]{0,30}[!-~])?)?`)
	for _, name := range rapid.SliceOfN(rapid.SampledFrom(fieldNames), 0, 8).Draw(t, label) {
		fields = append(fields, [2]string{name, value.Draw(t, label)})
	}
	return fields
}

func drawBody(t *rapid.T, label string) string {
	switch rapid.IntRange(0, 4).Draw(t, label+" kind") {
	case 0:
		return rapid.SampledFrom([]string{
			`{"amount":9007199254740993,"amount":9007199254740993.0}`, "{ \"a\" :\t1e2,\r\n\"a\":-0 }\n ", "\ufeff{}", "[1.0,1.00,18446744073709551616]", "\xff\xfe", `{"a":1}{"b":2}`, "",
		}).Draw(t, label)
	case 1:
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write(rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, label))
		w.Close()
		return b.String()
	case 2:
		return strings.Repeat(string(rapid.SliceOfN(rapid.Byte(), 1, 10).Draw(t, label)), rapid.IntRange(1, 10_000).Draw(t, label+" times"))
	default:
		return string(rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, label))
	}
}

// enframe gives a message a body of known length, or in chunks with a trailer.
func enframe(t *rapid.T, label string, m *wireMessage) {
	m.Body = drawBody(t, label+" body")
	if m.Chunked = rapid.Bool().Draw(t, label+" is chunked"); !m.Chunked {
		m.Fields = append(m.Fields, [2]string{"Content-Length", fmt.Sprint(len(m.Body))})
		return
	}
	m.Trailer = slices.DeleteFunc(drawFields(t, label+" trailer"), func(f [2]string) bool { return !strings.HasPrefix(strings.ToLower(f[0]), "x-") })
	m.Fields = append(m.Fields, [2]string{"Transfer-Encoding", "chunked"})
	if len(m.Trailer) > 0 && rapid.Bool().Draw(t, label+" trailer is announced") {
		m.Fields = append(m.Fields, [2]string{"Trailer", http.CanonicalHeaderKey(m.Trailer[0][0])})
	}
}

func TestWhatLeavesIsWhatCame(t *testing.T) {
	t.Parallel()
	for _, guard := range []bool{false, true} {
		t.Run(fmt.Sprintf("guard %t", guard), func(t *testing.T) {
			t.Parallel()
			s := newShuttle(t, guard)
			rapid.Check(t, func(r *rapid.T) { s.check(r, s.fresh(r, t)) })
		})
	}
}

func (s *shuttle) check(t *rapid.T, c *caller) {
	method := rapid.SampledFrom([]string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PAY"}).Draw(t, "method")
	target := "/" + rapid.StringMatching(`([!$&-~æøå]([!$&-~]|%[0-9a-fA-F]{2}){0,40})?(\?[!-~]{0,40})?`).Draw(t, "target")
	if strings.HasPrefix(target, "//") {
		target = "/a" + target
	}
	request := wireMessage{Line: method + " " + target + " HTTP/1.1", Fields: append(drawFields(t, "request"), [2]string{"Host", "shop.example"})}
	if rapid.Bool().Draw(t, "request has a body") {
		enframe(t, "request", &request)
	}
	status := rapid.SampledFrom([]int{200, 201, 202, 204, 206, 299, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 409, 422, 423, 429, 500, 502, 503, 799}).Draw(t, "status")
	answer := wireMessage{Line: fmt.Sprintf("HTTP/1.1 %d %s", status, http.StatusText(status)), Fields: drawFields(t, "answer")}
	if method != http.MethodHead && status != http.StatusNoContent && status != http.StatusNotModified {
		enframe(t, "answer", &answer)
	}

	s.answers <- answer.String()
	_, err := io.WriteString(c.Conn, request.String())
	require.NoError(t, err)
	heard, err := readAnswer(c.Reader, method)
	require.NoError(t, err)
	if len(s.seen) == 0 {
		t.Fatalf("the target saw nothing, the caller heard %q", heard)
	}
	seen, x := <-s.seen, <-s.recorded

	assert.Equal(t, request.Line, seen.Line)
	assert.Equal(t, answer.Line[:12], heard.Line[:12])
	same(t, request, seen, "host")
	same(t, answer, heard)
	assert.Nil(t, x.Failure)
	assert.Equal(t, request.Line, x.Request.Method+" "+x.Request.Target+" "+x.Request.Proto)
	assert.Equal(t, status, x.Response.Status)
	recorded(t, request, x.Request.Header, x.Request.Trailer, x.Request.Body)
	recorded(t, answer, x.Response.Header, x.Response.Trailer, x.Response.Body)
	s.caller = c
}

// same holds a message that came through to the one that was sent.
func same(t *rapid.T, sent, came wireMessage, without ...string) {
	assert.Equal(t, byName(sent.Fields, without...), byName(came.Fields, without...))
	assert.Equal(t, sent.Chunked, came.Chunked)
	assert.True(t, sent.Body == came.Body, "want the body %.200q, got %.200q", sent.Body, came.Body)
	assert.Equal(t, byName(sent.Trailer), byName(came.Trailer))
}

// recorded holds the record of a message to what was sent.
func recorded(t *rapid.T, sent wireMessage, header, trailer http.Header, body harness.Body) {
	assert.Equal(t, byName(sent.Fields, "host", "transfer-encoding", "trailer"), headerByName(header))
	assert.Equal(t, byName(sent.Trailer), headerByName(trailer))
	assert.True(t, sent.Body == string(body.Bytes), "want the body %.200q, got %.200q", sent.Body, body.Bytes)
	assert.True(t, body.Whole())
}

// FuzzPassThrough holds that no bytes of a caller's make the proxy fail: what
// the target is sent is what came, or the caller is told why not.
func FuzzPassThrough(f *testing.F) {
	f.Add("POST", "/ecomm/v2/payments?a=%2F", "X-A", "1, 2", []byte(`{"amount":9007199254740993}`))
	f.Add("GET", "//a/../b", "Connection", "X-A, close", []byte{})
	f.Add("PAY", "/\"<>|", "User-Agent", "", []byte("\x1f\x8b\x00"))
	f.Add("OPTIONS", "*", "Te", "trailers", []byte("0\r\n\r\n"))
	f.Add("CONNECT", "h:1", "Upgrade", "websocket", []byte{})
	f.Add("GET", "http://h/a", "Expect", "100-continue", []byte("abc"))
	f.Add("HEAD", "/%zz?%", "Content-Length", "3", []byte("abc"))
	f.Add("GET", "/a b", "X A", "a\r\nB: c", []byte("abc"))
	s := newShuttle(f, false)
	f.Fuzz(func(t *testing.T, method, target, name, value string, body []byte) {
		c := s.ready(t)
		s.answers <- ok
		fmt.Fprintf(c.Conn, "%s %s HTTP/1.1\r\nHost: h\r\n%s: %s\r\nContent-Length: %d\r\n\r\n%s", method, target, name, value, len(body), body)
		c.Conn.(*net.TCPConn).CloseWrite()
		io.Copy(io.Discard, c.Reader)
		require.NoError(t, s.proxy.Shutdown(t.Context()))
		for len(s.recorded) > 0 {
			x := <-s.recorded
			if len(s.seen) == 0 {
				continue
			}
			seen := <-s.seen
			assert.Equal(t, x.Request.Method+" "+x.Request.Target+" HTTP/1.1", seen.Line)
			assert.True(t, seen.Body == string(x.Request.Body.Bytes))
		}
	})
}
