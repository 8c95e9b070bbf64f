package checkoutv2_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/judge"
)

const (
	rightOption  = `{"brand":"posten","product":"Mailbox","id":"mail","priority":0,"isDefault":true,"amount":{"value":4900,"currency":"NOK"}}`
	rightRequest = `{"merchantInfo":{"callbackPrefix":"https://shop.example","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"5a8c0d62-6a9f-4a54-9d1f-0c6f0f1b2a77"},"transaction":{"amount":{"value":24900,"currency":"NOK"},"reference":"acme-shop-1-order-1","paymentDescription":"One pair of socks"},"logistics":{"fixedOptions":[` + rightOption + `]},"contactFields":true,"addressFields":true}`
)

// One mistake in a request is one finding beside the one that the version is
// deprecated, whether the document notices it too, only it does, or only a guide.
func TestOneMistakeIsOneFinding(t *testing.T) {
	t.Parallel()
	const option = "request body /logistics/fixedOptions/0"
	tests := []struct{ name, old, new, want string }{
		{"as it must be", "", "", ""},
		{"a reference of seven characters", "acme-shop-1-order-1", "order-1", "guide.reference-form request body /transaction/reference"},
		{"a reference with a line in it", "acme-shop-1-order-1", "acme_shop_1", "guide.reference-form request body /transaction/reference"},
		{"a bare number", "acme-shop-1-order-1", "12345678", "guide.orderid-quality request body /transaction/reference"},
		{"a fraction", ":4900", ":49.5", "guide.shipping-cost " + option + "/amount/value"},
		{"kroner", ":4900", ":49", "guide.shipping-cost " + option + "/amount/value"},
		{"no product", `"product":"Mailbox",`, "", "schema.required " + option + "/product"},
		{"a title", `"product":"Mailbox",`, `"product":"Mailbox","title":"Mailbox",`, "guide.version-3-names " + option + "/title"},
		{"a callback of version 3", `"callbackPrefix":"https://shop.example",`, `"callbackPrefix":"https://shop.example","callbackUrl":"https://shop.example/cb",`, "guide.version-3-names request body /merchantInfo/callbackUrl"},
		{"an address without a name", `"contactFields":true`, `"contactFields":false`, "guide.address-needs-contact request body /contactFields"},
		{"no word on the forms", `,"addressFields":true`, "", "schema.required request body /addressFields"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, rightRequest, tt.old)
			assert.Equal(t, tt.want, found(t, strings.Replace(rightRequest, tt.old, tt.new, 1)))
		})
	}
}

// found names the rules that a request to create breaks, and where.
func found(t *testing.T, body string) string {
	t.Helper()
	return foundIn(t, exchange("POST", "/checkout/v2/session", body,
		`{"token":"a.b.c","checkoutFrontendUrl":"https://vipps.example/v1/","pollingUrl":"https://api.example/x"}`))
}

func exchange(method, target, body, answer string) *harness.Exchange {
	h := http.Header{}
	if body != "" {
		h.Set("Content-Type", "application/json")
	}
	for _, name := range []string{"client_id", "client_secret", "Ocp-Apim-Subscription-Key", "Merchant-Serial-Number",
		"Vipps-System-Name", "Vipps-System-Version", "Vipps-System-Plugin-Name", "Vipps-System-Plugin-Version"} {
		h.Set(name, "123456")
	}
	return &harness.Exchange{
		ID: "x0001", Flow: harness.FlowAPI,
		Request: harness.Request{
			Method: method, Scheme: "https", Host: "api.vipps.no", Target: target, Proto: "HTTP/1.1", Header: h,
			Body: harness.Body{Bytes: []byte(body), Size: int64(len(body))},
		},
		Response: harness.Response{
			Status: 200, Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}},
			Body: harness.Body{Bytes: []byte(answer), Size: int64(len(answer))},
		},
	}
}

// foundIn names the rules that an exchange breaks, but for the one that the
// version is deprecated.
func foundIn(t *testing.T, x *harness.Exchange) string {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	j, err := judge.New(judge.Options{Contracts: c.Contracts, Checks: c.Checks(), Key: []byte("key")})
	require.NoError(t, err)
	defer j.Close()
	var out []string
	deprecated := 0
	for _, f := range j.One(x).Findings {
		if f.Rule == "lifecycle.deprecated" {
			deprecated++
			continue
		}
		out = append(out, f.Rule+" "+f.Where())
	}
	assert.Equal(t, 1, deprecated)
	return strings.Join(out, ", ")
}
