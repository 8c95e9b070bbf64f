package userinfo_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/sandbox"
)

var loaded = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(false) })

// A bench is a sandbox whose default merchant asks; answers are held against the
// contract.
type bench struct {
	*testing.T
	catalog *catalog.Catalog
	sandbox *sandbox.Sandbox
	tenant  sandbox.Tenant
	token   string
	spoilt  bool
}

func start(t *testing.T, faults ...string) *bench {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	s, err := sandbox.New(sandbox.Options{
		Services: c.Services(), Faults: faults, Seed: 7, Abilities: sandbox.Abilities{NationalIdentityNumber: true, Express: true},
		Now: func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b := &bench{T: t, catalog: c, sandbox: s, tenant: sandbox.Default(), spoilt: len(faults) > 0}
	b.login()
	return b
}

func (b *bench) login() {
	b.Helper()
	w := b.send("POST", "/accesstoken/get", nil, "client_id", b.tenant.ClientID, "client_secret", b.tenant.ClientSecret,
		"Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey)
	require.Equal(b, http.StatusOK, w.Code)
	b.token, _ = decode(b, w)["access_token"].(string)
}

func decode(t require.TestingT, w *httptest.ResponseRecorder) map[string]any {
	var v map[string]any
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &v), w.Body.String())
	return v
}

func (b *bench) send(method, target string, body any, headers ...string) *httptest.ResponseRecorder {
	b.Helper()
	var raw []byte
	if body != nil {
		raw, _ = json.Marshal(body)
	}
	r := httptest.NewRequest(method, target, bytes.NewReader(raw))
	r.Header.Set("Merchant-Serial-Number", b.tenant.MSN)
	if b.token != "" {
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	_, findings := b.catalog.Contracts.Judge(&harness.Exchange{
		Flow:     harness.FlowAPI,
		Request:  harness.Request{Method: method, Target: target, Header: r.Header, Body: harness.Body{Bytes: raw, Size: int64(len(raw))}},
		Response: harness.Response{Status: w.Code, Header: w.Header(), Body: harness.Body{Bytes: w.Body.Bytes(), Size: int64(w.Body.Len())}},
	})
	for _, f := range findings {
		if f.Direction == harness.InResponse && f.Severity != harness.Note && !b.spoilt && r.URL.Path[:10] != "/__sandbox" {
			assert.Fail(b, "the sandbox breaks its contract", "%s %s -> %d: %s [%s]\n%s", method, target, w.Code, f.Message(), f.Rule, w.Body)
		}
	}
	return w
}

// epayment starts and approves a payment of ePayment with a scope, and gives its
// sub.
func (b *bench) epayment(reference, scope string) string {
	b.Helper()
	keys := []string{"Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey, "Idempotency-Key", reference}
	w := b.send("POST", "/epayment/v1/payments", map[string]any{
		"amount": map[string]any{"currency": "NOK", "value": 20000}, "paymentMethod": map[string]any{"type": "WALLET"},
		"reference": reference, "userFlow": "WEB_REDIRECT", "returnUrl": "https://shop.example/back", "profile": map[string]any{"scope": scope},
	}, keys...)
	require.Equal(b, http.StatusCreated, w.Code, w.Body.String())
	b.approve(reference)
	p := decode(b, b.send("GET", "/epayment/v1/payments/"+reference, nil, keys...))
	sub, _ := p["profile"].(map[string]any)["sub"].(string)
	return sub
}

// ecom does the same with eCom.
func (b *bench) ecom(id string, more map[string]any) string {
	b.Helper()
	keys := []string{"Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey}
	shop := map[string]any{"merchantSerialNumber": b.tenant.MSN, "callbackPrefix": "https://shop.example/cb", "fallBack": "https://shop.example/back"}
	transaction := map[string]any{"orderId": id, "amount": 20000, "transactionText": "Jam"}
	for name, value := range more {
		if name == "scope" {
			transaction[name] = value
		} else {
			shop[name] = value
		}
	}
	w := b.send("POST", "/ecomm/v2/payments", map[string]any{"customerInfo": map[string]any{}, "merchantInfo": shop, "transaction": transaction}, keys...)
	require.Equal(b, http.StatusOK, w.Code, w.Body.String())
	b.approve(id)
	sub, _ := decode(b, b.send("GET", "/ecomm/v2/payments/"+id+"/details", nil, keys...))["sub"].(string)
	return sub
}

func (b *bench) approve(reference string) {
	b.Helper()
	require.Equal(b, http.StatusNoContent, b.send("POST", "/__sandbox/payments/"+reference+"/approve", nil).Code)
}

// ask asks what is shared under a sub.
func (b *bench) ask(sub string, headers ...string) *httptest.ResponseRecorder {
	b.Helper()
	return b.send("GET", "/vipps-userinfo-api/userinfo/"+sub, nil, headers...)
}

func TestOnlyWhatWasConsentedToIsTold(t *testing.T) {
	t.Parallel()
	for scope, want := range map[string][]string{
		"name":        {"name", "given_name", "family_name"},
		"email":       {"email", "email_verified"},
		"phoneNumber": {"phone_number"},
		"birthDate":   {"birthdate"},
		"nin":         {"nin"},
		"address":     {"address", "other_addresses"},
		"name email":  {"name", "given_name", "family_name", "email", "email_verified"},
	} {
		t.Run(scope, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			sub := b.epayment("order-0001", scope)
			w := b.ask(sub)
			require.Equal(t, http.StatusOK, w.Code, w.Body.String())
			told := decode(t, w)
			assert.Equal(t, sub, told["sub"])
			delete(told, "sub")
			delete(told, "sid")
			var names []string
			for name := range told {
				names = append(names, name)
			}
			assert.ElementsMatch(t, want, names)
		})
	}
}

func TestPaymentsOfEcomLeadHereToo(t *testing.T) {
	t.Parallel()
	b := start(t)
	told := decode(t, b.ask(b.ecom("order-1", map[string]any{"scope": "name phoneNumber"})))
	assert.Equal(t, "Kari Prøve", told["name"])
	assert.Equal(t, "4710000001", told["phone_number"])
	assert.Nil(t, told["email"])
	express := b.ecom("order-2", map[string]any{
		"paymentType": "eComm Express Payment", "consentRemovalPrefix": "https://shop.example/consent",
		"staticShippingDetails": []any{map[string]any{"isDefault": "Y", "shippingCost": 0, "shippingMethod": "Post", "shippingMethodId": "post", "priority": 0}},
	})
	told = decode(t, b.ask(express))
	assert.Equal(t, "kari.prove@example.com", told["email"])
	assert.Equal(t, map[string]any{
		"address_type": "home", "street_address": "Prøveveien 7", "postal_code": "7010", "region": "Trondheim", "country": "NO",
		"formatted": "Prøveveien 7\n7010\nTrondheim\nNO",
	}, told["address"])
}

func TestWhoMayAsk(t *testing.T) {
	t.Parallel()
	b := start(t)
	sub := b.epayment("order-0001", "name")
	assert.Equal(t, http.StatusUnauthorized, b.ask(sub, "Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey).Code, "the key must not be sent")
	assert.Equal(t, http.StatusUnauthorized, b.ask(sub, "Authorization", "").Code)
	assert.Equal(t, http.StatusUnauthorized, b.ask(sub, "Authorization", "Bearer x").Code)
	w := b.ask("11111111-2222-4333-8444-555555555555")
	assert.Equal(t, http.StatusNotFound, w.Code)
	assert.Equal(t, "404", decode(t, w)["status"])

	other := *b
	var err error
	other.tenant, err = b.sandbox.Add(sandbox.Tenant{})
	require.NoError(t, err)
	other.login()
	assert.Equal(t, http.StatusNotFound, other.ask(sub).Code, "another merchant")
}

func TestItCanBeAskedForAWeek(t *testing.T) {
	t.Parallel()
	b := start(t)
	sub := b.epayment("order-0001", "name")
	pass := func(period string) {
		require.Equal(t, http.StatusOK, b.send("POST", "/__sandbox/clock", map[string]string{"advance": period}).Code)
		b.login()
	}
	pass("PT167H59M59S")
	assert.Equal(t, http.StatusOK, b.ask(sub).Code)
	pass("PT1S")
	assert.Equal(t, http.StatusNotFound, b.ask(sub).Code)
	assert.Equal(t, sub, b.epayment("order-0002", "email"))
	told := decode(t, b.ask(sub))
	assert.NotNil(t, told["email"], "a new consent opens it again")
	assert.Nil(t, told["name"], "for what it is about")
}

func TestSeededDefects(t *testing.T) {
	t.Parallel()
	for name, look := range map[string]func(b *bench, sub string) bool{
		"userinfo-subscription-key-accepted": func(b *bench, sub string) bool {
			return b.ask(sub, "Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey).Code == http.StatusOK
		},
		"userinfo-window-ignored": func(b *bench, sub string) bool {
			b.send("POST", "/__sandbox/clock", map[string]string{"advance": "P8D"})
			b.login()
			return b.ask(sub).Code == http.StatusOK
		},
		"userinfo-tells-without-consent":  func(b *bench, sub string) bool { return decode(b, b.ask(sub))["email"] != nil },
		"userinfo-other-sub":              func(b *bench, sub string) bool { return decode(b, b.ask(sub))["sub"] != sub },
		"userinfo-phone-number-with-plus": func(b *bench, sub string) bool { return decode(b, b.ask(sub))["phone_number"] == "+4710000001" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sound, broken := start(t), start(t, name)
			assert.False(t, look(sound, sound.epayment("order-0001", "name phoneNumber")), "without it")
			assert.True(t, look(broken, broken.epayment("order-0001", "name phoneNumber")), "with it")
		})
	}
}
