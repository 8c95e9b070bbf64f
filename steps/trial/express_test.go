package trial_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/config"
)

// An app is the sandbox of one purchase in express, and its shop.
type app struct {
	// answer is what the shop says of shipping; asks says that it is asked.
	answer string
	asks   bool
	// reserved is what the API has reserved, in øre.
	reserved int64
	// consent is the status that the shop answers to a consent withdrawn, 0 for none.
	consent string
	// keeps says that the shop goes on knowing its customers, nameless that it never
	// does.
	keeps, nameless bool
}

func (a *app) try(t *testing.T, text string, read map[string]string) harness.Scenario {
	t.Helper()
	o := options(t, nil)
	gone := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told, body := `{"order": "order-1"}`, ""
		if b, err := io.ReadAll(r.Body); err == nil {
			body = string(b)
		}
		switch {
		case strings.HasSuffix(r.URL.Path, "/approve") && a.asks:
			assert.Contains(t, body, `"postCode":"0155"`)
			o.Adversary.Hear(&harness.Exchange{Flow: harness.FlowCallback, Response: says(200, a.answer), Request: harness.Request{
				Method: "POST", Scheme: "https", Host: "shop.example", Target: "/v2/payments/order-1/shippingDetails", Header: http.Header{},
				Body: harness.Body{Bytes: []byte(`{"addressId":1001,"addressLine1":"Storgata 1","city":"Oslo","country":"NO","postCode":"0155"}`)},
			}})
		case strings.HasSuffix(r.URL.Path, "/withdraw-consent"):
			gone = true
		case strings.HasSuffix(r.URL.Path, "/deliveries"):
			told = `{"deliveries": [{"kind": "callback", "status": 200}` + a.consent + `]}`
		case r.URL.Path == "/status" && (gone && !a.keeps || a.nameless):
			told = `{"status": "paid", "customer": ""}`
		case r.URL.Path == "/status":
			told = `{"status": "paid", "customer": "Kari"}`
		}
		_, _ = io.WriteString(w, told)
	}))
	t.Cleanup(server.Close)
	status := called(server.URL+"/status", "status", "/status")
	for name, pointer := range read {
		status.Read[name] = pointer
	}
	o.Shop.Actions = map[string]config.Action{"start-express": called(server.URL+"/start", "order", "/order"), "order-status": status}
	o.Control, o.Tags = server.URL, []string{"@ecom"}
	o.Payment = func(context.Context, string) (api.Payment, error) {
		return api.Payment{Authorized: api.Money{Minor: a.reserved, Currency: "NOK"}}, nil
	}
	return scenario(t, o, text)
}

func TestWhatAShopDoesInExpress(t *testing.T) {
	t.Parallel()
	const (
		asked   = "Given Kari has begun to buy in express for 499.00 NOK; When Kari approves the payment and has the goods sent to Oslo; Then the shop says how it ships to Oslo; And the payment is of the goods and of what it costs to ship them to Oslo"
		leaves  = "Given Kari has paid in express for 499.00 NOK; When Kari withdraws her consent; Then the shop has taken in that the consent is gone"
		forgets = "Given Kari has paid in express for 499.00 NOK; And the shop knows who Kari is; When Kari withdraws her consent; Then the shop knows no more who Kari is"
		ways    = `{"addressId":1001,"orderId":"order-1","shippingDetails":[{"isDefault":"N","shippingCost":99,"shippingMethodId":"b"},{"isDefault":"Y","shippingCost":49.50,"shippingMethodId":"a"}]}`
	)
	customer := map[string]string{"customer": "/customer"}
	for _, tt := range []struct {
		name, text string
		app        app
		read       map[string]string
		status     harness.Status
		reason     string
	}{
		{"ships", asked, app{asks: true, answer: ways, reserved: 54850}, nil, harness.StatusPassed, ""},
		{"is not charged for shipping", asked, app{asks: true, answer: ways, reserved: 49900}, nil, harness.StatusFailed, "want 548.50 NOK, the order and its shipping, got 499.00 NOK"},
		{"ships nowhere", asked, app{asks: true, answer: `{"shippingDetails":[]}`, reserved: 54850}, nil, harness.StatusFailed, "the shop names no way to ship there"},
		{"answers for Checkout", asked, app{asks: true, answer: `[]`, reserved: 54850}, nil, harness.StatusFailed, "answers no shippingDetails"},
		{"names no price", asked, app{asks: true, answer: `{"shippingDetails":[{"isDefault":"Y"}]}`, reserved: 54850}, nil, harness.StatusFailed, "names no price"},
		{"is not asked", asked, app{reserved: 49900}, nil, harness.StatusSkipped, "it names its ways to ship from the start"},
		{"takes in who leaves", leaves, app{reserved: 1, consent: `, {"kind": "consent-removal", "status": 200}`}, nil, harness.StatusPassed, ""},
		{"refuses who leaves", leaves, app{reserved: 1, consent: `, {"kind": "consent-removal", "status": 404}`}, nil, harness.StatusFailed, "answers 404: want 200"},
		{"is silent to who leaves", leaves, app{reserved: 1, consent: `, {"kind": "consent-removal"}`}, nil, harness.StatusFailed, "does not answer"},
		{"cannot be told who leaves", leaves, app{reserved: 1}, nil, harness.StatusFailed, "could not be told"},
		{"cannot be paid", leaves, app{}, nil, harness.StatusFailed, "the customer could not pay"},
		{"forgets who leaves", forgets, app{reserved: 1}, customer, harness.StatusPassed, ""},
		{"remembers who left", forgets, app{reserved: 1, keeps: true}, customer, harness.StatusFailed, "still knows who the customer is"},
		{"never knew", forgets, app{reserved: 1, nameless: true}, customer, harness.StatusSkipped, "it has nothing to forget"},
		{"does not say whom it knows", forgets, app{reserved: 1}, nil, harness.StatusSkipped, "order-status reads no customer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := tt.app.try(t, tt.text, tt.read)
			assert.Equal(t, tt.status, s.Status, s.Reason)
			assert.Contains(t, s.Reason, tt.reason)
		})
	}
}
