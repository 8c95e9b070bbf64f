package epayment_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/judge"
)

// One mistake is one finding, whether the document notices it too, only it does,
// or only a guide.
func TestOneMistakeIsOneFinding(t *testing.T) {
	t.Parallel()
	const key = "order-1-create"
	tests := []struct {
		name string
		// member is changed to value; a nil value takes it out.
		member string
		value  any
		key    string
		// want is the rule and where it looks; nothing where all is well.
		want string
	}{
		{"as it must be", "reference", "acme-shop-1-order-1", key, ""},
		{"a number without its country", "customer", object{"phoneNumber": "91234567"}, key, "guide.mobile-number request body /customer/phoneNumber"},
		{"a number with a plus", "customer", object{"phoneNumber": "+4791234567"}, key, "guide.mobile-number request body /customer/phoneNumber"},
		{"a number with zeros", "customer", object{"phoneNumber": "004791234567"}, key, "guide.mobile-number request body /customer/phoneNumber"},
		{"a key of 51 characters", "reference", "acme-shop-1-order-1", strings.Repeat("k", 51), "idempotency.key-length request header Idempotency-Key"},
		{"no key", "reference", "acme-shop-1-order-1", "", "header.missing request header Idempotency-Key"},
		{"what chose direct capture", "directCapture", true, key, "guide.unused-field request body /directCapture"},
		{"an amount below zero", "amount", object{"currency": "NOK", "value": -1}, key, "schema.minimum request body /amount/value"},
		{"a krone less an øre", "amount", object{"currency": "NOK", "value": 99}, key, "guide.minimum-amount request body /amount/value"},
		{"no way back", "returnUrl", nil, key, "guide.return-url-for-redirect request body /returnUrl"},
		{"an empty way back", "returnUrl", "", key, "guide.https-url request body /returnUrl"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			order := object{
				"amount": object{"currency": "NOK", "value": 49900}, "paymentMethod": object{"type": "WALLET"}, "customer": object{"phoneNumber": "4791234567"},
				"reference": "acme-shop-1-order-1", "userFlow": "WEB_REDIRECT", "returnUrl": "https://shop.example/back",
			}
			if order[tt.member] = tt.value; tt.value == nil {
				delete(order, tt.member)
			}
			var got []string
			for _, f := range judged(t, order, tt.key) {
				got = append(got, f.Rule+" "+f.Where())
			}
			if tt.want == "" {
				assert.Empty(t, got)
				return
			}
			assert.Equal(t, []string{tt.want}, got)
		})
	}
}

type object = map[string]any

// judged is what is found in a request to create.
func judged(t *testing.T, order object, key string) []harness.Finding {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	j, err := judge.New(judge.Options{Contracts: c.Contracts, Checks: c.Checks(), Key: []byte("key")})
	require.NoError(t, err)
	defer j.Close()
	body, err := json.Marshal(order)
	require.NoError(t, err)
	h := http.Header{
		"Content-Type": {"application/json"}, "Authorization": {"Bearer token"}, "Ocp-Apim-Subscription-Key": {"key"}, "Merchant-Serial-Number": {"123456"},
		"Vipps-System-Name": {"honey"}, "Vipps-System-Version": {"1"}, "Vipps-System-Plugin-Name": {"honey-pay"}, "Vipps-System-Plugin-Version": {"1"},
	}
	if key != "" {
		h.Set("Idempotency-Key", key)
	}
	answer := []byte(`{"reference":"acme-shop-1-order-1","redirectUrl":"https://landing.vipps.no?token=abc"}`)
	return j.One(&harness.Exchange{
		ID: "x0001", Flow: harness.FlowAPI,
		Request: harness.Request{
			Method: "POST", Scheme: "https", Host: "api.vipps.no", Target: "/epayment/v1/payments", Proto: "HTTP/1.1", Header: h,
			Body: harness.Body{Bytes: body, Size: int64(len(body))},
		},
		Response: harness.Response{
			Status: 201, Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}}, Body: harness.Body{Bytes: answer, Size: int64(len(answer))},
		},
	}).Findings
}
