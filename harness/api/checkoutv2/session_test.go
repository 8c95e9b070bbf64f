package checkoutv2_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

// said are the session's state, the payment's and what is paid.
func said(body []byte) string {
	return strings.TrimSuffix(fmt.Sprint(at(body, "/sessionState"), " ", at(body, "/paymentDetails/state"), " ", at(body, "/paymentDetails/amount/value")), " <nil> <nil>")
}

func TestCreate(t *testing.T) {
	t.Parallel()
	b := start(t)
	a := b.create()
	require.Equal(t, http.StatusOK, a.status)
	page, err := url.Parse(a.at("/checkoutFrontendUrl").(string))
	require.NoError(t, err)
	assert.Equal(t, a.at("/token"), page.Query().Get("token"))
	polling := a.at("/pollingUrl").(string)
	assert.Regexp(t, `^https://sandbox\.example/checkout/v2/session/[-_A-Za-z0-9]{22}$`, polling)
	s := b.poll(strings.TrimPrefix(polling, "https://sandbox.example"))
	assert.JSONEq(t, fmt.Sprintf(`{"sessionId":%q,"reference":"order-0001","sessionState":"SessionStarted"}`, polling[strings.LastIndex(polling, "/")+1:]), string(s.body))
	r := httptest.NewRequest("GET", page.String(), nil)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	assert.Equal(t, http.StatusOK, w.Code, "version 3 shows the page")
	assert.Contains(t, w.Body.String(), ref)
}

func TestStates(t *testing.T) {
	t.Parallel()
	for verb, want := range map[string][2]string{
		"submit":  {"SessionStarted", ""},
		"pay":     {"SessionStarted CREATED 10000", ""},
		"approve": {"SessionStarted AUTHORISED 10000", "PaymentSuccessful AUTHORISED 10000"},
		"reject":  {"SessionTerminated TERMINATED 10000", "PaymentFailed TERMINATED 10000"},
		"fail":    {"SessionTerminated TERMINATED 10000", "PaymentFailed TERMINATED 10000"},
		"expire":  {"SessionTerminated", ""},
	} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			path := b.created()
			b.act(verb, nil)
			assert.Equal(t, want[0], said(b.poll(path).body))
			if want[1] == "" {
				assert.Empty(t, b.told())
				return
			}
			require.Len(t, b.told(), 1)
			assert.Equal(t, want[1], said(b.told()[0].body))
			assert.Equal(t, "s3cr3t", b.told()[0].header.Get("Authorization"))
		})
	}
}

func TestASessionIsForgottenADayAfterItsHour(t *testing.T) {
	t.Parallel()
	b := start(t)
	path := b.created()
	b.pass("PT1H")
	assert.Equal(t, "SessionTerminated", said(b.poll(path).body))
	b.pass("P1D")
	a := b.poll(path)
	assert.Equal(t, http.StatusNotFound, a.status)
	assert.JSONEq(t, `{"type":"https://httpstatuses.io/404","title":"Session expired or not known.","status":404,"errorCode":"Session-00100"}`, string(a.body))
}

// What polling and the callback say, whole: they are not the same.
func TestWhatAPaidSessionSays(t *testing.T) {
	t.Parallel()
	b := start(t)
	path := b.created(fixed(way("door", 4900), way("shop", 0, "isPickupPoint", true, "isDefault", true, "priority", 1)), edit{"/requireUserInfo", true})
	b.act("approve", map[string]any{
		"customer": map[string]any{"firstName": "Ola", "lastName": "Test", "email": "ola@shop.example", "phoneNumber": "4740000001",
			"streetAddress": "Gata 1", "postalCode": "5003", "city": "Bergen", "country": "NO"},
		"choice": "door", "method": "Card",
	})
	poll := b.poll(path)
	id := path[strings.LastIndex(path, "/")+1:]
	person := `"firstName":"Ola","lastName":"Test","email":"ola@shop.example","phoneNumber":"4740000001"`
	home := person + `,"streetAddress":"Gata 1","postalCode":"5003","region":"Bergen","country":"NO"`
	nok := func(n int) string { return fmt.Sprintf(`{"value":%d,"currency":"NOK"}`, n) }
	both := `"sessionId":"` + id + `","reference":"order-0001","paymentMethod":"Card","userDetails":{` + person + `},"billingDetails":{` + home +
		`},"shippingDetails":{` + home + `,"shippingMethodId":"door","amount":` + nok(4900) + `}`
	assert.JSONEq(t, `{`+both+`,"sessionState":"SessionStarted","paymentDetails":{"amount":`+nok(14900)+`,"state":"AUTHORISED","aggregate":{"authorizedAmount":`+nok(14900)+
		`,"capturedAmount":`+nok(0)+`,"refundedAmount":`+nok(0)+`,"cancelledAmount":`+nok(0)+`}}}`, string(poll.body))
	assert.JSONEq(t, `{`+both+`,"merchantSerialNumber":"`+b.tenant.MSN+`","sessionState":"PaymentSuccessful","paymentDetails":{"amount":`+nok(14900)+`,"state":"AUTHORISED"}}`,
		string(b.told()[0].body))
}

func TestWhoTheCustomerIs(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edits []edit
		email any
		sub   bool
	}{
		"a form and a consent":      {[]edit{{"/requireUserInfo", true}}, "kari.prove@example.com", true},
		"a form":                    {nil, "kari.prove@example.com", false},
		"a consent and no form":     {[]edit{{"/requireUserInfo", true}, {"/contactFields", false}, {"/addressFields", false}}, "kari.prove@example.com", true},
		"neither form, nor consent": {[]edit{{"/contactFields", false}, {"/addressFields", false}}, nil, false},
	} {
		b := start(t)
		path := b.created(tt.edits...)
		b.act("approve", nil)
		a := b.poll(path)
		assert.Equal(t, tt.email, a.at("/userDetails/email"), name)
		assert.Equal(t, tt.sub, a.at("/userDetails/userInfoSub") != nil, name)
	}
}

func TestFlagsSayWhichFormsThereAre(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		contact, address bool
		billed, shipped  any
	}{
		{true, true, "Trondheim", "Trondheim"}, {true, false, nil, nil}, {false, false, nil, nil},
	} {
		b := start(t)
		path := b.created(edit{"/contactFields", tt.contact}, edit{"/addressFields", tt.address}, fixed(way("door", 4900)))
		b.act("approve", nil)
		a := b.poll(path)
		assert.Equal(t, tt.contact, a.at("/billingDetails") != nil)
		assert.Equal(t, tt.billed, a.at("/billingDetails/region"))
		assert.Equal(t, tt.shipped, a.at("/shippingDetails/region"))
		assert.Equal(t, "door", a.at("/shippingDetails/shippingMethodId"))
		assert.Equal(t, 14900.0, a.at("/paymentDetails/amount/value"))
	}
}

func TestWhatCreateRefuses(t *testing.T) {
	t.Parallel()
	ways := func(w ...map[string]any) edit { return fixed(w...) }
	whole := map[string]any{"firstName": "", "lastName": "", "email": "", "phoneNumber": "none", "streetAddress": "", "city": "", "postalCode": "", "country": ""}
	part := maps.Clone(whole)
	delete(part, "city")
	tests := []struct {
		name  string
		edits []edit
		field string
	}{
		{"nothing", nil, ""},
		{"no callback", []edit{{"/merchantInfo/callbackPrefix", nil}}, "MerchantInfo.CallbackPrefix"},
		{"no token", []edit{{"/merchantInfo/callbackAuthorizationToken", nil}}, "MerchantInfo.CallbackAuthorizationToken"},
		{"an empty way back", []edit{{"/merchantInfo/returnUrl", ""}}, "MerchantInfo.ReturnUrl"},
		{"no flags", []edit{{"/contactFields", nil}, {"/addressFields", nil}}, "AddressFields ContactFields"},
		{"an address without contact data", []edit{{"/contactFields", false}}, "AddressFields"},
		{"no reference", []edit{{"/transaction/reference", nil}}, "Transaction.Reference"},
		{"a short reference", []edit{{"/transaction/reference", "order-1"}}, "Transaction.Reference"},
		{"a long text", []edit{{"/transaction/paymentDescription", strings.Repeat("x", 101)}}, "Transaction.PaymentDescription"},
		{"a negative amount", []edit{{"/transaction/amount/value", -1}}, "Transaction.Amount.Value"},
		{"nothing to pay", []edit{{"/transaction/amount/value", 0}}, "Transaction.Amount"},
		{"no value, and shipping that costs", []edit{{"/transaction/amount/value", nil}, ways(way("door", 4900))}, ""},
		{"no value, and free shipping", []edit{{"/transaction/amount/value", nil}, ways(way("door", 0))}, "Transaction.Amount"},
		{"another currency", []edit{{"/transaction/amount/currency", "SEK"}}, "Transaction.Amount"},
		{"an option without a product", []edit{ways(way("door", 1, "product", nil))}, "Logistics.FixedOptions[0].Product"},
		{"an option in another currency", []edit{ways(way("door", 1), way("shop", 1, "amount", map[string]any{"value": 1, "currency": "SEK"}))}, "Logistics.FixedOptions[1].Amount"},
		{"any brand, with any flag", []edit{ways(way("door", 1, "brand", "Instabox", "isPickupPoint", true), way("bike", 1, "brand", "porterbuddy", "isPickupPoint", true))}, ""},
		{"a brand of 255 letters", []edit{ways(way("door", 1, "brand", strings.Repeat("x", 255), "product", strings.Repeat("y", 255)))}, ""},
		{"dynamic options without an address", []edit{{"/addressFields", false}, {"/logistics/dynamicOptionsCallback", options}}, "Logistics.DynamicOptionsCallback"},
		{"prefilled data that cannot be", []edit{{"/prefillCustomer", whole}}, ""},
		{"prefilled data in part", []edit{{"/prefillCustomer", part}}, "PrefillCustomer.City"},
		{"words in any case", []edit{{"/customerInteraction", "Customer_Present"}, {"/userFlow", "native_redirect"}}, ""},
		{"a body of version 3", []edit{{"/contactFields", nil}, {"/addressFields", nil}, {"/merchantInfo", map[string]any{"callbackUrl": ends, "returnUrl": "x", "callbackAuthorizationToken": "t"}}},
			"AddressFields ContactFields MerchantInfo.CallbackPrefix"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := start(t).create(tt.edits...)
			if tt.field == "" {
				assert.Equal(t, http.StatusOK, a.status, string(a.body))
				return
			}
			require.Equal(t, http.StatusBadRequest, a.status)
			fields, _ := a.at("/errors").(map[string]any)
			assert.Equal(t, strings.Fields(tt.field), slices.Sorted(maps.Keys(fields)))
			assert.Equal(t, "Validation-00001", a.at("/errorCode"))
		})
	}
	a := start(t).send("POST", "/checkout/v2/session", nil)
	assert.Equal(t, http.StatusBadRequest, a.status, "an empty body")
	b := start(t)
	b.created()
	a = b.create()
	assert.Equal(t, http.StatusConflict, a.status)
}

func TestKeys(t *testing.T) {
	t.Parallel()
	for header, status := range map[string]int{
		"": 200, "Authorization=Bearer anything": 200, "client_id": 401, "client_secret": 401, "client_secret=wrong": 401,
		"Ocp-Apim-Subscription-Key": 401, "Ocp-Apim-Subscription-Key=wrong": 401, "Merchant-Serial-Number": 401, "Merchant-Serial-Number=654321": 403,
	} {
		b := start(t)
		b.without = []string{header}
		a := b.create()
		assert.Equal(t, status, a.status, header)
		if status != 200 {
			assert.Contains(t, a.at("/errorCode"), "Sandbox-", header)
		}
	}
	a := unit(t, sandbox.Abilities{LoginOnly: true}).create()
	assert.Equal(t, 403, a.status)
}

func TestDynamicOptions(t *testing.T) {
	t.Parallel()
	one := `[{"id":"boat","amount":{"value":9900,"currency":"NOK"},"priority":0,"brand":"Ferry","isDefault":true}]`
	tests := []struct {
		name, offer string
		status      int
		chosen      any
	}{
		{"a list", one, 200, "boat"},
		{"a wrapped list", `{"shippingDetails":` + one + `}`, 200, "door"},
		{"a decimal amount", strings.Replace(one, "9900", "99.50", 1), 200, "door"},
		{"no priority, which only version 2's own options need not have", strings.Replace(one, `"priority":0,`, "", 1), 200, "door"},
		{"nothing", `[]`, 200, "door"},
		{"null", `null`, 200, "door"},
		{"an error", one, 500, "door"},
		{"elsewhere", one, 302, "door"},
		{"a priority below 0", strings.Replace(one, `"priority":0`, `"priority":-3`, 1), 200, "boat"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			b.shop.status, b.shop.offer = tt.status, tt.offer
			path := b.created(edit{"/logistics/dynamicOptionsCallback", options}, fixed(way("door", 4900)))
			b.act("approve", nil)
			assert.Equal(t, tt.chosen, b.poll(path).at("/shippingDetails/shippingMethodId"))
			require.Len(t, b.asked(), 1)
			assert.JSONEq(t, `{"streetAddress":"Prøveveien 7","postalCode":"7010","region":"Trondheim","country":"NO"}`, string(b.asked()[0].body))
			assert.NotEmpty(t, b.asked()[0].header.Get("Kontrakt-Checkout"))
			assert.Empty(t, b.asked()[0].header.Get("Authorization"))
		})
	}
}

func TestWaysToShip(t *testing.T) {
	t.Parallel()
	b := start(t)
	keys := map[string]any{"porterbuddy": map[string]any{"publicToken": "p", "apiKey": "a", "origin": map[string]any{
		"name": "Shop", "email": "shop@shop.example", "phoneNumber": "4740000001",
		"address": map[string]any{"streetAddress": "Gata 1", "postalCode": "0150", "city": "Oslo", "country": "NO"},
	}}}
	path := b.created(edit{"/logistics/integrations", keys},
		fixed(way("late", 100), way("bike", 0, "isPorterbuddy", true, "priority", 5), way("point", 2900, "brand", "Anything", "isPickupPoint", true, "priority", 9)))
	b.act("submit", nil)
	b.act("pay", nil)
	assert.Equal(t, "bike", b.poll(path).at("/shippingDetails/shippingMethodId"), "what has a priority stands before what has none")
	cost := b.poll(path).at("/shippingDetails/amount/value").(float64)
	assert.GreaterOrEqual(t, cost, 7900.0, "the carrier says what it costs")

	b = start(t)
	path = b.created(fixed(way("point", 2900, "brand", "Anything", "isPickupPoint", true)))
	b.act("approve", nil)
	assert.Equal(t, "Trondheim", b.poll(path).at("/shippingDetails/pickupPoint/city"))
}

// What version 2 starts, version 3 reads by its reference, and ePayment captures.
func TestSessionsAndPaymentsAreShared(t *testing.T) {
	t.Parallel()
	b := start(t)
	path := b.created(fixed(way("door", 4900)))
	b.act("approve", nil)
	three := b.send("GET", "/checkout/v3/session/"+ref, nil)
	assert.Equal(t, "PaymentSuccessful AUTHORIZED 14900", said(three.body))
	assert.Equal(t, http.StatusNotFound, b.send("GET", "/checkout/v2/session/"+ref, nil).status)
	assert.Equal(t, http.StatusNotFound, b.send("GET", "/checkout/v3/session/"+path[strings.LastIndex(path, "/")+1:], nil).status)

	token := b.send("POST", "/accesstoken/get", nil).at("/access_token").(string)
	b.without = []string{"Authorization=Bearer " + token, "Idempotency-Key=1"}
	a := b.send("POST", "/epayment/v1/payments/"+ref+"/capture", []byte(`{"modificationAmount":{"value":10000,"currency":"NOK"}}`))
	require.Equal(t, http.StatusOK, a.status, string(a.body))
	b.without = []string{"Authorization=Bearer " + token, "Idempotency-Key=2"}
	require.Equal(t, http.StatusOK, b.send("POST", "/epayment/v1/payments/"+ref+"/cancel", nil).status)
	b.without = nil
	sums := b.poll(path).at("/paymentDetails/aggregate")
	raw, err := json.Marshal(sums)
	require.NoError(t, err)
	assert.JSONEq(t, `{"authorizedAmount":{"value":14900,"currency":"NOK"},"capturedAmount":{"value":10000,"currency":"NOK"},
		"cancelledAmount":{"value":4900,"currency":"NOK"},"refundedAmount":{"value":0,"currency":"NOK"}}`, string(raw))
}
