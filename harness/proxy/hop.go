package proxy

import (
	"net/http"
	"net/textproto"
	"strings"
)

// ofConnection are the fields that concern one connection only, whether or not
// Connection names them (RFC 9110 §7.6.1).
var ofConnection = [...]string{"Connection", "Proxy-Connection", "Keep-Alive", "Te", "Transfer-Encoding", "Upgrade"}

// perConnection says whether a header has any field that is not sent on.
func perConnection(h http.Header) bool {
	for _, name := range ofConnection {
		if _, ok := h[name]; ok {
			return true
		}
	}
	return false
}

// dropPerConnection removes what is not sent on, and what Connection names.
// net/http takes Connection out of an answer that ends its connection, so what
// such an answer names beside close cannot be known, and is sent on.
func dropPerConnection(h http.Header) {
	for _, value := range h["Connection"] {
		for name := range strings.SplitSeq(value, ",") {
			delete(h, textproto.CanonicalMIMEHeaderKey(textproto.TrimString(name)))
		}
	}
	for _, name := range ofConnection {
		delete(h, name)
	}
}

// hasToken looks for a token in a comma-separated field, without regard to
// case.
func hasToken(values []string, token string) bool {
	for _, value := range values {
		for part := range strings.SplitSeq(value, ",") {
			if strings.EqualFold(textproto.TrimString(part), token) {
				return true
			}
		}
	}
	return false
}

// switching names the protocol that a request wants to change to, "" for none.
// An offer of h2c may be passed over (RFC 9110 §7.8), and is: some clients make
// it with every request.
func switching(h http.Header) string {
	if !hasToken(h["Connection"], "upgrade") {
		return ""
	}
	for _, value := range h["Upgrade"] {
		for protocol := range strings.SplitSeq(value, ",") {
			if protocol = textproto.TrimString(protocol); protocol != "" && !strings.EqualFold(protocol, "h2c") {
				return protocol
			}
		}
	}
	return ""
}
