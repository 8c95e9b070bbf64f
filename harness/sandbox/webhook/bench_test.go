package webhook_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/webhook"
	"kontrakt/harness/signature"
)

const (
	created    = "epayments.payment.created.v1"
	authorized = "epayments.payment.authorized.v1"
	captured   = "epayments.payment.captured.v1"
	hooks      = "https://shop.example/hooks?tenant=7"
)

// start is the sandbox's time; it goes on only as the tests say.
var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A bench is a sandbox with one merchant, and nothing but webhooks.
type bench struct {
	*testing.T
	sandbox *sandbox.Sandbox
	tenant  sandbox.Tenant
	// do is what the next call does in the box.
	do   *func(*sandbox.Box)
	shop *shop
}

// A shop is the merchant's server, in memory.
type shop struct {
	mu   sync.Mutex
	got  []delivered
	dial func(*http.Request, string) (int, error)
}

// delivered is a delivery as the shop got it.
type delivered struct {
	url, host, body string
	at              time.Time
	header          http.Header
}

// event names what was delivered: reference, event and when.
func (d delivered) String() string {
	return fmt.Sprintf("%s +%s", strings.Trim(d.body, `{":}`), d.at.Sub(start))
}

// RoundTrip implements [http.RoundTripper].
func (s *shop) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	at, _ := time.Parse(http.TimeFormat, r.Header.Get("X-Ms-Date"))
	s.mu.Lock()
	s.got = append(s.got, delivered{r.URL.String(), r.Host, string(body), at, r.Header})
	dial := s.dial
	s.mu.Unlock()
	status := 200
	if dial != nil {
		status, err = dial(r, string(body))
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// always answers every delivery with a status.
func always(status int) func(*http.Request, string) (int, error) {
	return func(*http.Request, string) (int, error) { return status, nil }
}

// failing answers with an error while the body holds a word.
func failing(word string) func(*http.Request, string) (int, error) {
	return func(_ *http.Request, body string) (int, error) {
		if strings.Contains(body, word) {
			return 500, nil
		}
		return 200, nil
	}
}

func open(t *testing.T, change ...func(*sandbox.Options)) *bench {
	t.Helper()
	b := &bench{T: t, shop: &shop{}, do: new(func(*sandbox.Box))}
	o := sandbox.Options{
		Transport: b.shop, Seed: 7, Now: func() time.Time { return start },
		Services: []sandbox.Service{{ID: "test", Faults: webhook.Faults(), Routes: []sandbox.Route{
			{Method: "POST", Path: "/do", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
				(*b.do)(c.Box)
				return sandbox.Reply{Status: 204}
			}},
		}}},
	}
	for _, c := range change {
		c(&o)
	}
	var err error
	b.sandbox, err = sandbox.New(o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = b.sandbox.Close() })
	return b.another("")
}

// another is a second merchant on the same sandbox, with routes of its own.
func (b *bench) another(from string) *bench {
	b.Helper()
	routes := map[string]string{}
	if from != "" {
		routes[from] = "http://127.0.0.1:4000"
	}
	tenant, err := b.sandbox.Add(sandbox.Tenant{Routes: routes})
	require.NoError(b, err)
	other := *b
	other.tenant = tenant
	return &other
}

// in does something in the merchant's box, as a call of an API would.
func (b *bench) in(do func(*sandbox.Box)) {
	b.Helper()
	*b.do = do
	r := httptest.NewRequest("POST", "/do", nil)
	r.Header.Set("Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Equal(b, 204, w.Code)
}

func (b *bench) register(url string, events ...string) (r webhook.Registration, err error) {
	b.Helper()
	b.in(func(box *sandbox.Box) { r, err = webhook.Register(box, url, events) })
	return r, err
}

// registered is a registration that must succeed.
func (b *bench) registered(url string, events ...string) webhook.Registration {
	b.Helper()
	r, err := b.register(url, events...)
	require.NoError(b, err)
	return r
}

func (b *bench) list() (all []webhook.Registration) {
	b.Helper()
	b.in(func(box *sandbox.Box) { all = webhook.List(box) })
	return all
}

func (b *bench) delete(id string) (done bool) {
	b.Helper()
	b.in(func(box *sandbox.Box) { done = webhook.Delete(box, id) })
	return done
}

// publish lets something happen to a payment, and waits for the merchant.
func (b *bench) publish(reference string, events ...string) {
	b.Helper()
	b.in(func(box *sandbox.Box) {
		for _, name := range events {
			short := strings.Split(name, ".")
			webhook.Publish(box, webhook.Event{Name: name, Subject: reference, Body: fmt.Appendf(nil, `{%q:"%s"}`, reference, short[len(short)-2])})
		}
	})
	b.control("GET", "deliveries?wait=PT30S", nil)
}

func (b *bench) control(method, path string, body any) []byte {
	b.Helper()
	text := ""
	if body != nil {
		raw, err := json.Marshal(body)
		require.NoError(b, err)
		text = string(raw)
	}
	r := httptest.NewRequest(method, "/__sandbox/"+path, strings.NewReader(text))
	r.Header.Set(sandbox.HeaderTenant, b.tenant.MSN)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Equal(b, 200, w.Code, w.Body.String())
	return w.Body.Bytes()
}

// pass lets time go by.
func (b *bench) pass(period string) {
	b.Helper()
	b.control("POST", "clock", map[string]string{"advance": period})
}

func (b *bench) fault(names ...string) {
	b.Helper()
	b.control("PUT", "faults", map[string][]string{"faults": names})
}

// got is what the shop got, and forgets it.
func (b *bench) got() []string {
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	words := []string{}
	for _, d := range b.shop.got {
		words = append(words, d.String())
	}
	b.shop.got = nil
	return words
}

// deliveries are those that the shop got.
func (b *bench) deliveries() []delivered {
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	return append([]delivered(nil), b.shop.got...)
}

// answer decides on the answers from now on.
func (b *bench) answer(dial func(*http.Request, string) (int, error)) {
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	b.shop.dial = dial
}

// verify holds a delivery against a registration as its merchant would.
func (b *bench) verify(to webhook.Registration, d delivered, now time.Time) signature.Verdict {
	b.Helper()
	r, err := signature.Received(to.URL, "POST", d.host, d.header, []byte(d.body))
	require.NoError(b, err)
	return signature.Verify(to.Secret, r, now, signature.Tolerance)
}

var errRefused = errors.New("connection refused")
