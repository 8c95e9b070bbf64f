package epayment_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

// express makes a payment an express one; shipping is how it is shipped.
func express(shipping map[string]any, more ...edit) []edit {
	return append([]edit{
		{"/profile", map[string]any{"scope": "name address email phoneNumber"}}, {"/shipping", shipping},
	}, more...)
}

// groups are ways to ship, by pairs of id and cost in øre; each is a group of
// its own.
func groups(pairs ...any) []any {
	var all []any
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, map[string]any{
			"brand": []string{"POSTEN", "BRING", "DHL"}[i/2], "type": "HOME_DELIVERY", "priority": i, "isDefault": i == 0,
			"options": []any{map[string]any{"id": pairs[i], "name": fmt.Sprint("By ", pairs[i]), "amount": map[string]any{"currency": "NOK", "value": pairs[i+1]}}},
		})
	}
	return all
}

func fixed() map[string]any { return map[string]any{"fixedOptions": groups("slow", 0, "fast", 9900)} }

func dynamic() map[string]any {
	return map[string]any{"dynamicOptions": map[string]any{"callbackUrl": "https://shop.example/shipping", "callbackAuthorizationToken": "let-me-in"}}
}

// offer answers the question for ways to ship.
func offer(groups []any) func(*http.Request, []byte) (int, string) {
	text, err := json.Marshal(map[string]any{"groups": groups})
	if err != nil {
		panic(err)
	}
	return func(*http.Request, []byte) (int, string) { return http.StatusOK, string(text) }
}

func TestFixedShipping(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	b.pending("order-0001", express(fixed())...)
	b.act("order-0001", "approve", map[string]any{
		"choice": "fast", "address": map[string]any{"addressLine1": "Testgata 1", "city": "Bergen", "postCode": "5003", "country": "NO"},
		"userDetails": map[string]any{"firstName": "Ola", "email": "ola@example.com"},
	})
	p := b.payment("order-0001")
	assert.Equal(t, [4]int64{29900, 0, 0, 0}, p.money(), "shipping is authorized with the order")
	assert.Equal(t, json.Number("29900"), p.at("/amount/value"))
	assert.Equal(t, json.Number("9900"), p.at("/shippingDetails/shippingCost"))
	assert.Equal(t, "fast", p.text("/shippingDetails/shippingOptionId"))
	assert.Equal(t, "By fast", p.text("/shippingDetails/shippingOptionName"))
	assert.Equal(t, "Bergen", p.text("/shippingDetails/address/city"))
	assert.Equal(t, "Ola", p.text("/userDetails/firstName"))
	assert.Equal(t, "Prøve", p.text("/userDetails/lastName"))
	assert.Equal(t, "ola@example.com", p.text("/userDetails/email"))
	assert.NotEmpty(t, p.text("/profile/sub"))
	assert.Equal(t, "200", b.change("capture", "order-0001", 29900).code())
	b.settle()
	require.Len(t, b.shop.calls, 3, "nobody was asked how to ship")
	assert.Equal(t, "fast", b.shop.calls[1].at("/shippingDetails/shippingOptionId"))
	assert.Equal(t, "ola@example.com", b.shop.calls[1].at("/userDetails/email"))
	assert.Nil(t, b.shop.calls[2].at("/userDetails"), "only the authorization tells of the customer")
}

func TestTheUsualWayToShip(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.authorized("order-0001", express(fixed())...)
	assert.Equal(t, "slow", b.payment("order-0001").text("/shippingDetails/shippingOptionId"))
	list := groups("dear", 9900, "cheap", 100)
	list[0].(map[string]any)["isDefault"] = false
	list[1].(map[string]any)["options"].([]any)[0].(map[string]any)["isDefault"] = true
	b.authorized("order-0002", express(map[string]any{"fixedOptions": list})...)
	assert.Equal(t, "cheap", b.payment("order-0002").text("/shippingDetails/shippingOptionId"), "the option that is marked")
	b.pending("order-0003", express(fixed())...)
	b.control("POST", "payments/order-0003/approve", map[string]any{"choice": "airship"}, http.StatusConflict)
}

func TestTheMerchantIsAskedHowItShips(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.shop.answer = offer(groups("slow", 0, "fast", 9900))
	b.pending("order-0001", express(dynamic())...)
	b.act("order-0001", "approve", map[string]any{"choice": "fast"})
	require.Len(t, b.shop.calls, 1)
	asked := b.shop.calls[0]
	assert.Equal(t, "POST https://shop.example/shipping", asked.method+" "+asked.url)
	assert.Equal(t, "let-me-in", asked.header.Get("Authorization"))
	assert.JSONEq(t, `{"reference":"order-0001","AddressLine1":"Prøveveien 7","City":"Trondheim","PostCode":"7010","Country":"NO"}`, string(asked.body))
	assert.Equal(t, "CREATED 20000, AUTHORIZED 29900", b.history("order-0001"))
}

// A merchant that cannot ship, or says nothing that makes sense, leaves the
// payment open, and another address can be tried.
func TestMerchantsThatCannotShip(t *testing.T) {
	t.Parallel()
	list := groups("slow", 0, "fast", 9900)
	twice := append(groups("slow", 0), groups("fast", 0)...)
	for name, answer := range map[string]func(*http.Request, []byte) (int, string){
		"400":             func(*http.Request, []byte) (int, string) { return 400, "" },
		"500":             func(*http.Request, []byte) (int, string) { return 500, "" },
		"words":           func(*http.Request, []byte) (int, string) { return 200, `{"groups":"none"}` },
		"nothing":         func(*http.Request, []byte) (int, string) { return 200, `{}` },
		"no group":        offer([]any{}),
		"one brand twice": offer(twice),
		"one id twice":    offer(groups("slow", 0, "slow", 1)),
		"a redirect":      func(*http.Request, []byte) (int, string) { return 302, "" },
		"another currency": func(r *http.Request, b []byte) (int, string) {
			s, t := offer(list)(r, b)
			return s, strings.ReplaceAll(t, "NOK", "EUR")
		},
		"less than nothing":    offer(groups("slow", -1)),
		"a choice of no other": offer(groups("slow", 0)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, able)
			b.shop.answer = answer
			b.pending("order-0001", express(dynamic())...)
			b.act("order-0001", "approve", map[string]any{"choice": "fast"})
			assert.Equal(t, "CREATED 20000", b.history("order-0001"))
			assert.Equal(t, "CREATED", b.payment("order-0001").text("/state"))
			b.shop.answer = offer(list)
			b.act("order-0001", "approve", map[string]any{"choice": "fast", "address": map[string]any{"addressLine1": "Testgata 1"}})
			assert.Equal(t, "CREATED 20000, AUTHORIZED 29900", b.history("order-0001"))
		})
	}
}

func TestTheMerchantHasTenSeconds(t *testing.T) {
	t.Parallel()
	_, err := loaded()
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		takes time.Duration
		want  string
	}{
		"in time":  {9 * time.Second, "CREATED 20000, AUTHORIZED 20000"},
		"too late": {11 * time.Second, "CREATED 20000"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t, able)
				b.shop.answer = func(r *http.Request, body []byte) (int, string) {
					select {
					case <-time.After(tt.takes):
					case <-r.Context().Done():
					}
					return offer(groups("slow", 0))(r, body)
				}
				b.pending("order-0001", express(dynamic())...)
				b.control("POST", "payments/order-0001/approve", nil, http.StatusNoContent)
				assert.Equal(t, "409 6250", b.change("cancel", "order-0001", nil).code(), "the customer is authorizing it")
				assert.Equal(t, "400 6080", b.change("capture", "order-0001", 100).code())
				b.control("POST", "payments/order-0001/approve", nil, http.StatusConflict)
				b.control("GET", "deliveries?wait=PT60S", nil, http.StatusOK)
				assert.Equal(t, strings.Replace(tt.want, "CREATED 20000", "CREATED 20000, CAPTURED 100!", 1), b.history("order-0001"))
				assert.Equal(t, "200", b.change("cancel", "order-0001", nil).code(), "it can be cancelled again")
			})
		})
	}
}

func TestWhatExpressNeeds(t *testing.T) {
	t.Parallel()
	both := fixed()
	both["dynamicOptions"] = dynamic()["dynamicOptions"]
	twice := groups("slow", 0, "fast", 1)
	twice[1].(map[string]any)["brand"] = "POSTEN"
	countries := func(codes ...string) map[string]any {
		s := fixed()
		s["allowedCountries"] = codes
		return s
	}
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		edits     []edit
		want      string
	}{
		{"fixed options", able, express(fixed()), "201"},
		{"dynamic options", able, express(dynamic()), "201"},
		{"no approval", sandbox.Abilities{}, express(fixed()), "403 5020"},
		{"neither", able, express(map[string]any{}), "400 Shipping"},
		{"both", able, express(both), "400 Shipping"},
		{"the scope in another order", able, express(fixed(), edit{"/profile/scope", "phoneNumber email name address"}), "201"},
		{"too small a scope", able, express(fixed(), edit{"/profile/scope", "name email"}), "400 4080"},
		{"no scope", able, express(fixed(), edit{"/profile", gone}), "400 4080"},
		{"a card", able, express(fixed(), edit{"/paymentMethod/type", "CARD"}), "400 4160"},
		{"a question without TLS", able, express(dynamic(), edit{"/shipping/dynamicOptions/callbackUrl", "http://shop.example/shipping"}), "400 4090"},
		{"one brand twice", able, express(map[string]any{"fixedOptions": twice}), "400 Shipping.FixedOptions"},
		{"no option", able, express(map[string]any{"fixedOptions": []any{}}), "400 Shipping.FixedOptions"},
		{"another currency", able, express(map[string]any{"fixedOptions": []any{map[string]any{
			"brand": "DHL", "type": "MAILBOX", "options": []any{map[string]any{"id": "a", "name": "b", "amount": map[string]any{"currency": "EUR", "value": 1}}}}}}), "400 Shipping.FixedOptions"},
		{"countries", able, express(countries("NO", "SE")), "201"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, start(t, tt.abilities).create("order-0001", tt.edits...).code())
		})
	}
	t.Run("a country that the merchant does not ship to", func(t *testing.T) {
		t.Parallel()
		b := start(t, able)
		b.pending("order-0001", express(countries("SE"))...)
		b.control("POST", "payments/order-0001/approve", nil, http.StatusConflict)
		b.act("order-0001", "approve", map[string]any{"address": map[string]any{"addressLine1": "Provgatan 1", "country": "SE", "city": "Malmö", "postCode": "21119"}})
		assert.Equal(t, "SE", b.payment("order-0001").text("/shippingDetails/address/country"))
	})
}
