package steps

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/client"
	"kontrakt/harness/contract"
)

// The blanks that every request fills anew.
const (
	fresh    = "{fresh}"
	freshKey = "{key}"
)

// A rehearsal is a sample with its variations, in a state in which the API takes
// it.
type rehearsal struct {
	w        *world
	sample   api.Sample
	statuses []string
	all      []contract.Variation
	// base is the sample as it was filled in first, by the values of first; now
	// are the values of the present state.
	base       harness.Request
	first, now map[string]string
}

// rehearse makes the state, the request and all variations of it.
func (w *world) rehearse(ctx context.Context, s api.Sample) (*rehearsal, error) {
	c := w.Contract(w.plan.API)
	op, ok := c.Operation(s.Operation)
	if !ok {
		return nil, fmt.Errorf("%s has no operation %q", w.plan.API, s.Operation)
	}
	r := &rehearsal{w: w, sample: s, statuses: c.Statuses(s.Operation)}
	if err := w.prepare(ctx, s); err != nil {
		return nil, err
	}
	values, err := r.values(ctx)
	if err != nil {
		return nil, err
	}
	r.first, r.now = values, maps.Clone(values)
	if r.base, err = r.request(ctx, op.Method); err != nil {
		return nil, err
	}
	r.all, err = c.Variations(s.Operation, r.base)
	return r, err
}

// renew makes the state anew, after a request has used it up.
func (r *rehearsal) renew(ctx context.Context) error {
	if err := r.w.prepare(ctx, r.sample); err != nil {
		return err
	}
	values, err := r.values(ctx)
	r.now = values
	return err
}

// text is everything of the sample that may hold blanks.
func (r *rehearsal) text() string {
	text := r.sample.Target + r.sample.Body
	for _, value := range r.sample.Header {
		text += value
	}
	return text
}

// values gives what the sample's blanks stand for.
func (r *rehearsal) values(ctx context.Context) (map[string]string, error) {
	m, err := r.w.shop(ctx)
	if err != nil {
		return nil, err
	}
	text, values := r.text(), map[string]string{}
	for _, of := range append(r.w.blanks(ctx, m), r.w.moreBlanks(ctx)...) {
		if !strings.Contains(text, of.name) {
			continue
		}
		if values[of.name], err = of.give(); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// request is the sample as a client sends it, with all headers.
func (r *rehearsal) request(ctx context.Context, method string) (harness.Request, error) {
	m, err := r.w.shop(ctx)
	if err != nil {
		return harness.Request{}, err
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(r.first)) {
		pairs = append(pairs, name, r.first[name])
	}
	fill := strings.NewReplacer(pairs...).Replace
	q := client.Request{
		Method: method, Target: fill(r.sample.Target), Header: http.Header{}, Keys: r.sample.Keys, Anonymous: r.sample.Anonymous,
	}
	for name, value := range r.sample.Header {
		q.Header[http.CanonicalHeaderKey(name)] = nil
		if value != "" {
			q.Header.Set(name, fill(value))
		}
	}
	if r.sample.Body != "" {
		q.Body = []byte(fill(r.sample.Body))
	}
	if q, err = m.client.Complete(ctx, q); err != nil {
		return harness.Request{}, err
	}
	return harness.Request{
		Method: method, Target: q.Target, Header: q.Header, Body: harness.Body{Bytes: q.Body, Size: int64(len(q.Body))},
	}, nil
}

// written puts the values of the present state in place of the first ones.
func (r *rehearsal) written(v harness.Request) client.Request {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(r.first)) {
		if was := r.first[name]; was != "" && was != r.now[name] {
			pairs = append(pairs, was, r.now[name])
		}
	}
	put := strings.NewReplacer(pairs...).Replace
	q := client.Request{Method: v.Method, Target: put(v.Target), Header: http.Header{}}
	for name, values := range v.Header {
		for _, value := range values {
			q.Header[name] = append(q.Header[name], put(value))
		}
	}
	if v.Body.Size > 0 {
		q.Body = []byte(put(string(v.Body.Bytes)))
	}
	return q
}

// freshly makes a value of always the same length: what a variation has cut off
// or added stays what it is. It begins with what sets it apart.
func (w *world) freshly(name string) string {
	w.ids++
	kind := "kontrakt"
	if name == freshKey {
		kind = "key"
	}
	return fmt.Sprintf("k%07d-%s-%s-%s", w.ids, kind, w.run, w.segment())
}
