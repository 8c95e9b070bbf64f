// Package proxy forwards requests to a target and the target's answers back,
// byte for byte, and hands each exchange to a sink. It is a witness: it judges
// nothing, and it alters nothing but what belongs to a single connection
// (RFC 9110 §7.6.1) and the Host header.
//
// What the same bytes are: the request-target, the bodies as they are encoded,
// the status, the values of each header field in their order, the trailers,
// and whether a body has a length or is chunked. Field names compare without
// regard to case, and fields of different names have no order.
package proxy

import (
	"context"
	"net/http"
)

// A Proxy is an [http.Handler] that forwards to one target. Serve it with
// [NewServer], which lets it hand over exchanges when the caller has the last
// byte.
type Proxy struct {
	options   Options
	base      string
	transport *http.Transport
	flights   *flights
}

// ServeHTTP forwards one request.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

// Await returns when no exchange of the scenario is under way any more: what
// the caller already has the answer to has then reached the sink.
func (p *Proxy) Await(scenario string) {}

// Shutdown returns when every exchange under way has reached the sink, or with
// the context's error. It does not stop the server in front of the proxy.
func (p *Proxy) Shutdown(ctx context.Context) error { return nil }
