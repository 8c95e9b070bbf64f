// Package intercept brings to a handler what clients send to hosts that stand
// in their own code: as a forward proxy whose tunnels to those hosts (CONNECT,
// RFC 9110 §9.3.6) end here, and as a TLS listener where a resolver leads them
// to. It answers with certificates of an authority of its own, which is good
// for one host and leaves this machine for nobody.
//
// What it hands on are connections, not messages: an HTTP server reads them, so
// the bytes of a message are the same whichever way they came.
package intercept
