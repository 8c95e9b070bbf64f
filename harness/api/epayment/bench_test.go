package epayment_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
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

// loaded is the catalogue, loaded once for all tests.
var loaded = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(false) })

// began is when every test begins.
var began = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A bench is a sandbox with one merchant on it. Every exchange, both ways, is
// held against the contract: what the sandbox says must be right.
type bench struct {
	judging sync.Mutex
	*testing.T
	catalog *catalog.Catalog
	sandbox *sandbox.Sandbox
	tenant  sandbox.Tenant
	token   string
	shop    *shop
	keys    int
	// spoilt says that a seeded defect is on, so that findings are no fault of
	// the tests'.
	spoilt   bool
	findings []harness.Finding
}

// A shop is the merchant's server, in memory.
type shop struct {
	bench *bench
	mu    sync.Mutex
	calls []call
	// answer decides on an answer; nil is 200 without a body.
	answer func(*http.Request, []byte) (int, string)
}

// A call is what the merchant got.
type call struct {
	method, url string
	header      http.Header
	body        []byte
}

func (c call) at(pointer string) any { return at(c.body, pointer) }

// RoundTrip implements [http.RoundTripper].
func (s *shop) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	status, text := http.StatusOK, ""
	if s.answer != nil && strings.HasSuffix(r.URL.Path, "/shipping") {
		status, text = s.answer(r, body)
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	header := http.Header{}
	if text != "" {
		header.Set("Content-Type", "application/json")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, call{r.Method, r.URL.String(), r.Header, body})
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

// able is a merchant who may do everything, in Norway.
var able = sandbox.Abilities{SkipLandingPage: true, Express: true, LongLiving: true}

// start sets up a sandbox whose merchant may do this.
func start(t *testing.T, abilities sandbox.Abilities, faults ...string) *bench {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	b := &bench{T: t, catalog: c, spoilt: len(faults) > 0}
	b.shop = &shop{bench: b}
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
	b.login()
	return b
}

// listening is a bench whose merchant is told of every event.
func listening(t *testing.T, abilities sandbox.Abilities, faults ...string) *bench {
	t.Helper()
	b := start(t, abilities, faults...)
	var events []string
	for _, name := range []string{"created", "aborted", "expired", "cancelled", "captured", "refunded", "authorized", "terminated"} {
		events = append(events, "epayments.payment."+name+".v1")
	}
	body, err := json.Marshal(map[string]any{"url": "https://shop.example/told", "events": events})
	require.NoError(t, err)
	w := b.send("POST", "/webhooks/v1/webhooks", body)
	require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
	return b
}

func (b *bench) login() {
	b.Helper()
	answer := b.send("POST", "/accesstoken/get", nil, "client_id", b.tenant.ClientID, "client_secret", b.tenant.ClientSecret)
	require.Equal(b, http.StatusOK, answer.Code, answer.Body.String())
	b.token, _ = at(answer.Body.Bytes(), "/access_token").(string)
}

// control makes a control call.
func (b *bench) control(method, path string, body any, want int) []byte {
	b.Helper()
	raw, err := json.Marshal(body)
	require.NoError(b, err)
	if body == nil {
		raw = nil
	}
	r := httptest.NewRequest(method, "/__sandbox/"+path, bytes.NewReader(raw))
	r.Header.Set(sandbox.HeaderTenant, b.tenant.MSN)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Equal(b, want, w.Code, "%s %s: %s", method, path, w.Body.String())
	return w.Body.Bytes()
}

// act lets the customer act, and waits until the merchant was told.
func (b *bench) act(reference, verb string, data any) {
	b.Helper()
	b.control("POST", "payments/"+reference+"/"+verb, data, http.StatusNoContent)
	b.settle()
}

func (b *bench) settle() {
	b.Helper()
	b.control("GET", "deliveries?wait=PT30S", nil, http.StatusOK)
}

// pass lets time go by, for which a new token is needed.
func (b *bench) pass(duration string) {
	b.Helper()
	b.control("POST", "clock", map[string]string{"advance": duration}, http.StatusOK)
	b.login()
}

// send makes a call of the API and judges the exchange. Headers are given in
// pairs; an empty value leaves one out.
func (b *bench) send(method, target string, body []byte, headers ...string) *httptest.ResponseRecorder {
	b.Helper()
	r := httptest.NewRequest(method, target, bytes.NewReader(body))
	r.Header.Set("Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey)
	r.Header.Set("Merchant-Serial-Number", b.tenant.MSN)
	if b.token != "" {
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	b.judge(&harness.Exchange{
		Flow: harness.FlowAPI,
		Request: harness.Request{
			Method: method, Scheme: "https", Host: "api.example", Target: target, Header: r.Header, Body: whole(body),
		},
		Response: harness.Response{Status: w.Code, Header: w.Header(), Body: whole(w.Body.Bytes())},
	})
	return w
}

// judge holds what the sandbox says against the contract.
func (b *bench) judge(x *harness.Exchange) {
	b.judging.Lock()
	defer b.judging.Unlock()
	m, findings := b.catalog.Contracts.Judge(x)
	if m.Operation == nil && !b.spoilt {
		assert.Fail(b, "no contract knows this", "%s %s %s", x.Flow, x.Request.Method, x.Request.Target)
	}
	for _, f := range findings {
		ours := f.Direction == harness.InResponse || f.Direction == harness.InCallbackRequest
		if !ours || f.Severity != harness.Error && f.Severity != harness.Warning {
			continue
		}
		b.findings = append(b.findings, f)
		if !b.spoilt {
			assert.Fail(b, "the sandbox breaks its contract", "%s %s -> %d: %s [%s]\n%s\n%s",
				x.Request.Method, x.Request.Target, x.Response.Status, f.Message(), f.Rule, x.Request.Body.Bytes, x.Response.Body.Bytes)
		}
	}
}

// A result is an answer of the API.
type result struct {
	status int
	body   []byte
}

func (r result) at(pointer string) any { return at(r.body, pointer) }

func (r result) text(pointer string) string {
	text, _ := r.at(pointer).(string)
	return text
}

// code is the refusal: its status, and its code or the fields that do not hold.
func (r result) code() string {
	said := []string{fmt.Sprint(r.status)}
	list, _ := r.at("/extraDetails").([]any)
	for _, item := range list {
		if d := item.(map[string]any); d["name"] == "ErrorCode" {
			said = append(said, fmt.Sprint(d["reason"]))
		} else {
			said = append(said, fmt.Sprint(d["name"]))
		}
	}
	return strings.Join(said, " ")
}

// money is what the aggregate says: authorized, captured, refunded, cancelled.
func (r result) money() [4]int64 {
	var all [4]int64
	for i, name := range []string{"authorizedAmount", "capturedAmount", "refundedAmount", "cancelledAmount"} {
		n, ok := r.at("/aggregate/" + name + "/value").(json.Number)
		if all[i] = -1; ok {
			all[i], _ = n.Int64()
		}
	}
	return all
}

// at reads a JSON body by an RFC 6901 pointer; nil where there is nothing.
func at(body []byte, pointer string) any {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return nil
	}
	for _, token := range strings.Split(pointer, "/")[1:] {
		switch in := v.(type) {
		case map[string]any:
			v = in[token]
		case []any:
			var i int
			if _, err := fmt.Sscan(token, &i); err != nil || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

// An edit changes a request: the value at a pointer, or its removal.
type edit struct {
	pointer string
	value   any
}

// gone removes a member.
var gone = struct{}{}

func edited(body map[string]any, edits []edit) []byte {
	for _, e := range edits {
		in, tokens := body, strings.Split(e.pointer, "/")[1:]
		for _, token := range tokens[:len(tokens)-1] {
			if in[token] == nil {
				in[token] = map[string]any{}
			}
			in = in[token].(map[string]any)
		}
		if in[tokens[len(tokens)-1]] = e.value; e.value == gone {
			delete(in, tokens[len(tokens)-1])
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return raw
}

// key makes an idempotency key.
func (b *bench) key() string {
	b.keys++
	return fmt.Sprint("key-", b.keys)
}

// order is the request to create a payment of 200.00.
func order(reference string, edits ...edit) []byte {
	return edited(map[string]any{
		"amount":        map[string]any{"currency": "NOK", "value": 20000},
		"paymentMethod": map[string]any{"type": "WALLET"},
		"reference":     reference, "userFlow": "WEB_REDIRECT",
		"returnUrl": "https://shop.example/back", "paymentDescription": "Two jars of jam",
	}, edits)
}

// create starts a payment of 200.00 under this reference.
func (b *bench) create(reference string, edits ...edit) result {
	b.Helper()
	return b.post("/epayment/v1/payments", order(reference, edits...), b.key())
}

// pending starts a payment that must start.
func (b *bench) pending(reference string, edits ...edit) result {
	b.Helper()
	r := b.create(reference, edits...)
	require.Equal(b, http.StatusCreated, r.status, string(r.body))
	return r
}

// authorized starts a payment and lets the customer approve it.
func (b *bench) authorized(reference string, edits ...edit) {
	b.Helper()
	b.pending(reference, edits...)
	b.act(reference, "approve", nil)
}

func (b *bench) post(target string, body []byte, key string, headers ...string) result {
	b.Helper()
	w := b.send("POST", target, body, append([]string{"Idempotency-Key", key}, headers...)...)
	return result{w.Code, w.Body.Bytes()}
}

// change captures, cancels or refunds, with a key of its own.
func (b *bench) change(act, reference string, amount any, edits ...edit) result {
	b.Helper()
	return b.keyed(b.key(), act, reference, amount, edits...)
}

func (b *bench) keyed(key, act, reference string, amount any, edits ...edit) result {
	b.Helper()
	body := map[string]any{}
	if amount != nil {
		body["modificationAmount"] = map[string]any{"currency": "NOK", "value": amount}
	}
	return b.post("/epayment/v1/payments/"+url.PathEscape(reference)+"/"+act, edited(body, edits), key)
}

func (b *bench) get(target string) result {
	b.Helper()
	w := b.send("GET", target, nil)
	return result{w.Code, w.Body.Bytes()}
}

// payment reads how a payment stands.
func (b *bench) payment(reference string) result {
	b.Helper()
	return b.get("/epayment/v1/payments/" + url.PathEscape(reference))
}

// force approves without the app.
func (b *bench) force(reference, body string) result {
	b.Helper()
	w := b.send("POST", "/epayment/v1/test/payments/"+reference+"/approve", []byte(body))
	return result{w.Code, w.Body.Bytes()}
}

// history is the events of a payment, oldest first; a failed one has an
// exclamation mark.
func (b *bench) history(reference string) string {
	b.Helper()
	list, _ := b.get("/epayment/v1/payments/" + url.PathEscape(reference) + "/events").at("").([]any)
	var all []string
	for _, e := range list {
		all = append(all, line(e.(map[string]any)))
	}
	return strings.Join(all, ", ")
}

func line(event map[string]any) string {
	amount, _ := event["amount"].(map[string]any)
	said := fmt.Sprint(event["name"], " ", amount["value"])
	if event["success"] != true {
		said += "!"
	}
	return said
}

// told is the events that the merchant was told, in order.
func (b *bench) told() string {
	b.settle()
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	var all []string
	for _, c := range b.shop.calls {
		if event, ok := c.at("").(map[string]any); ok && strings.HasSuffix(c.url, "/told") {
			all = append(all, line(event))
		}
	}
	return strings.Join(all, ", ")
}

var only = edit{"/cancelTransactionOnly", true}

// atOnce makes a change twice at once, each under a key of its own, and gives the
// answers, sorted.
func (b *bench) atOnce(act, reference string, amount int64) string {
	b.Helper()
	var codes [2]string
	var both sync.WaitGroup
	for i := range codes {
		key := b.key()
		both.Go(func() { codes[i] = b.keyed(key, act, reference, amount).code() })
	}
	both.Wait()
	slices.Sort(codes[:])
	return strings.Join(codes[:], ", ")
}
