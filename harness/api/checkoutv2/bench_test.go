package checkoutv2_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/sandbox"
)

const (
	ref     = "order-0001"
	prefix  = "https://shop.example/told/"
	ends    = "https://shop.example/told/checkout/v2/order/" + ref
	options = "https://shop.example/ship"
)

// loaded is the catalogue, loaded once for all tests.
var loaded = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(false) })

// began is when every test begins.
var began = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A bench is a sandbox with one merchant on it. Every exchange, both ways, is
// held against the contract: what the sandbox says must be right.
type bench struct {
	*testing.T
	catalog *catalog.Catalog
	sandbox *sandbox.Sandbox
	tenant  sandbox.Tenant
	shop    *shop
	// spoilt says that a seeded defect is on, so that findings are no fault of
	// the tests'.
	spoilt bool
	// without are headers that calls leave out.
	without []string
}

// A shop is the merchant's server, in memory.
type shop struct {
	bench *bench
	mu    sync.Mutex
	calls []call
	// offer answers the question for ways to ship; "" is nothing.
	status int
	offer  string
}

// A call is what the merchant got.
type call struct {
	url    string
	header http.Header
	body   []byte
}

// RoundTrip implements [http.RoundTripper].
func (s *shop) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	status, text, header := http.StatusOK, "", http.Header{}
	if r.URL.String() == options {
		status, text = s.status, s.offer
	}
	if text != "" {
		header.Set("Content-Type", "application/json")
	}
	s.calls = append(s.calls, call{r.URL.String(), r.Header, body})
	s.bench.judge(&harness.Exchange{
		Flow: harness.FlowCallback,
		Request: harness.Request{
			Method: r.Method, Scheme: r.URL.Scheme, Host: r.URL.Host, Target: r.URL.RequestURI(), Header: r.Header, Body: whole(body),
		},
		Response: harness.Response{Status: status, Header: header, Body: whole([]byte(text))},
	})
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

func whole(b []byte) harness.Body { return harness.Body{Bytes: b, Size: int64(len(b))} }

// start sets up a sandbox with one merchant.
func start(t *testing.T, faults ...string) *bench { return unit(t, sandbox.Abilities{}, faults...) }

// unit is a bench whose merchant may do this.
func unit(t *testing.T, abilities sandbox.Abilities, faults ...string) *bench {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	b := &bench{T: t, catalog: c, spoilt: len(faults) > 0}
	b.shop = &shop{bench: b, status: 200}
	b.sandbox, err = sandbox.New(sandbox.Options{
		Services: c.Services(), Transport: b.shop, Seed: 7, BaseURL: "https://sandbox.example",
		Now: func() time.Time { return began },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.sandbox.Close()) })
	b.tenant, err = b.sandbox.Add(sandbox.Tenant{Name: "Shop", Abilities: abilities})
	require.NoError(t, err)
	if len(faults) > 0 {
		b.control("PUT", "faults", map[string]any{"faults": faults}, http.StatusOK)
	}
	return b
}

// judge holds an exchange against the contract: what the sandbox sends has no
// finding.
func (b *bench) judge(x *harness.Exchange) {
	if b.spoilt {
		return
	}
	match, findings := b.catalog.Contracts.Judge(x)
	if x.Flow == harness.FlowCallback && assert.NotNil(b, match.Operation) {
		assert.Equal(b, "checkout.v2", match.Operation.Contract)
	}
	for _, f := range findings {
		ours := f.Direction == harness.InResponse || f.Direction == harness.InCallbackRequest
		if ours && f.Severity != harness.Note {
			assert.Fail(b, "the sandbox breaks the contract", "%s: %s %s: want %s, got %s", f.Rule, f.In, f.Pointer, f.Want, f.Got)
		}
	}
}

// An edit sets, or with a nil value takes away, one place of a body.
type edit struct {
	pointer string
	value   any
}

// order is the request to create, with both forms.
func order(edits ...edit) []byte {
	body := map[string]any{
		"merchantInfo":  map[string]any{"callbackPrefix": prefix, "returnUrl": "https://shop.example/", "callbackAuthorizationToken": "s3cr3t"},
		"transaction":   map[string]any{"amount": map[string]any{"currency": "NOK", "value": 10000}, "reference": ref, "paymentDescription": "Socks"},
		"contactFields": true, "addressFields": true,
	}
	for _, e := range edits {
		at, tokens := body, strings.Split(e.pointer, "/")[1:]
		for _, token := range tokens[:len(tokens)-1] {
			if at[token] == nil {
				at[token] = map[string]any{}
			}
			at = at[token].(map[string]any)
		}
		if at[tokens[len(tokens)-1]] = e.value; e.value == nil {
			delete(at, tokens[len(tokens)-1])
		}
	}
	raw, _ := json.Marshal(body) // maps of plain values
	return raw
}

// fixed are ways to ship, named at once.
func fixed(ways ...map[string]any) edit { return edit{"/logistics/fixedOptions", ways} }

// way is a way to ship, with more members.
func way(id string, price int, more ...any) map[string]any {
	w := map[string]any{"id": id, "amount": map[string]any{"currency": "NOK", "value": price}, "brand": "Posten", "product": "To your door"}
	for i := 0; i < len(more); i += 2 {
		if w[more[i].(string)] = more[i+1]; more[i+1] == nil {
			delete(w, more[i].(string))
		}
	}
	return w
}

// An answer of the sandbox.
type answer struct {
	*testing.T
	status int
	body   []byte
}

// at is what stands at a pointer; nil is nothing.
func (a answer) at(pointer string) any { return at(a.body, pointer) }

func at(body []byte, pointer string) any {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return nil
	}
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch in := v.(type) {
		case map[string]any:
			v = in[token]
		case []any:
			var i int
			if n, _ := fmt.Sscan(token, &i); n == 0 || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

// send calls the sandbox as the merchant, keys and all.
func (b *bench) send(method, target string, body []byte) answer {
	b.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	for name, value := range map[string]string{
		"client_id": b.tenant.ClientID, "client_secret": b.tenant.ClientSecret,
		"Ocp-Apim-Subscription-Key": b.tenant.SubscriptionKey, "Merchant-Serial-Number": b.tenant.MSN,
	} {
		r.Header.Set(name, value)
	}
	for _, header := range b.without {
		name, value, set := strings.Cut(header, "=")
		r.Header.Del(name)
		if set {
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	b.judge(&harness.Exchange{
		Flow: harness.FlowAPI,
		Request: harness.Request{
			Method: method, Scheme: "https", Host: "sandbox.example", Target: target, Header: r.Header, Body: whole(body),
		},
		Response: harness.Response{Status: w.Code, Header: w.Header(), Body: whole(w.Body.Bytes())},
	})
	return answer{b.T, w.Code, w.Body.Bytes()}
}

func (b *bench) create(edits ...edit) answer {
	b.Helper()
	return b.send("POST", "/checkout/v2/session", order(edits...))
}

// created starts a session that must start, and gives the path to poll it at.
func (b *bench) created(edits ...edit) string {
	b.Helper()
	a := b.create(edits...)
	require.Equal(b, http.StatusOK, a.status, string(a.body))
	u, err := url.Parse(a.at("/pollingUrl").(string))
	require.NoError(b, err)
	return u.Path
}

func (b *bench) poll(path string) answer { b.Helper(); return b.send("GET", path, nil) }

// act is a control call on the session, and waits for what comes of it.
func (b *bench) act(verb string, data any) {
	b.Helper()
	b.control("POST", "sessions/"+ref+"/"+verb, data, http.StatusNoContent)
	b.control("GET", "deliveries?wait=PT30S", nil, http.StatusOK)
}

func (b *bench) pass(period string) {
	b.Helper()
	b.control("POST", "clock", map[string]string{"advance": period}, http.StatusOK)
}

// control makes a control call.
func (b *bench) control(method, path string, body any, want int) []byte {
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
	require.Equal(b, want, w.Code, w.Body.String())
	return w.Body.Bytes()
}

// told are the callbacks that the merchant got.
func (b *bench) told() []call { return b.called(ends) }

// asked are the questions that the merchant got.
func (b *bench) asked() []call { return b.called(options) }

func (b *bench) called(url string) (list []call) {
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	for _, c := range b.shop.calls {
		if c.url == url {
			list = append(list, c)
		}
	}
	return list
}
