package proxy

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"

	"kontrakt/harness"
)

// Record makes a RoundTripper that sends with rt and hands each call to the
// sink, exactly once, as an exchange of harness.FlowCallback. Scheme and host
// are those of the request's URL, so whatever leads calls elsewhere belongs
// below, into rt. There, compression must be off (DisableCompression), or the
// answers recorded are not those on the wire.
//
// An answer of up to 10 MiB is recorded before the caller sees it; a longer one
// when the caller closes its body.
func Record(rt http.RoundTripper, sink func(*harness.Exchange), ids func() string, now func() time.Time) http.RoundTripper {
	return &recorder{rt: rt, sink: sink, ids: ids, now: now}
}

type recorder struct {
	rt   http.RoundTripper
	sink func(*harness.Exchange)
	ids  func() string
	now  func() time.Time
}

// A recording is one call under way.
type recording struct {
	recorder *recorder
	exchange *harness.Exchange
	started  time.Time

	mu      sync.Mutex
	header  http.Header
	capture capture
}

// RoundTrip sends the request and records it.
func (c *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	g := c.begin(r)
	trace := &httptrace.ClientTrace{WroteHeaderField: g.wroteHeader}
	out := r.Clone(httptrace.WithClientTrace(r.Context(), trace))
	if r.Body != nil && r.Body != http.NoBody {
		out.Body, out.GetBody = &sending{body: r.Body, to: g}, nil
	}
	response, err := c.rt.RoundTrip(out)
	if err != nil {
		g.unsent(r)
	}
	g.sent(out)
	if err != nil {
		g.exchange.Failure = unreached(r, err)
		g.end()
		return nil, err
	}
	g.answered(response)
	return response, nil
}

func (c *recorder) begin(r *http.Request) *recording {
	g := &recording{recorder: c, started: c.now(), header: http.Header{}, capture: newCapture(0, defaultMaxBody)}
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	g.exchange = &harness.Exchange{
		ID:      c.ids(),
		Flow:    harness.FlowCallback,
		Started: g.started.Round(0).UTC(),
		Request: harness.Request{
			Method: r.Method, Scheme: r.URL.Scheme, Host: host, Target: r.URL.RequestURI(), Proto: "HTTP/1.1",
		},
	}
	if r.Method == "" {
		g.exchange.Request.Method = http.MethodGet
	}
	return g
}

// wroteHeader notes the header as it goes out, with what the transport adds.
func (g *recording) wroteHeader(name string, values []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if name != "Host" && name != "Transfer-Encoding" && name != "Trailer" {
		name = http.CanonicalHeaderKey(name)
		g.header[name] = append(g.header[name], values...)
	}
}

// unsent notes the body of a call of which nothing went out: what the call is
// about may stand nowhere else.
func (g *recording) unsent(r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.header) > 0 || g.capture.size > 0 || r.GetBody == nil {
		return
	}
	body, err := r.GetBody()
	if err != nil {
		return
	}
	defer body.Close()
	for err == nil {
		var n int
		n, err = body.Read(g.capture.space())
		g.capture.took(n)
	}
}

// sent ends the request's part of the exchange.
func (g *recording) sent(out *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	header := g.header
	if len(header) == 0 {
		header = out.Header.Clone()
	}
	request := &g.exchange.Request
	request.Header, g.header = header, http.Header{}
	request.Body = g.capture.body()
	g.capture = capture{}
	request.Trailer = delivered(out.Trailer)
	g.exchange.Waited = g.recorder.now().Sub(g.started)
}

// answered records the answer and gives the caller its body anew.
func (g *recording) answered(response *http.Response) {
	answer := &g.exchange.Response
	answer.Status, answer.Proto, answer.Header = response.StatusCode, response.Proto, response.Header.Clone()
	c := newCapture(response.ContentLength, defaultMaxBody)
	body := response.Body
	var err error
	for err == nil && c.size < defaultMaxBody {
		var n int
		n, err = body.Read(c.space())
		c.took(n)
	}
	answer.Body = c.body()
	if err == nil {
		response.Body = &overlong{captured: bytes.NewReader(answer.Body.Bytes), body: body, of: g, response: response}
		return
	}
	body.Close()
	rest := io.Reader(bytes.NewReader(answer.Body.Bytes))
	if err != io.EOF {
		g.exchange.Failure = brokeOff()
		rest = io.MultiReader(rest, failing{err})
	}
	answer.Trailer = delivered(response.Trailer)
	response.Body = io.NopCloser(rest)
	g.end()
}

func (g *recording) end() {
	g.exchange.Duration = g.recorder.now().Sub(g.started)
	g.recorder.sink(g.exchange)
}

// unreached says why a call had no answer.
func unreached(r *http.Request, err error) *harness.Failure {
	if timedOut(r.Context(), err) {
		return &harness.Failure{Kind: harness.TimedOut, Detail: "no answer in time"}
	}
	if r.Context().Err() != nil {
		return &harness.Failure{Kind: harness.CallerGone, Detail: "the call was given up"}
	}
	kind, _, detail := explain(err)
	return &harness.Failure{Kind: kind, Detail: detail}
}
