// Package proxy forwards requests to a target and the target's answers back,
// byte for byte, and hands each exchange to a sink. It is a witness: it judges
// nothing, and it alters nothing but what belongs to a single connection
// (RFC 9110 §7.6.1) and the Host header, which names the target, since that is
// whom the request is for.
//
// What the same bytes are: the request-target, the bodies as they are encoded,
// the status, the values of each header field in their order, the trailers,
// and whether a body has a length or is chunked. Field names compare without
// regard to case, and fields of different names have no order.
//
// Of the packages within, line sends, intercept brings the calls of software whose
// hosts nobody can change, live shows what passes, and proxybench measures.
package proxy

import (
	"context"
	"net/http"

	"kontrakt/harness"
	"kontrakt/harness/proxy/line"
)

// A Proxy is an [http.Handler] that forwards to one target. Serve it with
// [NewServer], which lets it hand over exchanges when the caller has the last
// byte; elsewhere the end of a chunked answer waits for the sink.
//
// An exchange that the proxy answered itself has a Failure and no Response:
// what the callee answered is nothing.
type Proxy struct {
	options   Options
	base      string
	transport *http.Transport
	// trunk takes what is small, see [flight.short].
	trunk    *line.Trunk
	underway *underway
}

// ServeHTTP forwards one request.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t, ours := r.Context().Value(turnKey{}).(*turn)
	var f *flight
	if ours && t.begun != nil && t.begun.proxy == p {
		f, t.begun = p.resume(w, r, t.begun), nil
	} else {
		f = p.begin(w, r)
	}
	abort := f.forwardSafely()
	if ours {
		t.flight = f
	} else {
		f.flush()
		f.settle()
	}
	if abort {
		panic(http.ErrAbortHandler)
	}
}

// forwardSafely turns a bug of ours, or of the guard, into a recorded failure.
func (f *flight) forwardSafely() (abort bool) {
	defer func() {
		if v := recover(); v != nil {
			abort = f.ownFault()
		}
	}()
	return f.forward()
}

// ownFault answers for a panic. What it said is not repeated: it may hold what
// was being looked at.
func (f *flight) ownFault() (abort bool) {
	const detail = "the proxy itself broke off"
	if f.sent() {
		f.exchange.Failure = &harness.Failure{Kind: harness.Refused, Detail: detail}
		f.flush()
		return true
	}
	f.answer(harness.Refused, http.StatusInternalServerError, "internal error", detail, nil)
	return false
}

// Await returns when no exchange of the scenario is under way any more: what
// the caller has the answer to has then reached the sink.
func (p *Proxy) Await(ctx context.Context, scenario string) error {
	return p.underway.wait(ctx, func(u *underway) bool { return u.byScenario[scenario] == 0 })
}

// Shutdown returns when every exchange under way has reached the sink, or with
// the context's error. It does not stop the server in front of the proxy: stop
// that first.
func (p *Proxy) Shutdown(ctx context.Context) error {
	err := p.underway.wait(ctx, func(u *underway) bool { return u.all == 0 })
	p.transport.CloseIdleConnections()
	p.trunk.CloseIdle()
	return err
}
