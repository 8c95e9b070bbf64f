package proxy

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"
	"unicode/utf8"

	"kontrakt/harness"
)

// errSilent cancels a request to a target that does not answer.
var errSilent = errors.New("proxy: the target is silent")

// A flight is one exchange under way.
type flight struct {
	proxy    *Proxy
	w        http.ResponseWriter
	request  *http.Request
	exchange *harness.Exchange
	// begun is what a front has done of it; nil where it has done nothing.
	begun *begun
	// started and asked keep the monotonic clock; asked is when the target had
	// the request.
	started, asked time.Time

	ctx     context.Context
	cancel  context.CancelCauseFunc
	silence *time.Timer
	// incoming is the body where it is relayed as it comes.
	incoming *incoming

	// head guards the header that is sent to the caller: informational answers
	// come from the transport's goroutine.
	head  sync.Mutex
	final bool
}

func (p *Proxy) begin(w http.ResponseWriter, r *http.Request) *flight {
	scenario := r.Header.Get(harness.MarkHeader)
	delete(r.Header, harness.MarkHeader)
	f := &flight{proxy: p, w: w, request: r, started: p.options.Now()}
	f.exchange = p.exchange(scenario, f.started)
	asked := &f.exchange.Request
	asked.Method, asked.Target, asked.Proto, asked.Header = r.Method, originForm(r.RequestURI), r.Proto, r.Header
	switch {
	case p.options.Public != nil:
	case r.TLS != nil:
		asked.Scheme, asked.Host = "https", r.Host
	default:
		asked.Host = r.Host
	}
	return f
}

// exchange begins one that has just arrived.
func (p *Proxy) exchange(scenario string, now time.Time) *harness.Exchange {
	p.underway.begin(scenario)
	x := &harness.Exchange{ID: p.options.IDs(), Flow: p.options.Flow, Scenario: scenario, Started: now.Round(0).UTC()}
	x.Request.Scheme = "http"
	if public := p.options.Public; public != nil {
		x.Request.Scheme, x.Request.Host = public.Scheme, public.Host
	}
	if p.options.Began != nil {
		p.options.Began(x)
	}
	return x
}

// settle hands the exchange to the sink. It runs when the caller has all of
// the answer.
func (f *flight) settle() { f.proxy.settle(f.exchange, f.started) }

func (p *Proxy) settle(x *harness.Exchange, started time.Time) {
	defer p.underway.end(x.Scenario)
	x.Duration = p.options.Now().Sub(started)
	p.options.Sink(x)
}

// forward takes the request to the target and the answer back. The answer is
// whole unless it says that the connection must be aborted.
func (f *flight) forward() (abort bool) {
	out, ok := f.prepare()
	if !ok {
		return false
	}
	defer f.cancel(nil)
	f.asked = f.proxy.options.Now()
	silence := f.proxy.options.AnswerTimeout
	if f.begun != nil {
		silence -= f.asked.Sub(f.begun.asked)
		f.asked = f.begun.asked
	}
	f.silence = time.AfterFunc(silence, func() { f.cancel(errSilent) })
	defer f.silence.Stop()
	if f.incoming != nil {
		f.incoming.silence = f.silence
		defer f.endRequest()
	}
	response, err := f.send(out)
	if f.incoming != nil {
		if since := f.incoming.answer(); !since.IsZero() {
			f.asked = since
		}
	}
	f.silence.Stop()
	f.waited()
	if err != nil {
		return f.unanswered(err)
	}
	defer response.Body.Close()
	if response.StatusCode < http.StatusOK {
		f.answer(harness.CutOff, http.StatusBadGateway, badGateway, f.proxy.name()+": the answer has a status that ends nothing", nil)
		return false
	}
	return f.relay(response)
}

// prepare makes the outgoing request; where there is none to make, the caller
// has its answer.
func (f *flight) prepare() (out *http.Request, ok bool) {
	address, ok := f.admit()
	if !ok {
		return nil, false
	}
	f.ctx, f.cancel = context.WithCancelCause(f.request.Context())
	out = f.request.WithContext(f.ctx)
	out.URL, out.Host, out.RequestURI = address, address.Host, ""
	out.Header, out.Close = forwarded(f.request), false
	if ok := f.load(out); !ok {
		f.cancel(nil)
		return nil, false
	}
	return out, true
}

// atOnce is the longest body that a request may have to be written in one go
// before the answer is read: it fits into the buffers between here and the
// target.
const atOnce = 16 << 10

// send takes the short way where all of the request is at hand and small, and
// the host has a plain name.
func (f *flight) send(out *http.Request) (*http.Response, error) {
	if f.begun != nil && f.begun.call != nil {
		return f.proxy.trunk.Resume(*f.begun.call, out, f.inform)
	}
	if f.incoming == nil && len(out.TransferEncoding) == 0 && out.Trailer == nil && out.ContentLength <= atOnce && ascii(out.URL.Host) {
		return f.proxy.trunk.RoundTrip(out, f.inform)
	}
	trace := &httptrace.ClientTrace{Got1xxResponse: f.inform}
	if f.request.Header["Expect"] != nil {
		trace.GotFirstResponseByte = func() { f.answering(true) }
	}
	return f.proxy.transport.RoundTrip(out.WithContext(httptrace.WithClientTrace(f.ctx, trace)))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// endRequest records a body that was relayed as it came, and gives the caller a
// moment to finish one that the target did not wait for.
func (f *flight) endRequest() {
	body, whole := f.incoming.finish()
	f.exchange.Request.Body = body
	if whole {
		f.exchange.Request.Trailer = delivered(f.request.Trailer)
		return
	}
	http.NewResponseController(f.w).SetReadDeadline(time.Now().Add(patienceWithCaller))
}

// patienceWithCaller is how long a caller may go on sending what nobody reads.
const patienceWithCaller = time.Second

// waited adds to the time that the target took.
func (f *flight) waited() {
	now := f.proxy.options.Now()
	f.exchange.Waited += now.Sub(f.asked)
	f.asked = now
}

// delivered gives the trailer fields that came, not those only announced.
func delivered(trailer http.Header) http.Header {
	var came http.Header
	for name, values := range trailer {
		if len(values) > 0 {
			if came == nil {
				came = http.Header{}
			}
			came[name] = values
		}
	}
	return came
}
