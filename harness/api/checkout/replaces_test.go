package checkout_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/judge"
)

const (
	rightOption  = `{"brand":"POSTEN","type":"MAILBOX","id":"mail","priority":0,"isDefault":true,"amount":{"value":4900,"currency":"NOK"}}`
	rightRequest = `{"type":"PAYMENT","reference":"acme-shop-1-order-1","merchantInfo":{"callbackUrl":"https://shop.example/cb","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"5a8c0d62-6a9f-4a54-9d1f-0c6f0f1b2a77"},"transaction":{"amount":{"value":24900,"currency":"NOK"},"paymentDescription":"One pair of socks"},"logistics":{"fixedOptions":[` + rightOption + `]},"configuration":{"elements":"Full"}}`
)

// One mistake in a request is one finding, whether the document notices it too,
// only it does, or only a guide.
func TestOneMistakeIsOneFinding(t *testing.T) {
	t.Parallel()
	const option = "request body /logistics/fixedOptions/0"
	tests := []struct{ name, old, new, want string }{
		{"as it must be", "", "", ""},
		{"a brand of version 2", "POSTEN", "posten", "guide.logistics-brand " + option + "/brand"},
		{"a brand within a word", "POSTEN", "xPOSTENx", "guide.logistics-brand " + option + "/brand"},
		{"a carrier that is gone", `"POSTEN","type":"MAILBOX"`, `"INSTABOX","type":"PICKUP_POINT"`, "guide.logistics-brand " + option + "/brand"},
		{"no brand", `"brand":"POSTEN",`, "", "schema.required " + option + "/brand"},
		{"a mailbox of POSTNORD", "POSTEN", "POSTNORD", "guide.brand-type " + option + "/type"},
		{"a type in small letters", "MAILBOX", "mailbox", "schema.enum " + option + "/type"},
		{"a fraction", ":4900", ":49.5", "guide.shipping-cost " + option + "/amount/value"},
		{"a fraction of nothing", ":4900", ":49.0", "guide.shipping-cost " + option + "/amount/value"},
		{"kroner", ":4900", ":49", "guide.shipping-cost " + option + "/amount/value"},
		{"kroner as text", ":4900", `:"49.00"`, "guide.shipping-cost " + option + "/amount/value"},
		{"yes as eCom says it", "true", `"Y"`, "schema.type " + option + "/isDefault"},
		{"no default", "true", "false", "guide.one-default request body /logistics/fixedOptions"},
		{"no priority", `"priority":0,`, "", "schema.required " + option + "/priority"},
		{"a price of null", `"amount":{"value":4900,"currency":"NOK"}}]`, `"amount":null}]`, "schema.nullable " + option + "/amount"},
		{"no title", `"POSTEN","type":"MAILBOX"`, `"OTHER"`, "guide.other-title " + option + "/title"},
		{"a member of version 2", `"priority":0,`, `"priority":0,"isPickupPoint":true,`, "guide.version-2-names " + option + "/isPickupPoint"},
		{"forms of version 2", `"configuration":{"elements":"Full"}`, `"contactFields":false`, "guide.version-2-names request body /contactFields"},
		{"forms in capitals", `"Full"`, `"FULL"`, "schema.enum request body /configuration/elements"},
		{"a reference of seven characters", "acme-shop-1-order-1", "order-1", "guide.reference-form request body /reference"},
		{"two references", `"transaction":{`, `"transaction":{"reference":"acme-shop-1-order-2",`, "guide.one-reference request body /transaction/reference"},
		{"no kind", `"type":"PAYMENT",`, "", "schema.required request body /type"},
		{"a kind in small letters", "PAYMENT", "payment", "schema.discriminator request body /type"},
		{"no token", `,"callbackAuthorizationToken":"5a8c0d62-6a9f-4a54-9d1f-0c6f0f1b2a77"`, "", "schema.required request body /merchantInfo/callbackAuthorizationToken"},
		{"a plain address", "https://shop.example/cb", "http://shop.example/cb", "guide.https-url request body /merchantInfo/callbackUrl"},
		{"a description of two characters", "One pair of socks", "So", "schema.minLength request body /transaction/paymentDescription"},
		{"an amount with a fraction", "24900", "249.5", "schema.type request body /transaction/amount/value"},
		{"free goods and free shipping", `24900,"currency":"NOK"},"paymentDescription":"One pair of socks"},"logistics":{"fixedOptions":[` + rightOption, `0,"currency":"NOK"},"paymentDescription":"One pair of socks"},"logistics":{"fixedOptions":[` + strings.Replace(rightOption, "4900", "0", 1), "guide.minimum-amount request body /transaction/amount/value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, rightRequest, tt.old)
			x := exchange(harness.FlowAPI, "/checkout/v3/session", strings.Replace(rightRequest, tt.old, tt.new, 1))
			answered(x, http.StatusOK, `{"token":"a.b.c","checkoutFrontendUrl":"https://vipps.example/v1/","pollingUrl":"https://api.example/x"}`)
			assert.Equal(t, tt.want, found(t, x))
		})
	}
}

// The same of what the merchant answers when asked for ways to ship.
func TestOneMistakeOfAnAnswerIsOneFinding(t *testing.T) {
	t.Parallel()
	const answer = "callback response"
	tests := []struct {
		name   string
		status int
		body   string
		took   time.Duration
		want   string
	}{
		{"as it must be", 200, "[" + rightOption + "]", time.Second, ""},
		{"an object around it", 200, `{"shippingDetails":[` + rightOption + `]}`, 0, "guide.options-list callback response body"},
		{"an object", 200, rightOption, 0, "schema.type callback response body"},
		{"a wrong brand", 200, "[" + strings.Replace(rightOption, "POSTEN", "Bring AS", 1) + "]", 0, "guide.logistics-brand " + answer + " body /0/brand"},
		{"a fraction", 200, "[" + strings.Replace(rightOption, "4900", "49.00", 1) + "]", 0, "guide.shipping-cost " + answer + " body /0/amount/value"},
		{"no option", 200, "[]", 0, "guide.no-option " + answer + " body"},
		{"null", 200, "null", 0, "schema.nullable " + answer + " body"},
		{"no JSON", 200, "<html>", 0, "body.not-json " + answer + " body"},
		{"elsewhere", 302, "", 0, "callback.redirected " + answer + " status"},
		{"broken", 500, "", 0, "callback.refused " + answer + " status"},
		{"too late", 200, "[" + rightOption + "]", 9 * time.Second, "callback.late " + answer},
		{"never", 0, "", 8 * time.Second, "callback.late " + answer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := exchange(harness.FlowCallback, "/ship/1", `{"streetAddress":"Gata 1","postalCode":"0150","region":"Oslo","country":"NO"}`)
			answered(x, tt.status, tt.body)
			if x.Duration = tt.took; tt.status == 0 {
				x.Failure = &harness.Failure{Kind: harness.CallerGone}
			}
			assert.Equal(t, tt.want, found(t, x))
		})
	}
}

func TestATokenIsNoKey(t *testing.T) {
	t.Parallel()
	x := exchange(harness.FlowAPI, "/checkout/v3/session", rightRequest)
	answered(x, http.StatusUnauthorized, `{"statusCode":401,"message":"no key"}`)
	x.Request.Header.Set("Authorization", "Bearer abc")
	assert.Empty(t, found(t, x), "beside the keys it does no harm")
	x.Request.Header.Del("Client_id")
	x.Request.Header.Del("Client_secret")
	assert.Equal(t, "guide.keys-as-headers request header client_id, guide.keys-as-headers request header client_secret", found(t, x))
	x.Request.Header.Del("Authorization")
	assert.Equal(t, "auth.missing request header client_id, auth.missing request header client_secret", found(t, x))
}

// exchange is a request that only its body can make wrong.
func exchange(flow harness.Flow, target, body string) *harness.Exchange {
	x := &harness.Exchange{ID: "x0001", Flow: flow}
	x.Request = harness.Request{
		Method: "POST", Scheme: "https", Host: "shop.example", Target: target, Proto: "HTTP/1.1",
		Header: http.Header{"Content-Type": {"application/json"}}, Body: whole([]byte(body)),
	}
	if flow == harness.FlowAPI {
		for name, value := range map[string]string{
			"client_id": "id", "client_secret": "secret", "Ocp-Apim-Subscription-Key": "key", "Merchant-Serial-Number": "123456",
			"Vipps-System-Name": "shop", "Vipps-System-Version": "1", "Vipps-System-Plugin-Name": "plugin", "Vipps-System-Plugin-Version": "1",
		} {
			x.Request.Header.Set(name, value)
		}
	}
	return x
}

func answered(x *harness.Exchange, status int, body string) {
	x.Response = harness.Response{Status: status, Proto: "HTTP/1.1", Header: http.Header{}, Body: whole([]byte(body))}
	if body != "" {
		x.Response.Header.Set("Content-Type", "application/json")
	}
}

// found names the rules that an exchange breaks, and where.
func found(t *testing.T, x *harness.Exchange) string {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	return foundBy(t, c, x)
}

// published is the catalogue without the corrections.
var published = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(true) })

func foundBy(t *testing.T, c *catalog.Catalog, x *harness.Exchange) string {
	t.Helper()
	j, err := judge.New(judge.Options{Contracts: c.Contracts, Checks: c.Checks(), Key: []byte("key")})
	require.NoError(t, err)
	defer j.Close()
	var out []string
	for _, f := range j.One(x).Findings {
		out = append(out, f.Rule+" "+f.Where())
	}
	return strings.Join(out, ", ")
}
