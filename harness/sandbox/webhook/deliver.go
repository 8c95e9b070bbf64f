package webhook

import (
	"fmt"
	"net/http"
	"time"

	"kontrakt/harness/sandbox"
)

// send makes an attempt at the first of a line.
func (r *registration) send(b *sandbox.Box, l *line) {
	if r.over(b) {
		return
	}
	p := l.parcels[0]
	if p.attempt++; p.attempt == 1 {
		p.first = b.Now()
	}
	header, body := r.sign(b, p)
	b.Deliver(sandbox.Delivery{
		API: API, Kind: p.Name, Reference: p.Subject,
		Method: http.MethodPost, URL: r.URL, Header: header, Body: body,
		Attempt: p.attempt, Timeout: timeout,
		Done: func(a sandbox.Answer) { r.answered(b, l, a) },
	})
}

// answered goes on with a line when the merchant has answered, or not.
func (r *registration) answered(b *sandbox.Box, l *line, a sandbox.Answer) {
	p := l.parcels[0]
	switch {
	case r.over(b):
	case taken(b, a):
		r.failing = time.Time{}
		if b.Fault(FaultRepeated) && !p.again {
			p.again = true
			r.send(b, l)
			return
		}
		r.next(b, l)
	default:
		r.fail(b)
		r.retry(b, l)
	}
}

// taken says whether the merchant has the event: any 2xx.
//
// Choice: a redirect is a failure; the guide only says that none is followed.
func taken(b *sandbox.Box, a sandbox.Answer) bool {
	return a.Err == nil && (a.Status/100 == 2 || a.Status/100 == 3 && b.Fault(FaultRedirectTaken))
}

// retry plans the next attempt, or gives up when the event's time is over.
func (r *registration) retry(b *sandbox.Box, l *line) {
	p := l.parcels[0]
	at, end := b.Now().Add(pause(p.attempt)), p.first.Add(patience)
	switch {
	case b.Fault(FaultOnce):
		r.next(b, l)
	case at.After(end) && !b.Fault(FaultForEver):
		b.At(end, "webhook given up", func() { r.giveUp(b, l) })
	default:
		b.At(at, fmt.Sprintf("webhook attempt %d", p.attempt+1), func() { r.send(b, l) })
	}
}

// giveUp drops the first of a line for good; what waited for it goes on.
func (r *registration) giveUp(b *sandbox.Box, l *line) {
	if !r.over(b) {
		r.next(b, l)
	}
}

// fail notes that an attempt failed. A registration to which none has succeeded
// for two weeks is deleted.
//
// Choice: the two weeks begin with the first failed attempt after one that
// succeeded; every failure counts, not only silence.
func (r *registration) fail(b *sandbox.Box) {
	if !r.failing.IsZero() {
		return
	}
	since := b.Now()
	r.failing = since
	b.At(since.Add(unresponsive), "webhook registration unresponsive", func() {
		if r.failing.Equal(since) && !r.deleted && !b.Fault(FaultDeadKept) {
			bookOf(b).end(r)
		}
	})
}
