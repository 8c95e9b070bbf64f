package recurring_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api/recurring"
	"kontrakt/harness/catalog"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/webhook"
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
var able = sandbox.Abilities{SkipLandingPage: true, NationalIdentityNumber: true}

// start sets up a sandbox whose merchant may do this.
func start(t *testing.T, abilities sandbox.Abilities, faults ...string) *bench {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	return startWith(t, c.Services(), abilities, faults...)
}

func startWith(t *testing.T, services []sandbox.Service, abilities sandbox.Abilities, faults ...string) *bench {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	b := &bench{T: t, catalog: c, spoilt: len(faults) > 0}
	b.shop = &shop{bench: b}
	b.sandbox, err = sandbox.New(sandbox.Options{
		Services: services, Transport: b.shop, Seed: 7, BaseURL: "https://sandbox.example",
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
	b.listen()
	return b
}

// listen registers the merchant for every event.
func (b *bench) listen() {
	b.Helper()
	body, err := json.Marshal(map[string]any{"url": "https://shop.example/told", "events": webhook.Names()[recurring.ID]})
	require.NoError(b, err)
	w := b.send("POST", "/webhooks/v1/webhooks", body)
	require.Equal(b, http.StatusCreated, w.Code, w.Body.String())
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
	b.control("POST", "agreements/"+reference+"/"+verb, data, http.StatusNoContent)
	b.settle()
}

// collect settles a charge, or lets it fail.
func (b *bench) collect(charge, verb string, data any) {
	b.Helper()
	b.control("POST", "charges/"+charge+"/"+verb, data, http.StatusNoContent)
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
	header http.Header
}

func (r result) at(pointer string) any { return at(r.body, pointer) }

func (r result) text(pointer string) string {
	text, _ := r.at(pointer).(string)
	return text
}

// code is the refusal: its status, the id of its problem and the fields that do
// not hold.
func (r result) code() string {
	said := []string{fmt.Sprint(r.status)}
	if _, id, found := strings.Cut(r.text("/type"), "#"); found && r.status >= 400 {
		said = append(said, id)
	}
	list, _ := r.at("/extraDetails").([]any)
	for _, item := range list {
		said = append(said, fmt.Sprint(item.(map[string]any)["name"]))
	}
	return strings.Join(said, " ")
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

const (
	agreementsPath = "/recurring/v3/agreements"
	payer          = "4740000001"
)

// offer is the request to draft an agreement of 349.00 a month.
func offer(edits ...edit) []byte {
	return edited(map[string]any{
		"pricing":              map[string]any{"type": "LEGACY", "amount": 34900, "currency": "NOK"},
		"interval":             map[string]any{"unit": "MONTH", "count": 1},
		"merchantRedirectUrl":  "https://shop.example/back",
		"merchantAgreementUrl": "https://shop.example/my-page",
		"productName":          "Jam of the month",
	}, edits)
}

func variable() edit {
	return edit{"/pricing", map[string]any{"type": "VARIABLE", "suggestedMaxAmount": 50000, "currency": "NOK"}}
}

func flexible() edit {
	return edit{"/pricing", map[string]any{"type": "FLEXIBLE", "currency": "NOK"}}
}

// paid is an initial charge.
func paid(amount int, transaction string) edit {
	return edit{"/initialCharge", map[string]any{"amount": amount, "description": "First jar", "transactionType": transaction}}
}

// draft asks for an agreement.
func (b *bench) draft(edits ...edit) result {
	b.Helper()
	return b.do("POST", agreementsPath, offer(edits...), b.key())
}

// pending drafts an agreement that must be drafted, and gives its ID.
func (b *bench) pending(edits ...edit) string {
	b.Helper()
	r := b.draft(edits...)
	require.Equal(b, http.StatusCreated, r.status, string(r.body))
	return r.text("/agreementId")
}

// active drafts an agreement and lets the payer approve it.
func (b *bench) active(edits ...edit) string {
	b.Helper()
	id := b.pending(edits...)
	b.act(id, "approve", nil)
	return id
}

// due is a day so many days after the start of the test.
func due(days int) string { return began.AddDate(0, 0, days).Format(time.DateOnly) }

// bill is the request to create a charge of 349.00, due in two days.
func bill(edits ...edit) []byte {
	return edited(map[string]any{
		"amount": 34900, "transactionType": "DIRECT_CAPTURE", "description": "March", "due": due(2), "retryDays": 5,
	}, edits)
}

// charge asks for a charge.
func (b *bench) charge(agreement string, edits ...edit) result {
	b.Helper()
	return b.do("POST", agreementsPath+"/"+agreement+"/charges", bill(edits...), b.key())
}

// charged makes a charge that must be made, and gives its ID.
func (b *bench) charged(agreement string, edits ...edit) string {
	b.Helper()
	r := b.charge(agreement, edits...)
	require.Equal(b, http.StatusCreated, r.status, string(r.body))
	return r.text("/chargeId")
}

// do makes a call that changes something.
func (b *bench) do(method, target string, body []byte, key string, headers ...string) result {
	b.Helper()
	w := b.send(method, target, body, append([]string{"Idempotency-Key", key}, headers...)...)
	return result{w.Code, w.Body.Bytes(), w.Header()}
}

func (b *bench) get(target string, headers ...string) result {
	b.Helper()
	w := b.send("GET", target, nil, headers...)
	return result{w.Code, w.Body.Bytes(), w.Header()}
}

// agreement and bill read how things stand.
func (b *bench) agreement(id string) result {
	b.Helper()
	return b.get(agreementsPath + "/" + id)
}

func (b *bench) read(agreement, charge string) result {
	b.Helper()
	return b.get(agreementsPath + "/" + agreement + "/charges/" + charge)
}

// patch updates an agreement.
func (b *bench) patch(id string, body map[string]any) result {
	b.Helper()
	raw, err := json.Marshal(body)
	require.NoError(b, err)
	return b.do("PATCH", agreementsPath+"/"+id, raw, b.key())
}

// move captures or refunds.
func (b *bench) move(act, agreement, charge string, amount int) result {
	b.Helper()
	body := fmt.Sprintf(`{"amount":%d,"description":"so be it"}`, amount)
	return b.do("POST", agreementsPath+"/"+agreement+"/charges/"+charge+"/"+act, []byte(body), b.key())
}

func (b *bench) cancel(agreement, charge string) result {
	b.Helper()
	return b.do("DELETE", agreementsPath+"/"+agreement+"/charges/"+charge, nil, b.key())
}

// stands is how a charge stands: its status, and what is captured, refunded and
// cancelled.
func (b *bench) stands(agreement, charge string) string {
	b.Helper()
	r := b.read(agreement, charge)
	return fmt.Sprint(r.at("/status"), " ", r.at("/summary/captured"), " ", r.at("/summary/refunded"), " ", r.at("/summary/cancelled"))
}

// history is the events of a charge, oldest first; a failed one has an
// exclamation mark.
func (b *bench) history(agreement, charge string) string {
	b.Helper()
	list, _ := b.read(agreement, charge).at("/history").([]any)
	var all []string
	for _, item := range list {
		e := item.(map[string]any)
		said := fmt.Sprint(e["event"], " ", e["amount"])
		if e["success"] != true {
			said += "!"
		}
		all = append(all, said)
	}
	return strings.Join(all, ", ")
}

// told is the events that the merchant was told, in order, with the amount or
// the actor.
func (b *bench) told() string {
	b.settle()
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	var all []string
	for _, c := range b.shop.calls {
		name := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(c.at("/eventType")), "recurring."), ".v1")
		for _, more := range []string{"/amount", "/actor"} {
			if v := c.at(more); v != nil {
				name += fmt.Sprint(" ", v)
			}
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

// number is an integer of a body.
func number(v any) int64 {
	n, _ := v.(json.Number)
	i, _ := n.Int64()
	return i
}

// inDays is a day so many days from now, on the merchant's clock.
func (b *bench) inDays(days int) string {
	b.Helper()
	now, err := time.Parse(time.RFC3339, fmt.Sprint(at(b.control("GET", "clock", nil, http.StatusOK), "/now")))
	require.NoError(b, err)
	return now.AddDate(0, 0, days).Format(time.DateOnly)
}

// tries makes a control call that may be refused.
func (b *bench) tries(path string) {
	b.Helper()
	r := httptest.NewRequest("POST", "/__sandbox/"+path, nil)
	r.Header.Set(sandbox.HeaderTenant, b.tenant.MSN)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Contains(b, []int{http.StatusNoContent, http.StatusConflict}, w.Code, w.Body.String())
}
