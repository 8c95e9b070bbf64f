package epayment_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"kontrakt/harness/sandbox"
)

// Whatever stands in a request to create: it is answered, with a status that the
// documentation has for it.
func FuzzCreate(f *testing.F) {
	for _, edits := range [][]edit{
		nil, push("4740000001"), push(4740000001), qr("IMAGE/PNG", 200), longLived("2026-03-02T12:00:00Z"), express(fixed()), express(dynamic()),
		{{"/metadata", pairs(6)}}, {{"/amount/value", 1e30}}, {{"/customer", nil}}, {{"/shipping", nil}}, {{"/receipt", nil}}, {{"/qrFormat", nil}},
	} {
		f.Add(order("order-0001", edits...))
	}
	f.Add([]byte(`{"amount":{"currency":"NOK","value":5e2},"paymentMethod":{"type":"WALLET"},"reference":"order-0001","userFlow":"QR"}`))
	f.Add([]byte("[]"))
	f.Add([]byte(""))
	c, err := loaded()
	if err != nil {
		f.Fatal(err)
	}
	box, err := sandbox.New(sandbox.Options{Services: c.Services(), Abilities: able, Now: func() time.Time { return began }})
	if err != nil {
		f.Fatal(err)
	}
	defer box.Close()
	tenant, err := box.Add(sandbox.Tenant{Abilities: able})
	if err != nil {
		f.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/accesstoken/get", nil)
	for name, value := range map[string]string{"client_id": tenant.ClientID, "client_secret": tenant.ClientSecret, "Ocp-Apim-Subscription-Key": tenant.SubscriptionKey} {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	box.ServeHTTP(w, r)
	token, _ := at(w.Body.Bytes(), "/access_token").(string)
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest("POST", "/epayment/v1/payments", strings.NewReader(string(body)))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Ocp-Apim-Subscription-Key", tenant.SubscriptionKey)
		r.Header.Set("Merchant-Serial-Number", tenant.MSN)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", fmt.Sprintf("%.20x", sha256.Sum256(body)))
		w := httptest.NewRecorder()
		box.ServeHTTP(w, r)
		known := []int{http.StatusCreated, http.StatusBadRequest, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity}
		if !slices.Contains(known, w.Code) {
			t.Errorf("status %d for %s: %s", w.Code, body, w.Body)
		}
	})
}
