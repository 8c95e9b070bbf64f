package proxy

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/textproto"
	"slices"
	"strings"

	"kontrakt/harness"
)

// relay sends the target's answer on as it comes.
func (f *flight) relay(response *http.Response) (abort bool) {
	answer := &f.exchange.Response
	answer.Status, answer.Proto, answer.Header = response.StatusCode, response.Proto, response.Header
	f.ownHeader()
	f.copyHeader(response)
	f.w.WriteHeader(response.StatusCode)
	body, readErr, writeErr := f.stream(response)
	answer.Body = body
	answer.Trailer = delivered(response.Trailer)
	switch {
	case writeErr != nil || f.request.Context().Err() != nil && readErr != nil:
		f.fail(harness.CallerGone, "the caller hung up within the answer")
	case readErr == nil:
		f.copyTrailer(response)
		return false
	case context.Cause(f.ctx) == errSilent:
		f.fail(harness.TimedOut, "the target fell silent within its answer for "+f.proxy.options.AnswerTimeout.String())
	default:
		f.fail(harness.CutOff, "the target broke off within its answer")
	}
	// The caller gets what there is, and must not take it for all.
	f.flush()
	return true
}

func (f *flight) fail(kind harness.FailureKind, detail string) {
	f.exchange.Failure = &harness.Failure{Kind: kind, Detail: detail}
}

// stream relays the body. What has come is sent at once while more is to come.
func (f *flight) stream(response *http.Response) (body harness.Body, readErr, writeErr error) {
	if response.Body == http.NoBody {
		return harness.Body{}, nil, nil
	}
	length := response.ContentLength
	c := newCapture(length, f.proxy.options.MaxBody)
	defer func() { body = c.body() }()
	if length < 0 {
		f.flush()
	}
	for {
		p := c.space()
		f.silence.Reset(f.proxy.options.AnswerTimeout)
		n, err := response.Body.Read(p)
		f.silence.Stop()
		c.took(n)
		if n > 0 {
			if _, writeErr = f.w.Write(p[:n]); writeErr != nil {
				break
			}
		}
		if err != nil {
			if err != io.EOF {
				readErr = err
			}
			break
		}
		if c.size != length {
			f.flush()
		}
	}
	f.waited()
	return body, readErr, writeErr
}

// ownHeader takes the header from the transport's goroutine: what follows is
// the final answer.
func (f *flight) ownHeader() {
	f.head.Lock()
	defer f.head.Unlock()
	f.final = true
	// No date of ours, and no type guessed from the body.
	h := f.w.Header()
	h["Date"], h["Content-Type"] = nil, nil
}

// sent says whether the caller may have part of a final answer.
func (f *flight) sent() bool {
	f.head.Lock()
	defer f.head.Unlock()
	return f.final
}

func (f *flight) copyHeader(response *http.Response) {
	h := f.w.Header()
	maps.Copy(h, response.Header)
	if perConnection(response.Header) {
		dropPerConnection(h)
	}
	if len(response.Trailer) > 0 {
		h["Trailer"] = []string{strings.Join(slices.Sorted(maps.Keys(response.Trailer)), ", ")}
	}
	if s := response.StatusCode; s == http.StatusNoContent || s == http.StatusNotModified {
		keepDescription(h)
	}
}

// keepDescription saves what describes a body that is not sent. The server
// would drop it; it knows the fields as they are commonly written only.
func keepDescription(h http.Header) {
	for _, name := range [...]string{"Content-Type", "Content-Length"} {
		if values := h[name]; len(values) > 0 {
			delete(h, name)
			h[strings.ToLower(name)] = values
		}
	}
}

// copyTrailer puts the fields that followed the body where the server looks
// for them.
func (f *flight) copyTrailer(response *http.Response) {
	if len(response.Trailer) == 0 {
		return
	}
	h := f.w.Header()
	announced := h["Trailer"]
	for name, values := range response.Trailer {
		switch {
		case !hasToken(announced, name):
			h[http.TrailerPrefix+name] = values
		case len(values) > 0:
			h[name] = values
		default:
			delete(h, name)
		}
	}
}

// inform relays an informational answer. It runs in the transport's goroutine.
func (f *flight) inform(code int, header textproto.MIMEHeader) error {
	f.answering(false)
	f.head.Lock()
	defer f.head.Unlock()
	// A caller of HTTP/1.0 knows of none; a 100 that nobody waits for any more is
	// the proxy's own business.
	if f.final || !f.request.ProtoAtLeast(1, 1) || code == http.StatusContinue && f.incoming == nil {
		return nil
	}
	h := f.w.Header()
	maps.Copy(h, http.Header(header))
	f.w.WriteHeader(code)
	clear(h)
	return nil
}

// answering says whether what comes from the target is taken for its final
// answer.
func (f *flight) answering(final bool) {
	if f.incoming != nil {
		f.incoming.refused.Store(final)
	}
}

func (f *flight) flush() {
	if flusher, ok := f.w.(http.Flusher); ok {
		flusher.Flush()
	}
}
