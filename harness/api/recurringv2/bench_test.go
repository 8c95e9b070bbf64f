package recurringv2_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
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

// able is a merchant who may do everything.
var able = sandbox.Abilities{SkipLandingPage: true, NationalIdentityNumber: true, Unscheduled: true}

// A bench is a sandbox with one merchant on it. Every answer is held against the
// contract: what the sandbox says must be right.
type bench struct {
	testing.TB
	catalog *catalog.Catalog
	sandbox *sandbox.Sandbox
	tenant  sandbox.Tenant
	token   string
	keys    int
	// spoilt says that a seeded defect is on, so that findings are no fault of
	// the tests'.
	spoilt   bool
	findings []harness.Finding
}

func start(t testing.TB, abilities sandbox.Abilities, faults ...string) *bench {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	b := &bench{TB: t, catalog: c, spoilt: len(faults) > 0}
	b.sandbox, err = sandbox.New(sandbox.Options{
		Services: c.Services(), Seed: 7, BaseURL: "https://sandbox.example", Now: func() time.Time { return began }, Faults: faults,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.sandbox.Close()) })
	b.tenant, err = b.sandbox.Add(sandbox.Tenant{Name: "Shop", Abilities: abilities})
	require.NoError(t, err)
	b.login()
	return b
}

func (b *bench) login() {
	b.Helper()
	answer := b.send("POST", "/accesstoken/get", nil, "client_id", b.tenant.ClientID, "client_secret", b.tenant.ClientSecret)
	require.Equal(b, http.StatusOK, answer.status)
	b.token = answer.text("/access_token")
}

// control makes a control call.
func (b *bench) control(path, body string) int {
	b.Helper()
	r := httptest.NewRequest("POST", "/__sandbox/"+path, strings.NewReader(body))
	r.Header.Set(sandbox.HeaderTenant, b.tenant.MSN)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	return w.Code
}

// pass lets days go by, for which a new token is needed.
func (b *bench) pass(days int) {
	b.Helper()
	require.Equal(b, http.StatusOK, b.control("clock", fmt.Sprintf(`{"advance":"P%dD"}`, days)))
	b.login()
}

// send makes a call of the API and judges the exchange. Headers are given in
// pairs; an empty value leaves one out.
func (b *bench) send(method, target string, body []byte, headers ...string) result {
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
		Flow:     harness.FlowAPI,
		Request:  harness.Request{Method: method, Scheme: "https", Host: "api.example", Target: target, Header: r.Header, Body: whole(body)},
		Response: harness.Response{Status: w.Code, Header: w.Header(), Body: whole(w.Body.Bytes())},
	})
	return result{w.Code, w.Body.Bytes(), w.Header()}
}

func whole(b []byte) harness.Body { return harness.Body{Bytes: b, Size: int64(len(b))} }

// judge holds what the sandbox says against the contract.
func (b *bench) judge(x *harness.Exchange) {
	b.Helper()
	m, findings := b.catalog.Contracts.Judge(x)
	if m.Operation == nil && !b.spoilt {
		assert.Fail(b, "no contract knows this", "%s %s", x.Request.Method, x.Request.Target)
	}
	for _, f := range findings {
		if f.Direction != harness.InResponse || f.Severity != harness.Error && f.Severity != harness.Warning {
			continue
		}
		b.findings = append(b.findings, f)
		if !b.spoilt {
			assert.Fail(b, "the sandbox breaks its contract", "%s %s -> %d: %s [%s]\n%s", x.Request.Method, x.Request.Target,
				x.Response.Status, f.Message(), f.Rule, x.Response.Body.Bytes)
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

func (r result) number(pointer string) int64 {
	n, _ := r.at(pointer).(json.Number)
	i, _ := n.Int64()
	return i
}

// code is the answer: its status, and of a refusal the codes and fields.
func (r result) code() string {
	said := []string{fmt.Sprint(r.status)}
	var list []struct{ Field, Code string }
	if r.status < 400 || json.Unmarshal(r.body, &list) != nil {
		return said[0]
	}
	for _, e := range list {
		for _, word := range []string{e.Code, e.Field} {
			if word != "" {
				said = append(said, word)
			}
		}
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

// An edit changes a request: the value of a member, or its removal.
type edit struct {
	name  string
	value any
}

// gone removes a member.
var gone = struct{}{}

func edited(body map[string]any, edits []edit) []byte {
	for _, e := range edits {
		if body[e.name] = e.value; e.value == gone {
			delete(body, e.name)
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return raw
}

const (
	v2    = "/recurring/v2/agreements"
	v3    = "/recurring/v3/agreements"
	payer = "4740000001"
)

type object = map[string]any

// offer is the request to draft an agreement of 349.00 a month.
func offer(edits ...edit) []byte {
	return edited(object{
		"currency": "NOK", "price": 34900, "interval": "MONTH", "intervalCount": 1, "productName": "Jam of the month",
		"merchantRedirectUrl": "https://shop.example/back", "merchantAgreementUrl": "https://shop.example/my-page",
	}, edits)
}

// order is the request for a charge of 349.00 in three days.
func order(edits ...edit) []byte {
	return edited(object{"amount": 34900, "currency": "NOK", "description": "March", "due": "2026-03-04", "retryDays": 2}, edits)
}

func first(how string) edit {
	return edit{"initialCharge", object{"amount": 10000, "currency": "NOK", "description": "First", "transactionType": how, "orderId": "first-0001"}}
}

var (
	summer   = edit{"campaign", object{"campaignPrice": 100, "end": "2026-09-01T00:00:00Z"}}
	variable = edit{"variableAmount", object{"suggestedMaxAmount": 50000}}
)

func (b *bench) get(path string) result { b.Helper(); return b.send("GET", path, nil) }

// key makes an idempotency key.
func (b *bench) key() string {
	b.keys++
	return fmt.Sprint("key-", b.keys)
}

func (b *bench) draft(edits ...edit) result {
	b.Helper()
	return b.send("POST", v2, offer(edits...))
}

// pending is the ID of a new agreement.
func (b *bench) pending(edits ...edit) string {
	b.Helper()
	r := b.draft(edits...)
	require.Equal(b, http.StatusCreated, r.status, "%s", r.body)
	return r.text("/agreementId")
}

// active is the ID of an agreement that the payer has approved.
func (b *bench) active(edits ...edit) string {
	b.Helper()
	id := b.pending(edits...)
	require.Equal(b, http.StatusNoContent, b.control("agreements/"+id+"/approve", ""))
	return id
}

func (b *bench) create(id string, edits ...edit) result {
	b.Helper()
	return b.send("POST", v2+"/"+id+"/charges", order(edits...), "Idempotency-Key", b.key())
}

// charged is the path of a new charge, and of its agreement.
func (b *bench) charged(edits ...edit) (charge, agreement string) {
	b.Helper()
	id := b.active()
	r := b.create(id, edits...)
	require.Equal(b, http.StatusCreated, r.status, "%s", r.body)
	return v2 + "/" + id + "/charges/" + r.text("/chargeId"), v2 + "/" + id
}

// taken is the path of a charge that is collected.
func (b *bench) taken(edits ...edit) string {
	b.Helper()
	charge, _ := b.charged(edits...)
	require.Equal(b, http.StatusNoContent, b.control("charges/"+charge[strings.LastIndex(charge, "/")+1:]+"/settle", ""))
	return charge
}

// held is the path of an initial charge that is reserved.
func (b *bench) held() string {
	b.Helper()
	return v2 + "/" + b.active(first("RESERVE_CAPTURE")) + "/charges/first-0001"
}

func (b *bench) refund(charge string, amount int64) result {
	b.Helper()
	body, err := json.Marshal(object{"amount": amount, "description": "Sorry"})
	require.NoError(b, err)
	return b.send("POST", charge+"/refund", body, "Idempotency-Key", b.key())
}

func (b *bench) capture(charge string) result {
	b.Helper()
	return b.send("POST", charge+"/capture", nil, "Idempotency-Key", b.key())
}
