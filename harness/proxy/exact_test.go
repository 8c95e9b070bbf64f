package proxy_test

import (
	"bufio"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
)

// through sends a request's bytes through a proxy to a target that answers with
// the bytes of answer, and gives what the target saw, what the caller saw, and
// what was recorded.
func through(t *testing.T, o proxy.Options, method, request, answer string) (seen, heard wireMessage, x *harness.Exchange) {
	t.Helper()
	arrived := make(chan wireMessage, 1)
	base := ""
	if o.Target != nil {
		base = o.Target.Path
	}
	o.Target = serveRaw(t, func(c net.Conn, r *bufio.Reader) {
		m, err := readMessage(r, withBody)
		if err != nil {
			return
		}
		arrived <- m
		c.Write([]byte(answer))
		r.ReadByte()
	})
	o.Target.Path = base
	r := start(t, o)
	c := r.dial(t)
	c.say(t, request)
	heard = c.hear(t, method)
	select {
	case seen = <-arrived:
	default:
		t.Fatalf("the target saw nothing, the caller heard %q", heard)
	}
	return seen, heard, r.next(t)
}

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

func TestRequestTargetIsUntouched(t *testing.T) {
	t.Parallel()
	for _, target := range []string{
		"/ecomm/v2/payments", "/a%2Fb%2fc", "/a%2Db", "/a/../b/./c", "/a//b", "//a/b", "//a?x=//y", "/?", "/a?", "/a??b", "/a?b=c&b=d&&",
		"/a?q=%zz", "/a;b=c,d", "/a?x=1;y=2", "/a+b?c+d", "/a\"b<c>|^`{}", "/æøå?ø=å", "/a#b", "/a:b@c", "/[x]", "/~a", "/%41", "*",
	} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			method := http.MethodGet
			if target == "*" {
				method = http.MethodOptions
			}
			seen, _, x := through(t, proxy.Options{}, method, method+" "+target+" HTTP/1.1\r\nHost: shop\r\n\r\n", ok)
			assert.Equal(t, method+" "+target+" HTTP/1.1", seen.Line)
			assert.Equal(t, target, x.Request.Target)
			assert.Nil(t, x.Failure)
		})
	}
}

func TestRequestTargetGoesBelowTheBasePath(t *testing.T) {
	t.Parallel()
	o := proxy.Options{Target: mustParse("http://x/base/")}
	seen, _, x := through(t, o, "GET", "GET //a%2F?b HTTP/1.1\r\nHost: shop\r\n\r\n", ok)
	assert.Equal(t, "GET /base//a%2F?b HTTP/1.1", seen.Line)
	assert.Equal(t, "//a%2F?b", x.Request.Target)
}

func TestRequestTargetInAbsoluteForm(t *testing.T) {
	t.Parallel()
	for absolute, origin := range map[string]string{
		"http://shop.example/a?b": "/a?b", "http://shop.example": "/", "http://shop.example?b": "/?b", "https://shop.example//a": "//a",
	} {
		t.Run(absolute, func(t *testing.T) {
			t.Parallel()
			seen, _, x := through(t, proxy.Options{}, "GET", "GET "+absolute+" HTTP/1.1\r\nHost: shop\r\n\r\n", ok)
			assert.Equal(t, "GET "+origin+" HTTP/1.1", seen.Line)
			assert.Equal(t, origin, x.Request.Target)
			assert.Equal(t, "shop.example", x.Request.Host)
		})
	}
}

func TestRequestArrivesAsItWasSent(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100_000)
	tests := []struct {
		name, request string
		// want is the request as the target sees it, without Host.
		want wireMessage
	}{
		{"nothing is added to a bare request", "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", wireMessage{}},
		{"a POST without a body and without a length", "POST /a HTTP/1.1\r\nHost: h\r\n\r\n", wireMessage{}},
		{"a POST with length 0", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", wireMessage{Fields: [][2]string{{"Content-Length", "0"}}}},
		{"a GET with length 0", "GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", wireMessage{Fields: [][2]string{{"Content-Length", "0"}}}},
		{"a DELETE with length 0", "DELETE /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", wireMessage{Fields: [][2]string{{"Content-Length", "0"}}}},
		{"a GET with a body", "GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", wireMessage{Fields: [][2]string{{"Content-Length", "3"}}, Body: "abc"}},
		{"an unknown method", "PAY /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", wireMessage{Fields: [][2]string{{"Content-Length", "3"}}, Body: "abc"}},
		{"numbers, duplicate keys and white space", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 47\r\n\r\n{ \"a\" : 9007199254740993,\t\"a\":1.0e2 , \"b\":-0.0}", wireMessage{Fields: [][2]string{{"Content-Length", "47"}}, Body: "{ \"a\" : 9007199254740993,\t\"a\":1.0e2 , \"b\":-0.0}"}},
		{"a large body", "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" + long, wireMessage{Fields: [][2]string{{"Content-Length", "100000"}}, Body: long}},
		{"a chunked body", "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\n\r\n", wireMessage{Fields: [][2]string{{"Transfer-Encoding", "chunked"}}, Body: "abc", Chunked: true}},
		{"an empty chunked body", "GET /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", wireMessage{Fields: [][2]string{{"Transfer-Encoding", "chunked"}}, Chunked: true}},
		{
			"trailers, announced and not", "POST /a HTTP/1.1\r\nHost: h\r\nTrailer: X-Sum, X-Never\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\nX-Sum: 2\r\nX-Late: 3\r\n\r\n",
			wireMessage{Fields: [][2]string{{"Trailer", "X-Never,X-Sum"}, {"Transfer-Encoding", "chunked"}}, Body: "abc", Chunked: true, Trailer: [][2]string{{"X-Late", "3"}, {"X-Sum", "1"}, {"X-Sum", "2"}}},
		},
		{
			"repeated fields, in order", "GET /a HTTP/1.1\r\nHost: h\r\nx-a: 2\r\nX-B: \"q\"; æ\r\nX-A: 1, 1\r\nX-A:\r\n\r\n",
			wireMessage{Fields: [][2]string{{"X-A", "2"}, {"X-A", "1, 1"}, {"X-A", ""}, {"X-B", "\"q\"; æ"}}},
		},
		{"one User-Agent", "GET /a HTTP/1.1\r\nHost: h\r\nUser-Agent: a/1\r\n\r\n", wireMessage{Fields: [][2]string{{"User-Agent", "a/1"}}}},
		{"two User-Agents", "GET /a HTTP/1.1\r\nHost: h\r\nUser-Agent: a\r\nUser-Agent: b\r\n\r\n", wireMessage{Fields: [][2]string{{"user-agent", "a"}, {"user-agent", "b"}}}},
		{"an empty User-Agent", "GET /a HTTP/1.1\r\nHost: h\r\nUser-Agent:\r\n\r\n", wireMessage{Fields: [][2]string{{"user-agent", ""}}}},
		{"an idempotency key", "GET /a HTTP/1.1\r\nHost: h\r\nIdempotency-Key: k\r\n\r\n", wireMessage{Fields: [][2]string{{"idempotency-key", "k"}}}},
		{"encodings and credentials", "GET /a HTTP/1.1\r\nHost: h\r\nAccept-Encoding: br;q=1, gzip\r\nAuthorization: Bearer t\r\nX-Forwarded-For: 1.2.3.4\r\nCookie: a=b\r\n\r\n", wireMessage{Fields: [][2]string{{"Accept-Encoding", "br;q=1, gzip"}, {"Authorization", "Bearer t"}, {"X-Forwarded-For", "1.2.3.4"}, {"Cookie", "a=b"}}}},
		{
			"what concerns one connection stays there", "GET /a HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, x-hop\r\nConnection: X-Other\r\nX-Hop: 1\r\nX-Other: 1\r\nX-End: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nTE: trailers, deflate\r\n\r\n",
			wireMessage{Fields: [][2]string{{"TE", "trailers"}, {"X-End", "1"}}},
		},
		{"an offer of h2c is passed over", "GET /a HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\nX-End: 1\r\n\r\n", wireMessage{Fields: [][2]string{{"X-End", "1"}}}},
		{"the mark of a scenario stays here", "GET /a HTTP/1.1\r\nHost: h\r\nkontrakt-scenario: s1\r\nX-End: 1\r\n\r\n", wireMessage{Fields: [][2]string{{"X-End", "1"}}}},
		{"a request of HTTP/1.0", "GET /a HTTP/1.0\r\nHost: h\r\n\r\n", wireMessage{}},
	}
	for _, tt := range tests {
		for mode, o := range map[string]proxy.Options{"observe": {}, "enforce": {Guard: func(*harness.Exchange) []harness.Finding { return nil }}} {
			t.Run(tt.name+", "+mode, func(t *testing.T) {
				t.Parallel()
				seen, _, x := through(t, o, "GET", tt.request, ok)
				method, _, _ := strings.Cut(tt.request, " ")
				assert.Equal(t, method+" /a HTTP/1.1", seen.Line)
				assert.Equal(t, byName(tt.want.Fields), byName(seen.Fields, "host"))
				assert.Equal(t, tt.want.Chunked, seen.Chunked)
				assert.Equal(t, tt.want.Body, seen.Body)
				assert.Equal(t, tt.want.Trailer, seen.Trailer)
				assert.Equal(t, tt.want.Body, string(x.Request.Body.Bytes))
				assert.True(t, x.Request.Body.Whole())
				assert.Equal(t, byName(tt.want.Trailer), headerByName(x.Request.Trailer))
				assert.Equal(t, method, x.Request.Method)
				assert.Equal(t, "h", x.Request.Host)
				assert.Nil(t, x.Failure)
			})
		}
	}
}

func TestHostIsTheTargets(t *testing.T) {
	t.Parallel()
	seen, _, x := through(t, proxy.Options{Public: mustParse("https://shop.example")}, "GET", "GET /a HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", ok)
	require.Len(t, seen.values("Host"), 1)
	assert.Regexp(t, `^127\.0\.0\.1:\d{2,}$`, seen.values("Host")[0])
	assert.Equal(t, "https", x.Request.Scheme)
	assert.Equal(t, "shop.example", x.Request.Host)
}

func TestMarkAttributesTheExchange(t *testing.T) {
	t.Parallel()
	_, _, x := through(t, proxy.Options{}, "GET", "GET /a HTTP/1.1\r\nHost: h\r\nKontrakt-Scenario: s1\r\n\r\n", ok)
	assert.Equal(t, "s1", x.Scenario)
	assert.NotContains(t, x.Request.Header, harness.MarkHeader)
}

func TestAnswerArrivesAsItWasSent(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("y", 300_000)
	tests := []struct {
		name, method, answer string
		want                 wireMessage
	}{
		{"nothing is added", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", wireMessage{Fields: [][2]string{{"Content-Length", "6"}}, Body: "<html>"}},
		{"date and type are the target's", "GET", "HTTP/1.1 200 OK\r\nDate: then\r\nContent-Type: a\r\nContent-Length: 1\r\n\r\nx", wireMessage{Fields: [][2]string{{"Content-Length", "1"}, {"Date", "then"}, {"Content-Type", "a"}}, Body: "x"}},
		{"an empty body", "POST", "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", wireMessage{Line: "202", Fields: [][2]string{{"Content-Length", "0"}}}},
		{"a large body", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + long, wireMessage{Fields: [][2]string{{"Content-Length", "300000"}}, Body: long}},
		{"a chunked body", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", wireMessage{Fields: [][2]string{{"Transfer-Encoding", "chunked"}}, Body: "abcd", Chunked: true}},
		{"an empty chunked body", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", wireMessage{Fields: [][2]string{{"Transfer-Encoding", "chunked"}}, Chunked: true}},
		{"a body that the connection's end ends is chunked", "GET", "HTTP/1.0 200 OK\r\n\r\nabc", wireMessage{Fields: [][2]string{{"Transfer-Encoding", "chunked"}}, Body: "abc", Chunked: true}},
		{
			"trailers, announced and not", "GET", "HTTP/1.1 200 OK\r\nX-Sum: 0\r\nTrailer: X-Sum, X-Never\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\nX-Sum: 2\r\nX-Late: 3\r\n\r\n",
			wireMessage{Fields: [][2]string{{"X-Sum", "0"}, {"Trailer", "X-Never, X-Sum"}, {"Transfer-Encoding", "chunked"}}, Body: "abc", Chunked: true, Trailer: [][2]string{{"X-Late", "3"}, {"X-Sum", "1"}, {"X-Sum", "2"}}},
		},
		{"a redirect is not followed", "GET", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x\r\nContent-Length: 0\r\n\r\n", wireMessage{Line: "302", Fields: [][2]string{{"Location", "http://127.0.0.1:1/x"}, {"Content-Length", "0"}}}},
		{"an encoded body stays encoded", "GET", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x00\xff", wireMessage{Fields: [][2]string{{"Content-Encoding", "gzip"}, {"Content-Length", "4"}}, Body: "\x1f\x8b\x00\xff"}},
		{"repeated fields, in order", "GET", "HTTP/1.1 200 OK\r\nSet-Cookie: b=1\r\nset-cookie: a=2\r\nContent-Length: 0\r\n\r\n", wireMessage{Fields: [][2]string{{"Set-Cookie", "b=1"}, {"Set-Cookie", "a=2"}, {"Content-Length", "0"}}}},
		{"HEAD with a length", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 1500\r\n\r\n", wireMessage{Fields: [][2]string{{"Content-Length", "1500"}}}},
		{"HEAD without a length", "HEAD", "HTTP/1.1 200 OK\r\nX-A: 1\r\n\r\n", wireMessage{Fields: [][2]string{{"X-A", "1"}}}},
		{"204", "DELETE", "HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n", wireMessage{Line: "204", Fields: [][2]string{{"X-A", "1"}}}},
		{"204 with a length of 0", "DELETE", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", wireMessage{Line: "204", Fields: [][2]string{{"Content-Length", "0"}}}},
		{"204 with a type, twice", "DELETE", "HTTP/1.1 204 No Content\r\nContent-Type: a\r\nContent-Type: b\r\n\r\n", wireMessage{Line: "204", Fields: [][2]string{{"Content-Type", "a"}, {"Content-Type", "b"}}}},
		{"304 that describes what it does not send", "GET", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\n", wireMessage{Line: "304", Fields: [][2]string{{"Etag", "\"a\""}, {"Content-Type", "text/plain"}, {"Content-Length", "12"}}}},
		{"a status that nobody knows", "GET", "HTTP/1.1 799 Odd\r\nContent-Length: 0\r\n\r\n", wireMessage{Line: "799", Fields: [][2]string{{"Content-Length", "0"}}}},
		{"what concerns one connection stays there", "GET", "HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n", wireMessage{Fields: [][2]string{{"Content-Length", "0"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := serveRaw(t, func(c net.Conn, r *bufio.Reader) {
				readMessage(r, withBody)
				c.Write([]byte(tt.answer))
			})
			r := start(t, proxy.Options{Target: target})
			c := r.dial(t)
			c.say(t, tt.method+" /a HTTP/1.1\r\nHost: h\r\n\r\n")
			heard, x := c.hear(t, tt.method), r.next(t)
			if tt.want.Line == "" {
				tt.want.Line = "200"
			}
			assert.Equal(t, tt.want.Line, heard.Line[9:12])
			assert.Equal(t, byName(tt.want.Fields), byName(heard.Fields))
			assert.Equal(t, tt.want.Body, heard.Body)
			assert.Equal(t, tt.want.Trailer, heard.Trailer)
			assert.Equal(t, tt.want.Body, string(x.Response.Body.Bytes))
			assert.True(t, x.Response.Body.Whole())
			assert.Equal(t, byName(tt.want.Trailer), headerByName(x.Response.Trailer))
			assert.Equal(t, byName(tt.want.Fields, "trailer", "transfer-encoding"), headerByName(x.Response.Header, "connection", "keep-alive", "x-hop"))
			assert.Nil(t, x.Failure)
		})
	}
}
