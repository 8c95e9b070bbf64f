package checkout_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"kontrakt/harness/sandbox"
)

// keys are the headers of a merchant's call.
func keys(r *http.Request, t sandbox.Tenant) *http.Request {
	for name, value := range map[string]string{
		"client_id": t.ClientID, "client_secret": t.ClientSecret, "Ocp-Apim-Subscription-Key": t.SubscriptionKey,
		"Merchant-Serial-Number": t.MSN, "Content-Type": "application/json",
	} {
		r.Header.Set(name, value)
	}
	return r
}

// fuzzed is a sandbox whose merchant answers the question for options with what
// comes.
func fuzzed(f *testing.F, answer *string) (*sandbox.Sandbox, sandbox.Tenant) {
	f.Helper()
	c, err := loaded()
	if err != nil {
		f.Fatal(err)
	}
	merchant := &shop{bench: &bench{catalog: c, spoilt: true}}
	merchant.options = func(*http.Request, []byte) (int, string) { return http.StatusOK, *answer }
	box, err := sandbox.New(sandbox.Options{Services: c.Services(), Transport: merchant, Now: func() time.Time { return began }})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = box.Close() }) // nothing is left of it either way
	tenant, err := box.Add(sandbox.Tenant{})
	if err != nil {
		f.Fatal(err)
	}
	return box, tenant
}

// Whatever stands in a request: it is answered, with a status that the
// documentation has for it.
func FuzzRequests(f *testing.F) {
	for _, edits := range [][]edit{
		nil, subscription(), {fixed(two()...)}, {dynamic}, {line()}, {{"/logistics", nil}}, {{"/prefillCustomer", "x"}}, {{"/configuration", nil}},
		{{"/transaction/amount/value", 1e30}}, {{"/type", 1}}, {{"/logistics/fixedOptions", []any{nil}}}, {at0("customConsent", nil)},
	} {
		f.Add(order(ref, edits...))
	}
	f.Add([]byte(`{"transaction":{"amount":{"value":5e2,"currency":"NOK"},"paymentDescription":"Socks"},"logisticOptions":[]}`))
	f.Add([]byte(`{"logisticOptions":[{"brand":"DAO","type":7,"id":"a","priority":0,"isDefault":true,"amount":{"value":1,"currency":"NOK"}}]}`))
	f.Add([]byte("[]"))
	f.Add([]byte(""))
	box, tenant := fuzzed(f, new(string))
	open := httptest.NewRecorder()
	box.ServeHTTP(open, keys(httptest.NewRequest("POST", path, strings.NewReader(string(order("order-9999")))), tenant))
	f.Fuzz(func(t *testing.T, body []byte) {
		for method, target := range map[string]string{"POST": path, "PATCH": path + "/order-9999"} {
			w := httptest.NewRecorder()
			box.ServeHTTP(w, keys(httptest.NewRequest(method, target, strings.NewReader(string(body))), tenant))
			if !slices.Contains([]int{http.StatusOK, http.StatusBadRequest, http.StatusConflict}, w.Code) {
				t.Errorf("%s is answered %d for %s: %s", method, w.Code, body, w.Body)
			}
		}
	})
}

// Whatever a merchant answers to the question for options: the customer ends with
// one of its options, or with the fixed one.
func FuzzOffers(f *testing.F) {
	for _, text := range []string{
		"", "null", "[]", "[null]", "{}", `"[]"`, `[{}]`, `[{"brand":"POSTEN"}]`,
		`[{"brand":"POSTEN","type":"MAILBOX","id":"a","priority":0,"isDefault":true,"amount":{"value":1,"currency":"NOK"}}]`,
		`[{"brand":"POSTEN","id":"a","priority":0,"isDefault":true,"amount":{"value":1,"currency":"NOK"},"delivery":{"timeslots":[{}]}}]`,
		`[{"brand":"GLS","id":"a","priority":0,"isDefault":true,"amount":{"value":2147483648,"currency":"NOK"},"delivery":null}]`,
		`[{"brand":"DAO","type":1,"id":"a","priority":0,"isDefault":true,"amount":{"value":1.5,"currency":"NOK"}}] x`,
	} {
		f.Add(text)
	}
	answer := new(string)
	box, tenant := fuzzed(f, answer)
	count := 0
	f.Fuzz(func(t *testing.T, text string) {
		*answer = text
		count++
		reference := "order-" + strings.Repeat("0", 20-len(itoa(count))) + itoa(count)
		call := func(method, target string, body []byte) *httptest.ResponseRecorder {
			r := keys(httptest.NewRequest(method, target, strings.NewReader(string(body))), tenant)
			r.Header.Set(sandbox.HeaderTenant, tenant.MSN)
			w := httptest.NewRecorder()
			box.ServeHTTP(w, r)
			return w
		}
		call("POST", path, order(reference, dynamic, fixed(fallback)))
		call("POST", "/__sandbox/sessions/"+reference+"/approve", nil)
		call("GET", "/__sandbox/deliveries?wait=PT10S", nil)
		w := call("GET", path+"/"+reference, nil)
		if got := at(w.Body.Bytes(), "/sessionState"); got != "PaymentSuccessful" {
			t.Errorf("the session ends as %v for %q", got, text)
		}
		id, _ := at(w.Body.Bytes(), "/shippingDetails/shippingMethodId").(string)
		if id != "plan-b" && !strings.Contains(text, "id") {
			t.Errorf("%q is shipped, which nobody offers, for %q", id, text)
		}
	})
}
