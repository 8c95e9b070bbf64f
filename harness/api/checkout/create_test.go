package checkout_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func at0(path string, v any) edit { return edit{"/configuration/" + path, v} }

// line is a line of an order summary, at 25 %.
func line(edits ...edit) edit {
	var l map[string]any
	raw := edited(map[string]any{
		"id": "1", "name": "Socks", "totalAmount": 24900, "totalAmountExcludingTax": 19920, "totalTaxAmount": 4980, "taxRate": 2500,
	}, edits)
	if err := json.Unmarshal(raw, &l); err != nil {
		panic(err)
	}
	return edit{"/transaction/orderSummary", map[string]any{"orderLines": []any{l}, "orderBottomLine": map[string]any{"currency": "NOK"}}}
}

func subscription(edits ...edit) []edit {
	s := map[string]any{
		"productName": "Socks", "amount": map[string]any{"value": 9900, "currency": "NOK"}, "interval": map[string]any{"unit": "MONTH", "count": 1},
		"merchantAgreementUrl": "https://shop.example/terms",
	}
	return append([]edit{{"/type", "SUBSCRIPTION"}, {"/subscription", s}}, edits...)
}

// What starts a session and what does not.
func TestCreate(t *testing.T) {
	t.Parallel()
	const ok = "200"
	dk, fi := sandbox.Abilities{Market: "DK"}, sandbox.Abilities{Market: "FI"}
	free := option("mail", "POSTEN", "MAILBOX", 0)
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		edits     []edit
		want      string
	}{
		{"as little as can be", norway, nil, ok},
		{"no callbackUrl", norway, []edit{{"/merchantInfo/callbackUrl", gone}}, "400 MerchantInfo.CallbackUrl"},
		{"no returnUrl", norway, []edit{{"/merchantInfo/returnUrl", gone}}, "400 MerchantInfo.ReturnUrl"},
		{"an empty returnUrl", norway, []edit{{"/merchantInfo/returnUrl", ""}}, "400 MerchantInfo.ReturnUrl"},
		{"a returnUrl of an app", norway, []edit{{"/merchantInfo/returnUrl", "myshop://done"}, at0("userFlow", "NATIVE_REDIRECT")}, ok},
		{"no token", norway, []edit{{"/merchantInfo/callbackAuthorizationToken", gone}}, "400 MerchantInfo.CallbackAuthorizationToken"},
		{"no merchantInfo", norway, []edit{{"/merchantInfo", gone}}, "400 MerchantInfo"},
		{"no transaction", norway, []edit{{"/transaction", gone}}, "400 Transaction"},
		{"no amount", norway, []edit{{"/transaction/amount", gone}}, "400 Transaction.Amount"},
		{"no currency", norway, []edit{{"/transaction/amount/currency", gone}}, "400 Transaction.Amount.Currency"},
		{"no reference", norway, []edit{{"/reference", gone}}, "400 Reference"},
		{"a reference of old", norway, []edit{{"/reference", gone}, {"/transaction/reference", "order-0001"}}, ok},
		{"a reference twice", norway, []edit{{"/transaction/reference", "order-0001"}}, ok},
		{"two references", norway, []edit{{"/transaction/reference", "order-0002"}}, "400 Transaction.Reference"},
		{"a reference of 7", norway, []edit{{"/reference", strings.Repeat("a", 7)}}, "400 Reference"},
		{"a reference of 8", norway, []edit{{"/reference", strings.Repeat("a", 8)}}, ok},
		{"a reference of 50", norway, []edit{{"/reference", strings.Repeat("a", 50)}}, ok},
		{"a reference of 51", norway, []edit{{"/reference", strings.Repeat("a", 51)}}, "400 Reference"},
		{"a reference with an underscore", norway, []edit{{"/reference", "order_0001"}}, "400 Reference"},
		{"a reference of old with a space", norway, []edit{{"/reference", gone}, {"/transaction/reference", "order 0001"}}, "400 Transaction.Reference"},
		{"a text of 2", norway, []edit{{"/transaction/paymentDescription", "ab"}}, "400 Transaction.PaymentDescription"},
		{"a text of 3", norway, []edit{{"/transaction/paymentDescription", "abc"}}, ok},
		{"a text of 100", norway, []edit{{"/transaction/paymentDescription", strings.Repeat("å", 100)}}, ok},
		{"a text of 101", norway, []edit{{"/transaction/paymentDescription", strings.Repeat("å", 101)}}, "400 Transaction.PaymentDescription"},
		{"less than nothing", norway, []edit{{"/transaction/amount/value", -1}}, "400 Transaction.Amount.Value"},
		{"decimals", norway, []edit{{"/transaction/amount/value", 249.5}}, "400 Transaction.Amount.Value"},
		{"one krone", norway, []edit{{"/transaction/amount/value", 100}}, ok},
		{"less than a krone", norway, []edit{{"/transaction/amount/value", 99}}, "400 Transaction.Amount"},
		{"nothing", norway, []edit{{"/transaction/amount/value", 0}}, "400 Transaction.Amount"},
		{"nothing, with free shipping", norway, []edit{{"/transaction/amount/value", 0}, fixed(free)}, "400 Transaction.Amount"},
		{"nothing, with shipping that costs", norway, []edit{{"/transaction/amount/value", 0}, fixed(two()...)}, ok},
		{"euro in Norway", norway, []edit{{"/transaction/amount/currency", "EUR"}}, "400 Transaction.Amount"},
		{"one øre in Denmark", dk, []edit{{"/transaction/amount", map[string]any{"value": 1, "currency": "DKK"}}}, ok},
		{"one cent in Finland", fi, []edit{{"/transaction/amount", map[string]any{"value": 1, "currency": "EUR"}}}, ok},
		{"a unit for login", sandbox.Abilities{LoginOnly: true}, nil, "403 Sandbox-SalesUnit"},

		{"no type", norway, []edit{{"/type", gone}}, ok},
		{"a type that nobody knows", norway, []edit{{"/type", "GIFT"}}, "400 Type"},
		{"a subscription", norway, subscription(), ok},
		{"a subscription that costs nothing at once", norway, subscription(edit{"/transaction", gone}), ok},
		{"a subscription with a reference of old alone", norway, subscription(edit{"/reference", gone}, edit{"/transaction/reference", "order-0001"}), ok},
		{"a subscription without any reference", norway, subscription(edit{"/reference", gone}, edit{"/transaction", gone}), "400 Reference"},
		{"a subscription without a subscription", norway, []edit{{"/type", "SUBSCRIPTION"}}, "400 Subscription"},
		{"a subscription of a name too long", norway, subscription(edit{"/subscription/productName", strings.Repeat("a", 46)}), "400 Subscription.ProductName"},
		{"a subscription with a campaign", norway, subscription(edit{"/subscription/campaign", map[string]any{"type": "PERIOD_CAMPAIGN", "price": 100, "period": map[string]any{"unit": "WEEK", "count": 2}}}), ok},

		{"nulls wherever they may stand", norway, []edit{{"/logistics", nil}, {"/prefillCustomer", nil}, {"/configuration", nil}, {"/transaction/orderSummary", nil}, {"/merchantInfo/termsAndConditionsUrl", nil}}, ok},
		{"nulls in the configuration", norway, []edit{{"/configuration", map[string]any{"customerInteraction": nil, "elements": nil, "countries": nil, "userFlow": nil, "requireUserInfo": nil, "customConsent": nil, "showOrderSummary": nil, "externalPaymentMethods": nil}}}, ok},
		{"a property that nobody knows", norway, []edit{{"/colour", "blue"}}, ok},
		{"a property of version 2", norway, []edit{{"/contactFields", false}}, ok},

		{"the full forms", norway, []edit{at0("elements", "Full")}, ok},
		{"the forms in lower case", norway, []edit{at0("elements", "full")}, "400 Configuration.Elements"},
		{"nobody present", norway, []edit{at0("customerInteraction", "CUSTOMER_NOT_PRESENT")}, ok},
		{"somebody present in lower case", norway, []edit{at0("customerInteraction", "customer_present")}, "400 Configuration.CustomerInteraction"},
		{"an unknown flow", norway, []edit{at0("userFlow", "PUSH_MESSAGE")}, "400 Configuration.UserFlow"},
		{"countries", norway, []edit{at0("countries", map[string]any{"supported": []string{"NO", "SE"}})}, ok},
		{"no countries at all", norway, []edit{at0("countries", map[string]any{"supported": []string{}})}, ok},
		{"countries of nobody", norway, []edit{at0("countries", map[string]any{})}, "400 Configuration.Countries.Supported"},
		{"a box to tick", norway, []edit{at0("customConsent", map[string]any{"text": "News", "required": true})}, ok},
		{"a box without a text", norway, []edit{at0("customConsent", map[string]any{"required": true})}, "400 Configuration.CustomConsent.Text"},
		{"the summary shown, of which there is none", norway, []edit{at0("showOrderSummary", true)}, ok},
		{"another way to pay", norway, []edit{at0("externalPaymentMethods", []any{map[string]any{"paymentMethod": "Klarna", "redirectUrl": "https://shop.example/k"}})}, ok},
		{"another way to pay as a plug-in spells it", norway, []edit{at0("externalPaymentMethods", []any{map[string]any{"paymentMethod": "klarna", "redirectUrl": "https://shop.example/k"}})}, ok},
		{"another way to pay that nobody knows", norway, []edit{at0("externalPaymentMethods", []any{map[string]any{"paymentMethod": "Cash", "redirectUrl": "https://shop.example/k"}})}, "400 Configuration.ExternalPaymentMethods[0].PaymentMethod"},

		{"a customer who is known", norway, []edit{{"/prefillCustomer", map[string]any{"phoneNumber": "+4740000001"}}, at0("elements", "PaymentOnly")}, ok},
		{"a phone number that is none", norway, []edit{{"/prefillCustomer", map[string]any{"phoneNumber": "call me"}}}, ok},
		{"a phone number as a number", norway, []edit{{"/prefillCustomer", map[string]any{"phoneNumber": 4740000001}}}, ok},

		{"a summary", norway, []edit{line()}, ok},
		{"a summary that does not add up", norway, []edit{line(edit{"/totalAmount", 1})}, ok},
		{"a summary with the old rate beside the new", norway, []edit{line(edit{"/taxPercentage", 25})}, ok},
		{"a summary without a rate", norway, []edit{line(edit{"/taxRate", gone})}, "400 Transaction.OrderSummary.OrderLines[0].TaxRate"},
		{"a summary with a rate too high", norway, []edit{line(edit{"/taxRate", 10001})}, "400 Transaction.OrderSummary.OrderLines[0].TaxRate"},
		{"a summary without lines", norway, []edit{{"/transaction/orderSummary", map[string]any{"orderLines": []any{}, "orderBottomLine": map[string]any{"currency": "NOK"}}}}, "400 Transaction.OrderSummary.OrderLines"},
		{"a summary with the name of another API", norway, []edit{{"/transaction/orderSummary", map[string]any{"orderLines": []any{}, "bottomLine": map[string]any{"currency": "NOK"}}}}, "400 Transaction.OrderSummary.OrderBottomLine Transaction.OrderSummary.OrderLines"},

		{"dynamic options", norway, []edit{dynamic}, ok},
		{"dynamic options without an address", norway, []edit{dynamic, at0("elements", "PaymentAndContactInfo")}, "400 Logistics.DynamicOptionsCallback"},
		{"fixed options without an address", norway, []edit{fixed(two()...), at0("elements", "PaymentOnly")}, ok},
		{"two defaults", norway, []edit{fixed(option("a", "POSTEN", "", 1, edit{"/isDefault", true}), option("b", "POSTEN", "", 1, edit{"/isDefault", true}))}, ok},
		{"an option without a priority", norway, []edit{fixed(option("a", "POSTEN", "", 1, edit{"/priority", gone}))}, "400 Logistics.FixedOptions[0].Priority"},
		{"an option without isDefault", norway, []edit{fixed(option("a", "POSTEN", "", 1, edit{"/isDefault", gone}))}, "400 Logistics.FixedOptions[0].IsDefault"},
		{"an option without an amount", norway, []edit{fixed(option("a", "PORTERBUDDY", "HOME_DELIVERY", 1, edit{"/amount", gone}))}, "400 Logistics.FixedOptions[0].Amount"},
		{"an option in euro", norway, []edit{fixed(option("a", "POSTEN", "", 1, edit{"/amount/currency", "EUR"}))}, "400 Logistics.FixedOptions[0].Amount"},
		{"an option in kroner", norway, []edit{fixed(option("a", "POSTEN", "", 49.5))}, "400 Logistics.FixedOptions[0].Amount.Value"},
		{"the second option wrong", norway, []edit{fixed(option("a", "POSTEN", "", 1), option("", "POSTEN", "", 1))}, "400 Logistics.FixedOptions[1].Id"},
		{"an option of any carrier with a title", norway, []edit{fixed(option("a", "OTHER", "", 1, edit{"/title", "By mule"}))}, ok},
		{"an option of any carrier without a title", norway, []edit{fixed(option("a", "OTHER", "", 1))}, ok},
		{"an option of a number in place of a type", norway, []edit{fixed(option("a", "DAO", "", 1, edit{"/type", 1}))}, ok},
		{"an option with a lead time", norway, []edit{fixed(option("a", "GLS", "", 1, edit{"/delivery", map[string]any{"leadTime": map[string]any{"earliest": "2026-03-03", "latest": "2026-03-05"}}}))}, ok},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, tt.abilities)
			assert.Equal(t, tt.want, b.create("order-0001", tt.edits...).code())
		})
	}
}

// Which carrier delivers which way.
func TestCarriers(t *testing.T) {
	t.Parallel()
	kinds := []string{"", "MAILBOX", "PICKUP_POINT", "HOME_DELIVERY"}
	can := map[string]string{
		"POSTEN": "yyyy", "BRING": "yyyy", "POSTNORD": "ynyy", "PORTERBUDDY": "ynny", "HELTHJEM": "ynyy",
		"POSTI": "ynyn", "GLS": "ynyn", "DAO": "ynyn", "OTHER": "ynyy", "INSTABOX": "nnnn", "posten": "nnnn", "xPOSTENx": "nnnn",
	}
	for brand, answers := range can {
		for i, kind := range kinds {
			t.Run(brand+" "+kind, func(t *testing.T) {
				t.Parallel()
				b := start(t, norway)
				got := b.create("order-0001", fixed(option("a", brand, kind, 4900)))
				if answers[i] == 'y' {
					assert.Equal(t, "200", got.code())
					return
				}
				assert.Equal(t, 400, got.status)
				assert.Contains(t, got.code(), "Logistics.FixedOptions[0].")
			})
		}
	}
}

func TestTheAnswerToCreate(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	made := b.open("order-0001")
	assert.Equal(t, "https://sandbox.example/checkout/v3/session/order-0001", made.text("/pollingUrl"))
	assert.Regexp(t, `^https://sandbox\.example/checkout/page\?token=[\w.%-]+$`, made.text("/checkoutFrontendUrl"))
	parts := strings.Split(made.text("/token"), ".")
	require.Len(t, parts, 3)
	_, err := base64.RawURLEncoding.DecodeString(parts[1])
	assert.NoError(t, err)
	polled := b.poll("order-0001")
	assert.Equal(t, "SessionCreated", polled.text("/sessionState"))
	assert.Equal(t, b.tenant.MSN, polled.text("/merchantSerialNumber"))
	assert.Regexp(t, `^[\w-]{22}$`, polled.text("/sessionId"))
	assert.Nil(t, polled.at("/paymentDetails"))
}

// The keys go as headers, and there is no token; who sends one is let in.
func TestKeys(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	other, err := b.sandbox.Add(sandbox.Tenant{})
	require.NoError(t, err)
	const id, secret, key, msn = "client_id", "client_secret", "Ocp-Apim-Subscription-Key", "Merchant-Serial-Number"
	for name, tt := range map[string]struct {
		headers []string
		want    string
	}{
		"all of them":                 {nil, "200"},
		"a token nobody knows":        {[]string{"Authorization", "Bearer x"}, "200"},
		"names in capitals":           {[]string{id, "", "Client_Id", b.tenant.ClientID}, "200"},
		"no id":                       {[]string{id, ""}, "401 Sandbox-Credentials"},
		"no secret":                   {[]string{secret, ""}, "401 Sandbox-Credentials"},
		"no key":                      {[]string{key, ""}, "401 Sandbox-Credentials"},
		"no serial number":            {[]string{msn, ""}, "401 Sandbox-Credentials"},
		"an unknown key":              {[]string{key, "x"}, "401 Sandbox-Credentials"},
		"another's secret":            {[]string{secret, other.ClientSecret}, "401 Sandbox-Credentials"},
		"another's keys":              {[]string{id, other.ClientID, secret, other.ClientSecret}, "401 Sandbox-Credentials"},
		"another's serial number":     {[]string{msn, other.MSN}, "403 Sandbox-SalesUnit"},
		"no names of systems":         {[]string{"Vipps-System-Name", "", "Vipps-System-Plugin-Version", ""}, "200"},
		"a name of a system of 30":    {[]string{"Vipps-System-Name", strings.Repeat("a", 30)}, "200"},
		"a name of a system of 31":    {[]string{"Vipps-System-Name", strings.Repeat("a", 31)}, "400 Vipps-System-Name"},
		"a version of a plugin of 31": {[]string{"Vipps-System-Plugin-Version", strings.Repeat("1", 31)}, "400 Vipps-System-Plugin-Version"},
		"a key of 50":                 {[]string{"Idempotency-Key", strings.Repeat("a", 50)}, "200"},
		"a key of 51":                 {[]string{"Idempotency-Key", strings.Repeat("a", 51)}, "400 Idempotency-Key"},
		"text for JSON":               {[]string{"Content-Type", "text/plain"}, "200"},
	} {
		t.Run(name, func(t *testing.T) {
			reference := fmt.Sprintf("order-%x", name)[:min(50, 6+2*len(name))]
			assert.Equal(t, tt.want, b.post(path, order(reference), tt.headers...).code())
		})
	}
	for _, method := range []string{"GET", "PATCH"} {
		w := b.send(method, path+"/order-0001", nil, secret, "")
		assert.Equal(t, http.StatusUnauthorized, w.Code, method)
	}
	assert.Equal(t, "401 Sandbox-Credentials", b.post(path+"/order-0001/expire", nil, id, "").code())
}

func TestMalformedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	for body, want := range map[string]string{
		"": "400 Body", "{": "400 Body", "{}": "400 MerchantInfo Transaction", "[]": "400 Body", "null": "400 Body", "7": "400 Body",
	} {
		assert.Equal(t, want, b.post(path, []byte(body)).code(), body)
	}
	problem := b.create("short")
	assert.Equal(t, "Validation-00001", problem.text("/errorCode"))
	assert.Equal(t, "One or more validation errors occurred.", problem.text("/title"))
	assert.Regexp(t, `^urn:uuid:[0-9a-f-]{36}$`, problem.text("/instance"))
	assert.Equal(t, "application/json", b.send("POST", path, []byte("{")).Header().Get("Content-Type"))
}

// A reference is used once, whatever became of the session.
func TestReferencesAreUsedOnce(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open("order-0001")
	assert.Equal(t, "409 Sandbox-DuplicateReference", b.create("order-0001").code())
	assert.Equal(t, "200", b.expire("order-0001").code())
	assert.Equal(t, "409 Sandbox-DuplicateReference", b.create("order-0001").code())
	b.login()
	payment := `{"amount":{"currency":"NOK","value":100},"paymentMethod":{"type":"WALLET"},"reference":"order-0002","userFlow":"WEB_REDIRECT","returnUrl":"https://shop.example/back"}`
	require.Equal(t, 201, b.post("/epayment/v1/payments", []byte(payment), "Idempotency-Key", "1").status)
	assert.Equal(t, "409 Sandbox-DuplicateReference", b.create("order-0002").code(), "a payment has it")
}

func TestCreateIsRepeatedWithItsKey(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	first := b.post(path, order("order-0001"), "Idempotency-Key", "one")
	require.Equal(t, 200, first.status)
	assert.Equal(t, string(first.body), string(b.post(path, order("order-0001"), "Idempotency-Key", "one").body))
	assert.Equal(t, 409, b.post(path, order("order-0001"), "Idempotency-Key", "two").status)
	assert.Equal(t, 409, b.post(path, order("order-0001", edit{"/transaction/amount/value", 100}), "Idempotency-Key", "one").status)
	assert.Equal(t, 400, b.post(path, order("short"), "Idempotency-Key", "three").status)
	assert.Equal(t, 200, b.post(path, order("order-0003"), "Idempotency-Key", "three").status, "a refusal uses no key up")
}
