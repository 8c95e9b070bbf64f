package checkout_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
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
	*testing.T
	catalog *catalog.Catalog
	sandbox *sandbox.Sandbox
	tenant  sandbox.Tenant
	token   string
	shop    *shop
	// spoilt says that a seeded defect is on, so that findings are no fault of
	// the tests'.
	spoilt   bool
	findings []harness.Finding
	// merchants are the findings about what the merchant answered.
	merchants []harness.Finding
}

// A shop is the merchant's server, in memory.
type shop struct {
	bench *bench
	mu    sync.Mutex
	calls []call
	// options answers the question for ways to ship; nil is 500. taken answers
	// the completion callback; nil is 202.
	options, taken func(*http.Request, []byte) (int, string)
}

// A call is what the merchant got.
type call struct {
	method, url string
	header      http.Header
	body        []byte
}

func (c call) member(pointer string) any { return at(c.body, pointer) }

// RoundTrip implements [http.RoundTripper].
func (s *shop) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	status, text := s.answer(r, body)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	header := http.Header{}
	if text != "" {
		header.Set("Content-Type", "application/json")
	}
	if status == http.StatusFound {
		header.Set("Location", "https://shop.example/elsewhere")
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

func (s *shop) answer(r *http.Request, body []byte) (int, string) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/options") && s.options != nil:
		return s.options(r, body)
	case strings.HasSuffix(r.URL.Path, "/options"):
		return http.StatusInternalServerError, ""
	case s.taken != nil:
		return s.taken(r, body)
	}
	return http.StatusAccepted, ""
}

// heard are the calls to one of the merchant's addresses.
func (s *shop) heard(path string) []call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.calls), func(c call) bool { return !strings.HasSuffix(c.url, path) })
}

func whole(b []byte) harness.Body { return harness.Body{Bytes: b, Size: int64(len(b))} }

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
	return b
}

// norway is a merchant without any special abilities.
var norway sandbox.Abilities

// login fetches the token that ePayment wants.
func (b *bench) login() {
	b.Helper()
	b.token = ""
	answer := b.send("POST", "/accesstoken/get", nil, "client_id", b.tenant.ClientID, "client_secret", b.tenant.ClientSecret)
	require.Equal(b, http.StatusOK, answer.Code, answer.Body.String())
	b.token, _ = at(answer.Body.Bytes(), "/access_token").(string)
}

// control makes a control call that must be answered so.
func (b *bench) control(method, path string, body any, want int) []byte {
	b.Helper()
	w := b.try(method, path, body)
	require.Equal(b, want, w.Code, "%s %s: %s", method, path, w.Body.String())
	return w.Body.Bytes()
}

// try makes a control call.
func (b *bench) try(method, path string, body any) *httptest.ResponseRecorder {
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
	return w
}

// act lets the customer act, and waits until the merchant was told.
func (b *bench) act(reference, verb string, data any) {
	b.Helper()
	b.control("POST", "sessions/"+reference+"/"+verb, data, http.StatusNoContent)
	b.settle()
}

func (b *bench) settle() {
	b.Helper()
	b.control("GET", "deliveries?wait=PT30S", nil, http.StatusOK)
}

// pass lets time go by.
func (b *bench) pass(duration string) {
	b.Helper()
	b.control("POST", "clock", map[string]string{"advance": duration}, http.StatusOK)
}

// send makes a call of the API and judges the exchange. Headers are given in
// pairs; an empty value leaves one out.
func (b *bench) send(method, target string, body []byte, headers ...string) *httptest.ResponseRecorder {
	b.Helper()
	r := httptest.NewRequest(method, target, bytes.NewReader(body))
	for name, value := range map[string]string{
		"Ocp-Apim-Subscription-Key": b.tenant.SubscriptionKey, "Merchant-Serial-Number": b.tenant.MSN,
		"client_id": b.tenant.ClientID, "client_secret": b.tenant.ClientSecret, "Vipps-System-Name": "shop", "Vipps-System-Version": "1",
		"Vipps-System-Plugin-Name": "till", "Vipps-System-Plugin-Version": "2",
	} {
		r.Header.Set(name, value)
	}
	if strings.HasPrefix(target, "/epayment") {
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
	m, findings := b.catalog.Contracts.Judge(x)
	if m.Operation == nil && !b.spoilt {
		assert.Fail(b, "no contract knows this", "%s %s %s", x.Flow, x.Request.Method, x.Request.Target)
	}
	for _, f := range findings {
		if f.Direction == harness.InCallbackResponse && f.Severity != harness.Note {
			b.merchants = append(b.merchants, f)
		}
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

// code is the refusal: its status, its code where that is no field's, and the
// fields that do not hold.
func (r result) code() string {
	said := []string{fmt.Sprint(r.status)}
	if code := r.text("/errorCode"); code != "" && code != "Validation-00001" {
		said = append(said, code)
	}
	fields, _ := r.at("/errors").(map[string]any)
	said = append(said, slices.Sorted(maps.Keys(fields))...)
	return strings.Join(said, " ")
}

// number reads an integer; -1 where there is none.
func (r result) number(pointer string) int64 {
	n, ok := r.at(pointer).(json.Number)
	if !ok {
		return -1
	}
	i, err := n.Int64()
	if err != nil {
		return -1
	}
	return i
}

// money is what the aggregate says: authorized, captured, refunded, cancelled.
func (r result) money() [4]int64 {
	var all [4]int64
	for i, name := range []string{"authorizedAmount", "capturedAmount", "refundedAmount", "cancelledAmount"} {
		all[i] = r.number("/paymentDetails/aggregate/" + name + "/value")
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

// order is the request for a session of 249.00.
func order(reference string, edits ...edit) []byte {
	return edited(map[string]any{
		"type": "PAYMENT", "reference": reference,
		"merchantInfo": map[string]any{
			"callbackUrl": "https://shop.example/told", "returnUrl": "https://shop.example/back", "callbackAuthorizationToken": "let-me-in",
		},
		"transaction": map[string]any{
			"amount": map[string]any{"value": 24900, "currency": "NOK"}, "paymentDescription": "Three pairs of socks",
		},
	}, edits)
}

const path = "/checkout/v3/session"

// create asks for a session under this reference.
func (b *bench) create(reference string, edits ...edit) result {
	b.Helper()
	return b.post(path, order(reference, edits...))
}

// open starts a session that must start.
func (b *bench) open(reference string, edits ...edit) result {
	b.Helper()
	r := b.create(reference, edits...)
	require.Equal(b, http.StatusOK, r.status, string(r.body))
	return r
}

// paid starts a session and lets the customer pay it.
func (b *bench) paid(reference string, edits ...edit) {
	b.Helper()
	b.open(reference, edits...)
	b.act(reference, "approve", nil)
}

func (b *bench) post(target string, body []byte, headers ...string) result {
	b.Helper()
	w := b.send("POST", target, body, headers...)
	return result{w.Code, w.Body.Bytes()}
}

// poll reads how a session stands.
func (b *bench) poll(reference string) result {
	b.Helper()
	w := b.send("GET", path+"/"+url.PathEscape(reference), nil)
	return result{w.Code, w.Body.Bytes()}
}

// state is the session's.
func (b *bench) state(reference string) string {
	b.Helper()
	return b.poll(reference).text("/sessionState")
}

// change changes a session.
func (b *bench) change(reference string, body map[string]any) result {
	b.Helper()
	w := b.send("PATCH", path+"/"+reference, edited(body, nil))
	return result{w.Code, w.Body.Bytes()}
}

// expire ends a session.
func (b *bench) expire(reference string) result {
	b.Helper()
	w := b.send("POST", path+"/"+reference+"/expire", nil)
	return result{w.Code, w.Body.Bytes()}
}

// move captures, cancels or refunds through ePayment.
func (b *bench) move(verb, reference string, amount int) result {
	b.Helper()
	b.login()
	body := map[string]any{}
	if amount > 0 {
		body["modificationAmount"] = map[string]any{"currency": "NOK", "value": amount}
	}
	return b.post("/epayment/v1/payments/"+reference+"/"+verb, edited(body, nil), "Idempotency-Key", fmt.Sprint(verb, amount))
}

// option is a way to ship with what it costs in øre.
func option(id, brand, kind string, cost any, edits ...edit) map[string]any {
	o := map[string]any{
		"id": id, "brand": brand, "priority": 0, "isDefault": false, "amount": map[string]any{"value": cost, "currency": "NOK"},
	}
	if kind != "" {
		o["type"] = kind
	}
	var v map[string]any
	if err := json.Unmarshal(edited(o, edits), &v); err != nil {
		panic(err)
	}
	return v
}

// fixed gives ways to ship at the start.
func fixed(options ...map[string]any) edit { return edit{"/logistics/fixedOptions", options} }

// dynamic lets the merchant be asked for them.
var dynamic = edit{"/logistics/dynamicOptionsCallback", "https://shop.example/options"}

// two are a mailbox for 49.00, which is the usual one, and a parcel to the door
// for 149.00.
func two() []map[string]any {
	return []map[string]any{
		option("mail", "POSTEN", "MAILBOX", 4900, edit{"/isDefault", true}), option("door", "BRING", "HOME_DELIVERY", 14900, edit{"/priority", 1}),
	}
}

// offering answers the question for ways to ship.
func offering(options any) func(*http.Request, []byte) (int, string) {
	text, err := json.Marshal(options)
	if err != nil {
		panic(err)
	}
	return func(*http.Request, []byte) (int, string) { return http.StatusOK, string(text) }
}
