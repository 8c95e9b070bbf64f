package migrate_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress/migrate"
)

const orderV2 = `{"customerInfo":{"mobileNumber":"91234567"},"merchantInfo":{"merchantSerialNumber":"123456","callbackPrefix":"https://shop.example/cb","fallBack":"https://shop.example/done","authToken":"mine"},"transaction":{"amount":49900,"orderId":"shop-order-1","transactionText":"Two mugs"}}`

// paid is an order of eCom that the customer has approved.
func paid(t *testing.T) (*world, *migrate.Migrator, migrate.Step) {
	t.Helper()
	w := newWorld(t)
	m := w.migrator("ecom.v2", "epayment.v1")
	x := w.call(http.MethodPost, "/ecomm/v2/payments", orderV2)
	require.Equal(t, 200, x.Response.Status, "%s", x.Response.Body.Bytes)
	step, is := m.Step(&x)
	require.True(t, is)
	w.control("payments/shop-order-1/approve", "{}")
	return w, m, step
}

func change(w *world, m *migrate.Migrator, method, act, body string) migrate.Step {
	w.t.Helper()
	x := w.call(method, "/ecomm/v2/payments/shop-order-1/"+act, body, "X-Request-Id", "id-"+act)
	step, is := m.Step(&x)
	require.True(w.t, is)
	require.Empty(w.t, w.errorsIn(step.New[0]))
	return step
}

func TestAnOrderOfEcomIsAPaymentOfEpayment(t *testing.T) {
	t.Parallel()
	w, _, s := paid(t)
	body := s.New[0].Request.Body.Bytes
	for pointer, want := range map[string]any{
		"/amount/currency": "NOK", "/reference": "shop-order-1", "/paymentDescription": "Two mugs", "/returnUrl": "https://shop.example/done",
		"/customer/phoneNumber": "4791234567", "/userFlow": "WEB_REDIRECT", "/paymentMethod/type": "WALLET",
	} {
		assert.Equal(t, want, at(t, body, pointer), pointer)
	}
	assert.EqualValues(t, "49900", at(t, body, "/amount/value"))
	assert.Equal(t, "123456", s.New[0].Request.Header.Get("Merchant-Serial-Number"))
	assert.NotEmpty(t, s.New[0].Request.Header.Get("Idempotency-Key"))
	assert.Equal(t, migrate.Decide, field(s, "body", "/merchantInfo/callbackPrefix", "").Fate, "webhooks take its place")
	assert.Equal(t, migrate.None, field(s, "body", "/merchantInfo/authToken", "").Fate)
	assert.Empty(t, w.errorsIn(s.New[0]))
	assert.Equal(t, 201, s.New[0].Response.Status)
}

func TestAFlowOfEcomIsSaidInOneWord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for more, want := range map[string]string{`"isApp":true`: "NATIVE_REDIRECT", `"isApp":false`: "WEB_REDIRECT"} {
		x := w.call(http.MethodPost, "/ecomm/v2/payments", `{"merchantInfo":{`+more+`},"transaction":{}}`)
		s, is := w.migrator("ecom.v2", "epayment.v1").Step(&x)
		require.True(t, is)
		assert.Equal(t, want, at(t, s.New[0].Request.Body.Bytes, "/userFlow"), more)
	}
	x := w.call(http.MethodPost, "/ecomm/v2/payments", `{"merchantInfo":{"isApp":true},"transaction":{"skipLandingPage":true}}`)
	s, is := w.migrator("ecom.v2", "epayment.v1").Step(&x)
	require.True(t, is)
	assert.Equal(t, "PUSH_MESSAGE", at(t, s.New[0].Request.Body.Bytes, "/userFlow"))
}

func TestChangesOfEcomNameTheirAmounts(t *testing.T) {
	t.Parallel()
	w, m, _ := paid(t)
	text := `"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"transactionText":"t"`
	s := change(w, m, http.MethodPost, "capture", `{`+text+`,"amount":10000}}`)
	assert.EqualValues(t, "10000", at(t, s.New[0].Request.Body.Bytes, "/modificationAmount/value"))
	assert.Equal(t, "NOK", at(t, s.New[0].Request.Body.Bytes, "/modificationAmount/currency"))
	assert.Equal(t, "id-capture", s.New[0].Request.Header.Get("Idempotency-Key"))
	assert.Equal(t, migrate.None, field(s, "body", "/transaction/transactionText", "").Fate)
	for _, none := range []string{"", `,"amount":0`, `,"amount":null`} {
		x := w.call(http.MethodPost, "/ecomm/v2/payments/shop-order-1/capture", `{`+text+none+`}}`)
		x.Response.Status = 400
		s, _ = m.Step(&x)
		assert.EqualValues(t, "39900", at(t, s.New[0].Request.Body.Bytes, "/modificationAmount/value"), "all that is left: %q", none)
	}
	s = change(w, m, http.MethodPost, "refund", `{`+text+`}}`)
	assert.EqualValues(t, "10000", at(t, s.New[0].Request.Body.Bytes, "/modificationAmount/value"), "all that is captured")
}

func TestACancellationAfterACaptureInPartNeedsADecision(t *testing.T) {
	t.Parallel()
	w, m, _ := paid(t)
	text := `"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"transactionText":"t"`
	change(w, m, http.MethodPost, "capture", `{`+text+`,"amount":10000}}`)
	x := w.call(http.MethodPut, "/ecomm/v2/payments/shop-order-1/cancel", `{`+text+`}}`)
	require.Equal(t, "51", at(t, x.Response.Body.Bytes, "/0/errorCode"))
	s, _ := m.Step(&x)
	f := field(s, "behaviour", "", "")
	require.NotNil(t, f)
	assert.Equal(t, migrate.Decide, f.Fate)
	assert.NotNil(t, field(s, "error", "/0/errorGroup, /0/errorCode Payment 51", "6040"))
	x = w.call(http.MethodPut, "/ecomm/v2/payments/shop-order-1/cancel", `{`+text+`},"shouldReleaseRemainingFunds":true}`)
	s, _ = m.Step(&x)
	assert.Nil(t, field(s, "behaviour", "", ""))
	assert.Equal(t, migrate.Maps, field(s, "body", "/shouldReleaseRemainingFunds", "").Fate)
	assert.Equal(t, http.MethodPost, s.New[0].Request.Method)
}

func TestDetailsOfEcomAreTwoCalls(t *testing.T) {
	t.Parallel()
	w, m, _ := paid(t)
	x := w.call(http.MethodGet, "/ecomm/v2/payments/shop-order-1/details", "")
	s, _ := m.Step(&x)
	require.Len(t, s.New, 2)
	assert.Equal(t, "/epayment/v1/payments/shop-order-1", s.New[0].Request.Target)
	assert.Equal(t, "/epayment/v1/payments/shop-order-1/events", s.New[1].Request.Target)
	assert.Equal(t, "AUTHORIZED", at(t, s.New[0].Response.Body.Bytes, "/state"))
	assert.Equal(t, "CREATED", at(t, s.New[1].Response.Body.Bytes, "/0/name"), "the oldest comes first")
	assert.Equal(t, "AUTHORIZED", at(t, s.New[1].Response.Body.Bytes, "/1/name"))
	for _, x := range s.New {
		assert.Empty(t, w.errorsIn(x))
	}
}
