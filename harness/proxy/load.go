package proxy

import (
	"fmt"
	"io"
	"net/http"

	"kontrakt/harness"
)

// load gives the outgoing request its body: read beforehand where it is small
// or has to be judged first, else as it comes.
func (f *flight) load(out *http.Request) (ok bool) {
	r := f.request
	announced := announcedTrailer(r)
	guarded := f.proxy.options.Guard != nil
	small := r.ContentLength >= 0 && r.ContentLength <= min(smallBody, f.proxy.options.MaxBody)
	if guarded || small && (r.ContentLength == 0 || r.Header["Expect"] == nil) {
		body, ok := f.readAhead()
		if !ok || guarded && !f.guard() {
			return false
		}
		enclose(out, body, announced, r.Trailer)
		return true
	}
	out.Trailer = announced
	f.incoming = &incoming{
		request: r, trailer: out.Trailer, patience: f.proxy.options.AnswerTimeout, now: f.proxy.options.Now,
		capture:   newCapture(r.ContentLength, f.proxy.options.MaxBody),
		expecting: r.Header["Expect"] != nil, gone: f.ctx, done: make(chan struct{}),
	}
	out.Body = f.incoming
	// A target may answer before it has all of the request.
	http.NewResponseController(f.w).EnableFullDuplex()
	return true
}

// announcedTrailer names the fields that will follow a chunked body. It is not
// the request's own map: the transport sends what is in it when the body has
// ended, and the caller need not have announced all of that.
func announcedTrailer(r *http.Request) http.Header {
	if r.ContentLength >= 0 {
		return nil
	}
	announced := http.Header{}
	for name := range r.Trailer {
		announced[name] = nil
	}
	return announced
}

// readAhead reads the whole request body, as far as it may be captured.
func (f *flight) readAhead() (body []byte, ok bool) {
	r, x := f.request, f.exchange
	if r.ContentLength == 0 {
		return nil, true
	}
	limit := f.proxy.options.MaxBody
	if r.ContentLength > limit {
		x.Request.Body.Size = r.ContentLength
		return nil, f.tooLarge()
	}
	c := newCapture(r.ContentLength, limit+1)
	var err error
	for err == nil && c.size <= limit {
		var n int
		n, err = r.Body.Read(c.space())
		c.took(n)
	}
	x.Request.Body, x.Request.Trailer = c.body(), delivered(r.Trailer)
	if x.Request.Body.Size > limit {
		x.Request.Body.Bytes = x.Request.Body.Bytes[:limit]
		return nil, f.tooLarge()
	}
	if err != io.EOF {
		kind, status, detail := brokenBody(err)
		f.answer(kind, status, badRequest, detail, nil)
		return nil, false
	}
	return x.Request.Body.Bytes, true
}

func (f *flight) tooLarge() (ok bool) {
	f.answer(harness.Refused, http.StatusRequestEntityTooLarge, "the request is too large to be judged",
		fmt.Sprintf("want a body of at most %d bytes", f.proxy.options.MaxBody), nil)
	return false
}
