package sandbox

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// bodyLimit is the longest request body.
const bodyLimit = 10 << 20

// ServeHTTP implements [http.Handler]: control calls and pages for people under
// /__sandbox/, payment links, and everything else as the APIs.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		Gateway(http.StatusRequestEntityTooLarge, "the request body is longer than 10 MiB").write(w)
		return
	case err != nil:
		panic(http.ErrAbortHandler) // the caller broke off: nobody to answer
	}
	reply := s.answer(r, body)
	if reply.hangUp {
		panic(http.ErrAbortHandler)
	}
	reply.write(w)
}

func (s *Sandbox) answer(r *http.Request, body []byte) Reply {
	path := r.URL.EscapedPath()
	if first := segments(path); len(first) > 0 && strings.EqualFold(first[0], controlPrefix) {
		return s.serveControl(r, path, body)
	}
	if s.isLink(path) {
		return s.serveLink(r)
	}
	return s.serveAPI(r, path, body)
}

// serveAPI is a call as the gateway sees it: route, credentials, rate limit,
// and then the API itself.
func (s *Sandbox) serveAPI(r *http.Request, path string, body []byte) Reply {
	at := s.apis.find(r.Method, path)
	if !at.found {
		return s.nowhere(r, at)
	}
	e := at.value
	b, reason := s.owner(r, e.route)
	if reason != "" {
		return e.service.refuse(Refusal{Reason: reason, Request: r})
	}
	call := &Call{Box: b, Request: r, Body: body, Params: at.params}
	start := time.Now()
	reply := b.serve(call, e).dated(b)
	s.log.Info("call", "msn", b.tenant.MSN, "method", e.route.Method, "path", e.route.Path,
		"status", reply.Status, "took", time.Since(start))
	return reply
}

// dated tells the merchant's own time, which may be ahead of everybody else's.
func (r Reply) dated(b *Box) Reply {
	b.lock()
	defer b.unlock()
	header := r.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Date", b.Now().Format(http.TimeFormat))
	r.Header = header
	return r
}

// serve answers a call with the box locked.
func (b *Box) serve(c *Call, e *endpoint) Reply {
	b.lock()
	defer b.unlock()
	b.visited(c.Request)
	if reason := b.admit(c.Request, e.route); reason != "" {
		return e.service.refuse(Refusal{Reason: reason, Request: c.Request})
	}
	if after, ok := b.limit(c, e); !ok {
		return e.service.refuse(Refusal{Reason: TooMany, RetryAfter: after, Request: c.Request})
	}
	if e.route.Public || e.route.Access == KeyOnly {
		return e.route.Handle(c)
	}
	if b.Fault(faultAnswer500) {
		return Gateway(http.StatusInternalServerError, "a seeded defect: "+faultAnswer500)
	}
	return b.spoil(e.route.Handle(c))
}

// visited keeps the address by which the sandbox was called.
func (b *Box) visited(r *http.Request) {
	if b.sandbox.options.BaseURL != "" {
		return
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	b.base = scheme + "://" + r.Host
}

// spoil lets the seeded defects of answers take effect.
func (b *Box) spoil(reply Reply) Reply {
	reply.hangUp = b.Fault(faultAnswerLost)
	if b.Fault(faultAnswer202) && reply.Status == http.StatusOK {
		reply.Status = http.StatusAccepted
	}
	if b.Fault(faultAnswerTrailing) && len(reply.Body) > 0 {
		reply.Body = append(bytes.Clone(reply.Body), "{}"...)
	}
	if b.Fault(faultAnswerRepeats) {
		reply.Body = bytes.Replace(reply.Body, []byte("{"), []byte(`{"orderId":"","orderId":"",`), 1)
	}
	if b.Fault(faultAnswerCut) {
		reply.Body = reply.Body[:len(reply.Body)/2]
	}
	if b.Fault(faultAnswerText) {
		reply.Header = reply.Header.Clone()
		if reply.Header == nil {
			reply.Header = http.Header{}
		}
		reply.Header.Set("Content-Type", "text/plain")
	}
	return reply
}

// nowhere refuses a path that no API knows, or not with that method; it is
// worded by the API whose paths begin the same way.
func (s *Sandbox) nowhere(r *http.Request, at hit[*endpoint]) Reply {
	refusal := Refusal{Reason: UnknownRoute, Request: r}
	if len(at.methods) > 0 {
		refusal.Reason = UnknownMethod
	}
	reply := neighbour(at.near)(refusal)
	if reply.Status == http.StatusMethodNotAllowed && reply.Header.Get("Allow") == "" {
		reply.Header = maps.Clone(reply.Header)
		reply.Header.Set("Allow", strings.Join(at.methods, ", "))
	}
	return reply
}

// neighbour is the one service that everything near a path is of, or else the
// gateway.
func neighbour(near []*endpoint) func(Refusal) Reply {
	if len(near) == 0 || slices.ContainsFunc(near, func(e *endpoint) bool { return e.service != near[0].service }) {
		return RefuseAtGateway
	}
	return near[0].service.refuse
}

func (s *Service) refuse(r Refusal) Reply {
	if s.Refuse == nil {
		return RefuseAtGateway(r)
	}
	return s.Refuse(r)
}

// write sends a reply as it is.
func (r Reply) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), r.Header)
	if len(r.Body) == 0 && r.Header.Get("Content-Type") == "" {
		w.Header()["Content-Type"] = nil // none, instead of one that net/http guesses
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(r.Body)))
	if r.Status == http.StatusNoContent {
		w.Header().Del("Content-Length")
	}
	w.WriteHeader(r.Status)
	_, _ = io.Copy(w, bytes.NewReader(r.Body)) // a caller who is gone is nobody's fault
}
