package proxy

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// originForm is the request-target without the scheme and authority that a
// caller may put before it (RFC 9112 §3.2.2).
func originForm(target string) string {
	if strings.HasPrefix(target, "/") || target == "*" {
		return target
	}
	_, rest, ok := strings.Cut(target, "://")
	if !ok {
		return target
	}
	at := strings.IndexAny(rest, "/?")
	if at < 0 {
		return "/"
	}
	if rest[at] == '?' {
		return "/" + rest[at:]
	}
	return rest[at:]
}

// address gives the URL that makes the transport send exactly this target
// below the base path; ok is false where net/http has no way to.
func (p *Proxy) address(target string) (u *url.URL, ok bool) {
	u = &url.URL{Scheme: p.options.Target.Scheme, Host: p.options.Target.Host}
	if target == "*" {
		u.Opaque = target
		return u, true
	}
	target = p.base + target
	if !strings.HasPrefix(target, "//") {
		u.Opaque = target
		return u, true
	}
	// The transport would take an opaque // for an authority.
	path, query, has := strings.Cut(target, "?")
	plain, err := url.PathUnescape(path)
	if err != nil {
		return nil, false
	}
	u.Path, u.RawPath, u.RawQuery, u.ForceQuery = plain, path, query, has
	return u, u.RequestURI() == target
}

// forwarded gives the header to send on. It is the caller's own map, which
// nobody changes any more, wherever that will do.
func forwarded(r *http.Request) http.Header {
	h, owned := r.Header, false
	own := func() {
		if !owned {
			h, owned = maps.Clone(h), true
		}
	}
	if perConnection(h) {
		own()
		trailers := hasToken(h["Te"], "trailers")
		dropPerConnection(h)
		if trailers {
			h["Te"] = []string{"trailers"}
		}
	}
	// The transport sends the first User-Agent only, and one of its own where
	// there is none.
	if agents := h["User-Agent"]; len(agents) != 1 || agents[0] == "" {
		own()
		if len(agents) > 0 {
			h["user-agent"] = agents
		}
		h["User-Agent"] = nil
	}
	// The transport sends a request again if it knows it to be idempotent, and
	// the target would see what no caller sent; it knows this name as it is
	// commonly written only.
	for _, name := range [...]string{"Idempotency-Key", "X-Idempotency-Key"} {
		if keys, ok := h[name]; ok {
			own()
			delete(h, name)
			h[strings.ToLower(name)] = keys
		}
	}
	return h
}

// enclose gives the outgoing request a body that was read before, with the
// framing that the caller chose.
func enclose(out *http.Request, body []byte, announced, came http.Header) {
	switch {
	case len(out.TransferEncoding) > 0:
		out.Trailer = announced
		out.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), trailing{announced, came}))
	case out.ContentLength == 0:
		nothing(out)
	default:
		whole(out, body)
	}
}

// whole is a body in memory, which the transport can send in one piece, and
// anew where a connection turns out to be dead before any of it was sent.
func whole(out *http.Request, body []byte) {
	out.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	out.Body = io.NopCloser(bytes.NewReader(body))
}

// trailing puts the trailer where the transport looks for it once the body has
// ended, so that no more is announced than the caller announced.
type trailing struct{ to, from http.Header }

func (t trailing) Read([]byte) (int, error) {
	maps.Copy(t.to, t.from)
	return 0, io.EOF
}

// nothing is a request without a body. The transport has views of its own about
// which methods carry a Content-Length of 0; the caller's counts.
func nothing(out *http.Request) {
	out.Body, out.GetBody = nil, nil
	lengths, sent := out.Header["Content-Length"]
	sends := slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch}, out.Method)
	switch {
	case sent && !sends:
		out.Header = maps.Clone(out.Header)
		out.Header["content-length"] = lengths
	case !sent && sends:
		out.ContentLength, out.TransferEncoding = -1, []string{"identity"}
		whole(out, nil)
	}
}
