package ecom_test

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
	if s.answer != nil {
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

// start sets up a sandbox whose merchant may do this.
func start(t *testing.T, abilities sandbox.Abilities, faults ...string) *bench {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	b := &bench{T: t, catalog: c, spoilt: len(faults) > 0}
	b.shop = &shop{bench: b}
	b.sandbox, err = sandbox.New(sandbox.Options{
		Services: c.Services(), Transport: b.shop, Seed: 7, BaseURL: "https://sandbox.example",
		Now: func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) },
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
func (b *bench) act(id, verb string, data any) {
	b.Helper()
	b.control("POST", "payments/"+id+"/"+verb, data, http.StatusNoContent)
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

// send makes a call of the API and judges the exchange.
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
	_, findings := b.catalog.Contracts.Judge(x)
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

// number is an integer of the answer, -1 where there is none.
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

// code is the refusal: its status, group and code.
func (r result) code() string {
	return fmt.Sprint(r.status, " ", r.at("/0/errorGroup"), " ", r.at("/0/errorCode"))
}

// money is what the summary at a place says: captured, refunded, left to
// capture, left to refund.
func (r result) money() [4]int64 {
	var all [4]int64
	for i, name := range []string{"capturedAmount", "refundedAmount", "remainingAmountToCapture", "remainingAmountToRefund"} {
		all[i] = r.number("/transactionSummary/" + name)
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

// initiate starts a payment of 200.00 under this orderId.
func (b *bench) initiate(id string, edits ...edit) result {
	b.Helper()
	w := b.send("POST", "/ecomm/v2/payments", edited(map[string]any{
		"customerInfo": map[string]any{},
		"merchantInfo": map[string]any{
			"merchantSerialNumber": b.tenant.MSN, "callbackPrefix": "https://shop.example/told/",
			"fallBack": "https://shop.example/back", "authToken": "let-me-in",
		},
		"transaction": map[string]any{"orderId": id, "amount": 20000, "transactionText": "Two jars of jam"},
	}, edits))
	return result{w.Code, w.Body.Bytes()}
}

// pending starts a payment that must start.
func (b *bench) pending(id string, edits ...edit) result {
	b.Helper()
	r := b.initiate(id, edits...)
	require.Equal(b, http.StatusOK, r.status, string(r.body))
	return r
}

// reserved starts a payment and lets the customer approve it.
func (b *bench) reserved(id string, edits ...edit) {
	b.Helper()
	b.pending(id, edits...)
	b.act(id, "approve", nil)
}

// change captures, cancels or refunds; amount nil leaves it out.
func (b *bench) change(act, id string, amount any, key string, edits ...edit) result {
	b.Helper()
	method := http.MethodPost
	if act == "cancel" {
		method = http.MethodPut
	}
	transaction := map[string]any{"transactionText": "As agreed"}
	if amount != nil {
		transaction["amount"] = amount
	}
	body := edited(map[string]any{"merchantInfo": map[string]any{"merchantSerialNumber": b.tenant.MSN}, "transaction": transaction}, edits)
	w := b.send(method, "/ecomm/v2/payments/"+url.PathEscape(id)+"/"+act, body, "X-Request-Id", key)
	return result{w.Code, w.Body.Bytes()}
}

func (b *bench) details(id string) result {
	b.Helper()
	return b.get("/ecomm/v2/payments/" + url.PathEscape(id) + "/details")
}

func (b *bench) get(target string) result {
	b.Helper()
	w := b.send("GET", target, nil)
	return result{w.Code, w.Body.Bytes()}
}

// history is the operations of a payment, newest first; a failed one has an
// exclamation mark.
func (b *bench) history(id string) string {
	b.Helper()
	d := b.details(id)
	var all []string
	log, _ := d.at("/transactionLogHistory").([]any)
	for _, e := range log {
		entry := e.(map[string]any)
		line := fmt.Sprint(entry["operation"], " ", entry["amount"])
		if entry["operationSuccess"] != true {
			line += "!"
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

// told is the statuses that the merchant was told, in order.
func (b *bench) told() string {
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	var all []string
	for _, c := range b.shop.calls {
		if status, ok := c.at("/transactionInfo/status").(string); ok {
			all = append(all, status)
		}
	}
	return strings.Join(all, " ")
}

var release = edit{"/shouldReleaseRemainingFunds", true}

// atOnce makes a change twice at once, each under a key of its own, and gives the
// answers, sorted.
func (b *bench) atOnce(act, id string, amount int64) string {
	b.Helper()
	var codes [2]string
	var both sync.WaitGroup
	for i := range codes {
		both.Go(func() { codes[i] = fmt.Sprint(b.change(act, id, amount, fmt.Sprint("at-once-", i)).status) })
	}
	both.Wait()
	slices.Sort(codes[:])
	return strings.Join(codes[:], ", ")
}
