package receiver

import (
	"cmp"
	"io"
	"net/http"
	"strconv"
	"time"

	"kontrakt/harness"
)

func (r *Receiver) serve(w http.ResponseWriter, q *http.Request, b *Box, rest string) {
	started := r.o.Now()
	body, size := r.read(q)
	seen := b.verify(q, rest, body, r.o.Now)
	behave, at := b.behave(Call{
		Method: q.Method, Path: rest, Query: q.URL.RawQuery, Header: q.Header.Clone(), Body: body, Signature: seen,
	})
	x := &harness.Exchange{
		ID: r.o.IDs(), Flow: harness.FlowCallback, Scenario: b.scenario, Started: started.UTC(),
		Request: harness.Request{
			Method: q.Method, Scheme: r.scheme, Host: r.host, Target: q.URL.RequestURI(), Proto: q.Proto,
			Header: q.Header.Clone(), Body: harness.Body{Bytes: body, Size: size},
		},
		Signature: seen,
	}
	if behave.Hang {
		x.Failure = hang(q, b)
	} else {
		behave.Status = cmp.Or(behave.Status, http.StatusOK)
		b.answered(at, behave.Status)
		x.Response = answer(w, q, behave)
	}
	x.Duration = max(r.o.Now().Sub(started), time.Nanosecond)
	x.Waited = x.Duration
	if r.o.Sink != nil {
		r.o.Sink(x)
	}
	if behave.Hang {
		// The connection is cut without a status, as the exchange says.
		panic(http.ErrAbortHandler)
	}
}

// read takes the body up to the limit and counts the rest.
func (r *Receiver) read(q *http.Request) ([]byte, int64) {
	body, err := io.ReadAll(io.LimitReader(q.Body, r.o.MaxBody))
	size := int64(len(body))
	if err == nil {
		more, _ := io.Copy(io.Discard, q.Body)
		size += more
	}
	return body, size
}

func hang(q *http.Request, b *Box) *harness.Failure {
	select {
	case <-q.Context().Done():
		return &harness.Failure{Kind: harness.TimedOut, Detail: "the merchant had not answered when the caller gave up"}
	case <-b.closed:
		return &harness.Failure{Kind: harness.CutOff, Detail: "the scenario ended before the caller gave up"}
	}
}

func answer(w http.ResponseWriter, q *http.Request, behave Behaviour) harness.Response {
	h := w.Header()
	for name, values := range behave.Header {
		h[http.CanonicalHeaderKey(name)] = values
	}
	if behave.Body != nil && h.Get("Content-Type") == "" {
		h.Set("Content-Type", "application/json")
	}
	h.Set("Content-Length", strconv.Itoa(len(behave.Body)))
	w.WriteHeader(behave.Status)
	_, _ = w.Write(behave.Body)
	return harness.Response{
		Status: behave.Status, Proto: q.Proto, Header: h.Clone(),
		Body: harness.Body{Bytes: behave.Body, Size: int64(len(behave.Body))},
	}
}
