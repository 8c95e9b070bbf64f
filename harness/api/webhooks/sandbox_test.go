package webhooks_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api/accesstoken"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/webhook"
)

const (
	created = "epayments.payment.created.v1"
	path    = "/webhooks/v1/webhooks"
)

// A bench is a sandbox with one merchant on it. Every exchange, both ways, is
// held against the contract: what the sandbox says must be right.
type bench struct {
	*testing.T
	sandbox *sandbox.Sandbox
	tenant  sandbox.Tenant
	token   string
	spoilt  bool

	mu       sync.Mutex
	findings []harness.Finding
	calls    []*harness.Exchange
}

// RoundTrip is the merchant's server, which takes everything.
func (b *bench) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	x := &harness.Exchange{
		Flow: harness.FlowCallback,
		Request: harness.Request{
			Method: r.Method, Scheme: "https", Host: r.Host, Target: r.URL.RequestURI(), Header: r.Header, Body: whole(body),
		},
		Response: harness.Response{Status: 200, Header: http.Header{}},
	}
	b.judge(x)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, x)
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

func whole(b []byte) harness.Body { return harness.Body{Bytes: b, Size: int64(len(b))} }

func start(t *testing.T, faults ...string) *bench {
	t.Helper()
	c, _ := contracts(t)
	b := &bench{T: t, spoilt: len(faults) > 0}
	teller := sandbox.Service{ID: "teller", Routes: []sandbox.Route{{
		Method: "POST", Path: "/tell/{reference}/{name}", Handle: func(c *sandbox.Call) sandbox.Reply {
			webhook.Publish(c.Box, webhook.Event{Name: c.Params["name"], Subject: c.Params["reference"], Body: c.Body})
			return sandbox.Reply{Status: 204}
		},
	}}}
	var err error
	b.sandbox, err = sandbox.New(sandbox.Options{
		Services: []sandbox.Service{accesstoken.V1().Sandbox(nil), webhooks.V1().Sandbox(c), teller}, Transport: b, Seed: 7,
		Now: func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }, Faults: faults,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.sandbox.Close()) })
	b.become()
	return b
}

// become makes a new merchant, and logs in.
func (b *bench) become() {
	b.Helper()
	var err error
	b.tenant, err = b.sandbox.Add(sandbox.Tenant{})
	require.NoError(b, err)
	r := httptest.NewRequest("POST", "/accesstoken/get", nil)
	r.Header.Set("client_id", b.tenant.ClientID)
	r.Header.Set("client_secret", b.tenant.ClientSecret)
	r.Header.Set("Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	b.token = read[string](b, w, "access_token")
}

// read takes a member out of an answer.
func read[T any](t testing.TB, w *httptest.ResponseRecorder, name string) T {
	t.Helper()
	members := map[string]json.RawMessage{}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &members), w.Body.String())
	var v T
	require.NoError(t, json.Unmarshal(members[name], &v), name)
	return v
}

func (b *bench) send(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	b.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey)
	r.Header.Set("Merchant-Serial-Number", b.tenant.MSN)
	r.Header.Set("Authorization", "Bearer "+b.token)
	if body != "" {
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
			Method: method, Scheme: "https", Host: "api.example", Target: target, Header: r.Header, Body: whole([]byte(body)),
		},
		Response: harness.Response{Status: w.Code, Header: w.Header(), Body: whole(bytes.Clone(w.Body.Bytes()))},
	})
	return w
}

// judge holds what the sandbox says against the contract.
func (b *bench) judge(x *harness.Exchange) {
	if strings.HasPrefix(x.Request.Target, "/tell/") {
		return
	}
	_, set := contracts(b.T)
	_, findings := set.Judge(x)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range findings {
		ours := f.Direction == harness.InResponse || f.Direction == harness.InCallbackRequest
		if !ours || f.Severity != harness.Error && f.Severity != harness.Warning {
			continue
		}
		b.findings = append(b.findings, f)
		assert.True(b, b.spoilt, "the sandbox breaks its contract: %s %s -> %d: %s [%s]", x.Request.Method, x.Request.Target, x.Response.Status, f.Message(), f.Rule)
	}
}

func asking(url string, events ...string) string {
	raw, _ := json.Marshal(map[string]any{"url": url, "events": events})
	return string(raw)
}

func (b *bench) register(url string, events ...string) *httptest.ResponseRecorder {
	b.Helper()
	return b.send("POST", path, asking(url, events...))
}

func TestRegisterListDelete(t *testing.T) {
	t.Parallel()
	b := start(t)
	assert.JSONEq(t, `{"webhooks":[]}`, b.send("GET", path, "").Body.String())
	made := b.register("https://shop.example/hooks?a=1&b=2", created, "user.checked-in.v1")
	require.Equal(t, 201, made.Code, made.Body.String())
	id, secret := read[string](t, made, "id"), read[string](t, made, "secret")
	assert.Len(t, secret, 88)
	list := b.send("GET", path, "")
	assert.Equal(t, 200, list.Code)
	assert.JSONEq(t, fmt.Sprintf(`{"webhooks":[{"id":%q,"url":"https://shop.example/hooks?a=1&b=2","events":["epayments.payment.created.v1","user.checked-in.v1"]}]}`, id), list.Body.String())
	gone := b.send("DELETE", path+"/"+strings.ToUpper(id), "")
	assert.Equal(t, 204, gone.Code)
	assert.Empty(t, gone.Body.String())
	assert.JSONEq(t, `{"webhooks":[]}`, b.send("GET", path, "").Body.String())
	assert.Equal(t, 404, b.send("DELETE", path+"/"+id, "").Code)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	good := asking("https://shop.example/", created)
	tests := []struct {
		name, method, target, body string
		header                     []string
		status                     int
		fields                     []string
	}{
		{"http", "POST", path, asking("http://shop.example/", created), nil, 400, []string{"url"}},
		{"this machine", "POST", path, asking("https://localhost/", created), nil, 400, []string{"url"}},
		{"no address", "POST", path, asking("", created), nil, 400, []string{"url"}},
		{"no events", "POST", path, `{"url":"https://shop.example/","events":[]}`, nil, 400, []string{"events"}},
		{"no members", "POST", path, `{}`, nil, 400, []string{"events", "url"}},
		{"members that are null", "POST", path, `{"url":null,"events":null}`, nil, 400, []string{"events", "url"}},
		{"members of other types", "POST", path, `{"url":1,"events":"x"}`, nil, 400, []string{"events", "url"}},
		{"an event that is no text", "POST", path, `{"url":"https://shop.example/","events":[7]}`, nil, 400, []string{"events"}},
		{"an unknown event", "POST", path, asking("https://shop.example/", "epayment.payment.created.v1"), nil, 400, []string{"events"}},
		{"no body", "POST", path, "", nil, 400, []string{"body"}},
		{"no JSON", "POST", path, "{", nil, 400, []string{"body"}},
		{"a list", "POST", path, "[]", nil, 400, []string{"body"}},
		{"an id that is no uuid", "DELETE", path + "/7", "", nil, 400, []string{"id"}},
		{"an id that is not there", "DELETE", path + "/8f1b6c52-0d5b-4c0e-9a43-6f1f5a0d7c11", "", nil, 404, nil},
		{"no token", "POST", path, good, []string{"Authorization", ""}, 401, nil},
		{"another token", "GET", path, "", []string{"Authorization", "Bearer x"}, 401, nil},
		{"no key", "GET", path, "", []string{"Ocp-Apim-Subscription-Key", ""}, 401, nil},
		{"another serial number", "POST", path, good, []string{"Merchant-Serial-Number", "999999"}, 403, nil},
		{"a method that is not there", "PUT", path, "", nil, 405, nil},
		{"members nobody knows pass", "POST", path, `{"url":"https://shop.example/","events":["` + created + `"],"name":"x"}`, nil, 201, nil},
		{"no serial number passes", "POST", path, good, []string{"Merchant-Serial-Number", ""}, 201, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			b.spoilt = tt.status == 405 // no contract describes that answer
			w := b.send(tt.method, tt.target, tt.body, tt.header...)
			require.Equal(t, tt.status, w.Code, w.Body.String())
			if tt.status != 400 && tt.status != 404 {
				return
			}
			assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
			assert.Equal(t, strings.TrimPrefix(tt.target, "/webhooks"), read[string](t, w, "instance"))
			assert.Equal(t, tt.status, read[int](t, w, "status"))
			assert.Equal(t, http.StatusText(tt.status), read[string](t, w, "title"))
			names := []string{}
			for _, e := range read[[]struct{ Name, Reason string }](t, w, "extraDetails") {
				names = append(names, e.Name)
				assert.NotEmpty(t, e.Reason)
			}
			slices.Sort(names)
			assert.Equal(t, append([]string{}, tt.fields...), names)
			assert.JSONEq(t, `{"webhooks":[]}`, b.send("GET", path, "").Body.String(), "nothing is registered")
		})
	}
}

func TestThe26thIsRefused(t *testing.T) {
	t.Parallel()
	b := start(t)
	for i := range 25 {
		require.Equal(t, 201, b.register(fmt.Sprintf("https://shop.example/%d", i), created).Code)
	}
	w := b.register("https://shop.example/", created)
	assert.Equal(t, 400, w.Code)
	assert.Contains(t, w.Body.String(), `{"name":"events","reason":"epayments.payment.created.v1 has 25 registrations already, which is the limit."}`)
}

func TestMerchantsAreApart(t *testing.T) {
	t.Parallel()
	b := start(t)
	id := read[string](t, b.register("https://shop.example/", created), "id")
	b.become()
	assert.JSONEq(t, `{"webhooks":[]}`, b.send("GET", path, "").Body.String())
	assert.Equal(t, 404, b.send("DELETE", path+"/"+id, "").Code)
}

// What is delivered keeps to the contract, whatever the address.
func TestDeliveriesKeepToTheContract(t *testing.T) {
	t.Parallel()
	b := start(t)
	require.Equal(t, 201, b.register("https://shop.example:8443/hooks?tenant=7", webhook.AllNames()...).Code)
	for i, name := range []string{"CREATED", "AUTHORIZED", "CAPTURED", "REFUNDED", "CANCELLED", "ABORTED", "EXPIRED", "TERMINATED"} {
		body := fmt.Sprintf(`{"msn":%q,"reference":"acme-order-%d","pspReference":"50014200%d","name":%q,"amount":{"currency":"NOK","value":49900},"timestamp":"2026-03-01T12:00:00.000Z","success":true}`, b.tenant.MSN, i, i, name)
		require.Equal(t, 204, b.send("POST", fmt.Sprintf("/tell/acme-order-%d/epayments.payment.%s.v1", i, strings.ToLower(name)), body).Code)
	}
	require.Equal(t, 204, b.send("POST", "/tell/7/user.checked-in.v1", `{"customerToken":"eA==","merchantQrId":"7","merchantSerialNumber":"123456","initiatedAt":"2026-03-01T12:00:00Z"}`).Code)
	r := httptest.NewRequest("GET", "/__sandbox/deliveries?wait=PT10S", nil)
	r.Header.Set(sandbox.HeaderTenant, b.tenant.MSN)
	b.sandbox.ServeHTTP(httptest.NewRecorder(), r)
	b.mu.Lock()
	defer b.mu.Unlock()
	assert.Len(t, b.calls, 9)
}

func TestSeededDefectsOfAnswers(t *testing.T) {
	t.Parallel()
	const unknown = path + "/8f1b6c52-0d5b-4c0e-9a43-6f1f5a0d7c11"
	assert.Equal(t, 204, start(t, "webhook-unknown-id-deleted").send("DELETE", unknown, "").Code)

	b := start(t, "webhook-problem-as-json")
	assert.Equal(t, 404, b.send("DELETE", unknown, "").Code)
	require.Len(t, b.findings, 1)
	assert.Equal(t, "content-type.undocumented", b.findings[0].Rule)

	b = start(t, webhook.FaultSecretListed)
	secret := read[string](t, b.register("https://shop.example/", created), "secret")
	assert.Contains(t, b.send("GET", path, "").Body.String(), secret)
	require.Len(t, b.findings, 1)
	assert.Equal(t, "body.undocumented-property", b.findings[0].Rule)

	assert.Equal(t, 201, start(t, webhook.FaultPlainHTTP).register("http://shop.example/", created).Code)
	assert.Equal(t, 201, start(t, webhook.FaultUnknownEvents).register("https://shop.example/", "x.y.z").Code)
}

func TestEverySeededDefectSaysWhatItBreaks(t *testing.T) {
	t.Parallel()
	c, _ := contracts(t)
	faults := webhooks.V1().Sandbox(c).Faults
	assert.Len(t, faults, len(webhook.Faults())+2)
	for name, says := range faults {
		assert.Regexp(t, `^webhook-[a-z-]+$`, name)
		assert.Regexp(t, `^[a-z].*[^.]$`, says)
	}
}

func TestRegistrationsStandOnThePageForPeople(t *testing.T) {
	t.Parallel()
	b := start(t)
	secret := read[string](t, b.register("https://shop.example/hooks", created), "secret")
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/__sandbox/?tenant="+b.tenant.MSN, nil)
	r.Header.Set("Accept", "text/html")
	b.sandbox.ServeHTTP(w, r)
	assert.Contains(t, w.Body.String(), "https://shop.example/hooks")
	assert.NotContains(t, w.Body.String(), secret)
}
