package ecom_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox"
)

func put(pointer string, value any) []edit { return []edit{{pointer, value}} }

// express makes an express order of an order: its addresses, and fixed ways to
// ship.
func express(static ...any) []edit {
	edits := []edit{
		{"/merchantInfo/paymentType", "eComm Express Payment"},
		{"/merchantInfo/consentRemovalPrefix", "https://shop.example/consent"},
	}
	if len(static) == 0 {
		return append(edits, edit{"/merchantInfo/shippingDetailsPrefix", "https://shop.example/ship/"})
	}
	return append(edits, edit{"/merchantInfo/staticShippingDetails", static})
}

func method(id string, cost any, isDefault string) map[string]any {
	return map[string]any{"shippingMethodId": id, "shippingMethod": "By " + id, "shippingCost": cost, "isDefault": isDefault}
}

func TestInitiate(t *testing.T) {
	t.Parallel()
	till := sandbox.Abilities{SkipLandingPage: true}
	skip := edit{"/transaction/skipLandingPage", true}
	const fields = "400 InvalidRequest "
	const internal = "500 VippsError 99"
	long := func(n int) string { return strings.Repeat("x", n) }
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		edits     []edit
		// want is a refusal, or "" for 200.
		want string
	}{
		{"a regular payment", sandbox.Abilities{}, nil, ""},
		{"the least amount", sandbox.Abilities{}, put("/transaction/amount", 100), ""},
		{"one øre too little", sandbox.Abilities{}, put("/transaction/amount", 99), fields + "amount"},
		{"less than nothing", sandbox.Abilities{}, put("/transaction/amount", -100), fields + "amount"},
		{"an amount with decimals", sandbox.Abilities{}, put("/transaction/amount", 100.5), internal},
		{"an amount as a string", sandbox.Abilities{}, put("/transaction/amount", "20000"), internal},
		{"no amount", sandbox.Abilities{}, put("/transaction/amount", gone), fields + "amount"},
		{"a merchant serial number as a number", sandbox.Abilities{}, put("/merchantInfo/merchantSerialNumber", 123456), internal},
		{"the number of another merchant", sandbox.Abilities{}, put("/merchantInfo/merchantSerialNumber", "654321"), "400 Merchant 37"},
		{"fallBack in another case", sandbox.Abilities{}, []edit{{"/merchantInfo/fallBack", gone}, {"/merchantInfo/fallback", "https://shop.example/back"}}, internal},
		{"a field in another case beside the right one", sandbox.Abilities{}, put("/transaction/Amount", 1), internal},
		{"an unknown field", sandbox.Abilities{}, put("/transaction/colour", "blue"), ""},
		{"a timeStamp as in the guide's examples", sandbox.Abilities{}, put("/transaction/timeStamp", "2026-03-01T12:00:00Z"), ""},
		{"no fallBack", sandbox.Abilities{}, put("/merchantInfo/fallBack", gone), fields + "fallBack"},
		{"no callbackPrefix", sandbox.Abilities{}, put("/merchantInfo/callbackPrefix", gone), fields + "callbackPrefix"},
		{"no merchantInfo", sandbox.Abilities{}, put("/merchantInfo", gone), fields + "merchantInfo"},
		{"no customerInfo", sandbox.Abilities{}, put("/customerInfo", gone), fields + "customerInfo"},
		{"an empty text", sandbox.Abilities{}, put("/transaction/transactionText", ""), fields + "transactionText"},
		{"a text of 100 characters", sandbox.Abilities{}, put("/transaction/transactionText", long(100)), ""},
		{"a text of 101 characters", sandbox.Abilities{}, put("/transaction/transactionText", long(101)), fields + "transactionText"},
		{"an orderId of 50 characters", sandbox.Abilities{}, put("/transaction/orderId", long(50)), ""},
		{"an orderId of 51 characters", sandbox.Abilities{}, put("/transaction/orderId", long(51)), fields + "orderId"},
		{"an orderId with an underscore", sandbox.Abilities{}, put("/transaction/orderId", "order_1"), fields + "orderId"},
		{"a callbackPrefix without TLS", sandbox.Abilities{}, put("/merchantInfo/callbackPrefix", "http://shop.example/told"), fields + "callbackPrefix"},
		{"a callbackPrefix on this machine", sandbox.Abilities{}, put("/merchantInfo/callbackPrefix", "https://localhost/told"), fields + "callbackPrefix"},
		{"a callbackPrefix that is none", sandbox.Abilities{}, put("/merchantInfo/callbackPrefix", "shop"), fields + "callbackPrefix"},
		{"a fallBack without TLS", sandbox.Abilities{}, put("/merchantInfo/fallBack", "http://shop.example"), fields + "fallBack"},
		{"a fallBack in the merchant's app", sandbox.Abilities{}, put("/merchantInfo/fallBack", "merchantapp://back"), ""},
		{"a fallBack that Android knows", sandbox.Abilities{}, put("/merchantInfo/fallBack", "INTENT"), ""},
		{"any fallBack from an app", sandbox.Abilities{}, []edit{{"/merchantInfo/fallBack", "http://x"}, {"/merchantInfo/isApp", true}}, ""},
		{"a consentRemovalPrefix without TLS, even where it is not needed", sandbox.Abilities{}, put("/merchantInfo/consentRemovalPrefix", "http://shop.example"), fields + "consentRemovalPrefix"},
		{"a shippingDetailsPrefix without TLS", sandbox.Abilities{}, put("/merchantInfo/shippingDetailsPrefix", "http://shop.example"), fields + "shippingDetailsPrefix"},
		{"a URL of 256 characters", sandbox.Abilities{}, put("/merchantInfo/callbackPrefix", "https://shop.example/"+long(235)), fields + "callbackPrefix"},
		{"an unknown paymentType", sandbox.Abilities{}, put("/merchantInfo/paymentType", "eCom Regular Payment"), fields + "paymentType"},
		{"the flow that is the only one anyway", sandbox.Abilities{}, put("/transaction/useExplicitCheckoutFlow", false), ""},
		{"a mobile number with its country", sandbox.Abilities{}, put("/customerInfo/mobileNumber", "+47 400 00 001"), ""},
		{"a mobile number that is none", sandbox.Abilities{}, put("/customerInfo/mobileNumber", "12"), ""},
		{"a push message that the unit may not send", sandbox.Abilities{}, []edit{skip, {"/customerInfo/mobileNumber", "40000001"}}, "400 Merchant 38"},
		{"a push message", till, []edit{skip, {"/customerInfo/mobileNumber", "40000001"}}, ""},
		{"a push message to a number that can be repaired", till, []edit{skip, {"/customerInfo/mobileNumber", "004740000001"}}, ""},
		{"a push message to nobody", till, []edit{skip, {"/customerInfo/mobileNumber", "12"}}, "400 User 81"},
		{"a push message to nowhere", till, []edit{skip}, fields + "mobileNumber"},
		{"a scope", sandbox.Abilities{}, put("/transaction/scope", "name email"), ""},
		{"a scope that the unit may not ask for", sandbox.Abilities{}, put("/transaction/scope", "name nin"), "403 Merchant 51"},
		{"a scope that this unit may ask for", sandbox.Abilities{NationalIdentityNumber: true}, put("/transaction/scope", "name nin"), ""},
		{"a unit that takes no payments", sandbox.Abilities{LoginOnly: true}, nil, "403 Merchant 97"},
		{"express with fixed shipping", sandbox.Abilities{}, express(method("pickup", 0, "Y")), ""},
		{"express with shipping to be asked for", sandbox.Abilities{}, express(), ""},
		{"express with a scope", sandbox.Abilities{}, append(express(), edit{"/transaction/scope", "name"}), fields + "scope"},
		{"express without an address for consent", sandbox.Abilities{}, append(express(), edit{"/merchantInfo/consentRemovalPrefix", gone}), fields + "consentRemovalPrefix"},
		{"express without shipping", sandbox.Abilities{}, append(express(), edit{"/merchantInfo/shippingDetailsPrefix", gone}), fields + "shippingDetailsPrefix"},
		{"shipping below nothing", sandbox.Abilities{}, express(method("pickup", -1, "Y")), fields + "shippingCost"},
		{"shipping for a fraction of an øre", sandbox.Abilities{}, express(method("pickup", 49.999, "Y")), fields + "staticShippingDetails"},
		{"shipping that is neither default nor not", sandbox.Abilities{}, express(method("pickup", 1, "y")), fields + "isDefault"},
		{"two ways to ship with one id", sandbox.Abilities{}, express(method("pickup", 1, "Y"), method("pickup", 2, "N")), fields + "staticShippingDetails"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, tt.abilities)
			r := b.initiate("order-1", tt.edits...)
			if tt.want != "" {
				assert.Equal(t, tt.want, r.code())
				assert.Equal(t, "404 Merchant 35", b.details("order-1").code(), "nothing was started")
				return
			}
			assert.Equal(t, http.StatusOK, r.status, string(r.body))
		})
	}
}

func TestInitiateNamesEveryField(t *testing.T) {
	t.Parallel()
	r := start(t, sandbox.Abilities{}).initiate("order-1", edit{"/transaction/amount", 1}, edit{"/transaction/transactionText", gone})
	assert.ElementsMatch(t, []any{"amount", "transactionText"}, []any{r.at("/0/errorCode"), r.at("/1/errorCode")})
	assert.NotEmpty(t, r.at("/0/contextId"))
}

func TestInitiateReadsWhateverTheBodyCallsItself(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	w := b.send("POST", "/ecomm/v2/payments", []byte(`{"transaction":`))
	assert.Equal(t, "400 InvalidRequest body", result{w.Code, w.Body.Bytes()}.code())
	w = b.send("POST", "/ecomm/v2/payments", nil)
	assert.Equal(t, "400 InvalidRequest body", result{w.Code, w.Body.Bytes()}.code())
}

func TestAnOrderIDIsTakenForEver(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.pending("order-1")
	assert.Equal(t, "409 Merchant 34", b.initiate("order-1").code())
	b.act("order-1", "reject", nil)
	b.pass("P400D")
	b.login()
	assert.Equal(t, "409 Merchant 34", b.initiate("order-1").code())
	assert.Equal(t, http.StatusOK, b.initiate("ORDER-1").status, "orderIds mind the case")
}

func TestARefusedOrderLeavesItsIDFree(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	assert.Equal(t, "400 InvalidRequest staticShippingDetails", b.initiate("order-1", express(method("a", 0.001, "Y"))...).code())
	assert.Equal(t, http.StatusOK, b.initiate("order-1").status)
}

func TestTheLinkOpensTheLandingPageOrTheApp(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	web, _ := b.pending("order-1").at("/url").(string)
	assert.Regexp(t, `^https://sandbox\.example/dwo-api-application/v1/deeplink/vippsgateway\?v=2&token=[\w.-]+$`, web)
	app, _ := b.pending("order-2", edit{"/merchantInfo/isApp", true}).at("/url").(string)
	assert.Regexp(t, `^vippsMT://\?token=[\w.-]+$`, app)
}

func TestRateLimits(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	var err error
	b.tenant, err = b.sandbox.Add(sandbox.Tenant{RateLimits: true})
	assert.NoError(t, err)
	b.login()
	b.reserved("order-1")
	assert.Equal(t, "409 Merchant 34", b.initiate("order-1").code())
	third := b.initiate("order-1")
	assert.Equal(t, http.StatusTooManyRequests, third.status)
	assert.Equal(t, "429", third.at("/statusCode").(interface{ String() string }).String())
	assert.Equal(t, http.StatusOK, b.initiate("order-2").status, "another order")
	for i := range 5 {
		assert.Equal(t, http.StatusOK, b.change("capture", "order-1", 100, fmt.Sprint("k", i)).status)
	}
	assert.Equal(t, http.StatusTooManyRequests, b.change("capture", "order-1", 100, "k").status)
	b.pass("PT1M")
	assert.Equal(t, http.StatusOK, b.change("capture", "order-1", 100, "k").status, "a minute later")
	for range 120 {
		b.get("/ecomm/v2/payments/order-1/details")
	}
	assert.Equal(t, http.StatusTooManyRequests, b.details("order-1").status)
	assert.Equal(t, http.StatusOK, b.get("/ecomm/v2/payments/order-1/status").status, "the status counts apart")
}
