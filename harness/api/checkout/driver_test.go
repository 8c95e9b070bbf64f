package checkout_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api"
	"kontrakt/harness/api/checkout"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// target gives one answer and keeps the last request.
type target struct {
	status     int
	body       string
	call, sent string
	header     http.Header
}

func (s *target) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.call, s.header, s.sent = r.Method+" "+r.RequestURI, r.Header, string(body)
	if s.status != 0 {
		w.WriteHeader(s.status)
	}
	_, _ = io.WriteString(w, s.body)
}

func driven(t *testing.T, s *target) *checkout.Driver {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return checkout.NewDriver(client.New(client.Options{URL: server.URL, Credentials: config.Credentials{
		ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("secret"), SubscriptionKey: config.NewSecret("k"), MSN: "123456",
	}}))
}

func nok(minor int64) api.Money { return api.Money{Minor: minor, Currency: "NOK"} }

func mugs() api.Order {
	return api.Order{
		Reference: "order-77", Amount: nok(49900), Text: "Two mugs", CallbackURL: "https://s.example/cb", ReturnURL: "https://s.example/r", CallbackToken: "t",
	}
}

const openedBody = `{"token":"j.w.t","checkoutFrontendUrl":"https://x.example/","pollingUrl":"https://x.example/checkout/v1/session/abc"}`

func TestAnOpeningWritesWhatTheOrderSays(t *testing.T) {
	t.Parallel()
	s := &target{body: openedBody}
	opened, err := driven(t, s).Create(t.Context(), checkout.Opening{
		Purchase: api.Purchase{
			Order: mugs(), Elements: api.NoForms, OptionsURL: "https://s.example/ship", Prefill: map[string]any{"phoneNumber": "4791234567"}, Present: true, App: true, Identity: true,
			Fixed: []api.Way{{ID: "mail", Carrier: "POSTEN", Kind: "MAILBOX", Cost: nok(4900), Priority: 2, Default: true, More: map[string]any{"taxRate": 2500, "isDefault": nil}}},
			Edits: []api.Edit{{Pointer: "/transaction/amount/value", Value: "9007199254740993"}},
		},
		Lines: []checkout.Line{{ID: "mug", Name: "Mugs", Total: 49900, Tax: 9980, Rate: 2500}}, ShowLines: true, Terms: "https://s.example/t",
		Countries: []string{"NO"}, Consent: &checkout.Consent{Text: "Yes", Required: true}, Elsewhere: map[string]string{"Klarna": "https://s.example/k"},
	}, "a-key")
	require.NoError(t, err)
	assert.Equal(t, api.Opened{Reference: "order-77", Token: "j.w.t", Page: "https://x.example/", Poll: "https://x.example/checkout/v1/session/abc"}, opened)
	assert.Equal(t, "POST /checkout/v3/session", s.call)
	assert.Equal(t, []string{"id", "secret", "a-key", ""}, []string{s.header.Get("client_id"), s.header.Get("client_secret"), s.header.Get("Idempotency-Key"), s.header.Get("Authorization")})
	assert.Contains(t, s.sent, "9007199254740993")
	assert.JSONEq(t, `{"type":"PAYMENT","reference":"order-77",
		"merchantInfo":{"callbackUrl":"https://s.example/cb","returnUrl":"https://s.example/r","callbackAuthorizationToken":"t","termsAndConditionsUrl":"https://s.example/t"},
		"transaction":{"amount":{"value":9007199254740993,"currency":"NOK"},"paymentDescription":"Two mugs","orderSummary":{
			"orderLines":[{"id":"mug","name":"Mugs","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,"taxRate":2500}],"orderBottomLine":{"currency":"NOK"}}},
		"logistics":{"dynamicOptionsCallback":"https://s.example/ship","fixedOptions":[{"id":"mail","brand":"POSTEN","type":"MAILBOX","priority":2,"amount":{"value":4900,"currency":"NOK"},"taxRate":2500}]},
		"prefillCustomer":{"phoneNumber":"4791234567"},
		"configuration":{"elements":"PaymentOnly","customerInteraction":"CUSTOMER_PRESENT","userFlow":"NATIVE_REDIRECT","requireUserInfo":true,"countries":{"supported":["NO"]},
			"customConsent":{"text":"Yes","required":true},"showOrderSummary":true,"externalPaymentMethods":[{"paymentMethod":"Klarna","redirectUrl":"https://s.example/k"}]}}`, s.sent)
}

func TestASubscriptionMayHaveNothingToPayAtOnce(t *testing.T) {
	t.Parallel()
	s := &target{body: openedBody}
	_, err := driven(t, s).Create(t.Context(), checkout.Opening{
		Purchase: api.Purchase{Order: mugs()}, FreeStart: true,
		Subscription: &checkout.Subscription{Product: "Mugs", Link: "https://s.example/m", Price: nok(19900), Unit: "MONTH"},
	}, "")
	require.NoError(t, err)
	assert.JSONEq(t, `{"type":"SUBSCRIPTION","reference":"order-77",
		"merchantInfo":{"callbackUrl":"https://s.example/cb","returnUrl":"https://s.example/r","callbackAuthorizationToken":"t"},
		"subscription":{"productName":"Mugs","amount":{"value":19900,"currency":"NOK"},"merchantAgreementUrl":"https://s.example/m","interval":{"unit":"MONTH","count":1}}}`, s.sent)
	assert.NotContains(t, s.header, "Idempotency-Key")
}

func TestAnAmendmentSaysOnlyWhatChanges(t *testing.T) {
	t.Parallel()
	s := &target{}
	d := driven(t, s)
	require.NoError(t, d.Amend(t.Context(), checkout.Amendment{Reference: "a/b", Ways: []api.Way{{ID: "x", Carrier: "OTHER", Title: "Van", Cost: nok(0)}}}))
	assert.Equal(t, "PATCH /checkout/v3/session/a%2Fb", s.call)
	assert.JSONEq(t, `{"logisticOptions":[{"id":"x","brand":"OTHER","title":"Van","priority":0,"isDefault":false,"amount":{"value":0,"currency":"NOK"}}]}`, s.sent)
	require.NoError(t, d.Amend(t.Context(), checkout.Amendment{Reference: "order-77", Amount: nok(100), Text: "One mug"}))
	assert.JSONEq(t, `{"transaction":{"amount":{"value":100,"currency":"NOK"},"paymentDescription":"One mug"}}`, s.sent)
	require.NoError(t, d.Expire(t.Context(), "order-77", ""))
	assert.Equal(t, "POST /checkout/v3/session/order-77/expire", s.call)
	assert.Empty(t, s.sent)
}

// reported is a report with a state and a payment.
func reported(word, payment string) string {
	details := "null"
	if payment != "" {
		details = `{"type":"Wallet","amount":{"value":54850,"currency":"NOK"},"state":"` + payment + `","aggregate":{"capturedAmount":{"value":100,"currency":"NOK"},"authorizedAmount":{"value":54850,"currency":"NOK"}}}`
	}
	return `{"sessionId":"s-1","merchantSerialNumber":"123456","reference":"order-77","sessionState":"` + word + `","paymentMethod":"Wallet","paymentDetails":` + details + `,
		"userInfo":{"sub":"u-1","email":"kari@s.example"},"shippingDetails":{"city":"Oslo","country":"NO","shippingMethodId":"mail","amount":{"value":4950,"currency":"NOK"},"pickupPoint":{"id":"p1"}}}`
}

func TestASessionReadsAsItWasSaid(t *testing.T) {
	t.Parallel()
	s := &target{body: reported("PaymentSuccessful", "AUTHORIZED")}
	d := driven(t, s)
	got, err := d.Session(t.Context(), api.Opened{Reference: "order-77"})
	require.NoError(t, err)
	assert.Equal(t, "GET /checkout/v3/session/order-77", s.call)
	assert.Equal(t, "PaymentSuccessful", got.Fields["sessionState"])
	got.Fields = nil
	assert.Equal(t, api.Session{
		ID: "s-1", Reference: "order-77", MSN: "123456", State: api.SessionPaid, Word: "PaymentSuccessful", Method: "Wallet", Amount: nok(54850),
		Sums: &api.Sums{Authorized: nok(54850), Captured: nok(100)}, Sub: "u-1", Email: "kari@s.example",
		Shipping: &api.Contact{City: "Oslo", Country: "NO", Way: "mail", Cost: nok(4950), Point: map[string]any{"id": "p1"}},
	}, got)
	told, err := d.Told([]byte(s.body))
	require.NoError(t, err)
	assert.Equal(t, api.SessionPaid, told.State)
	assert.Empty(t, d.CallbackPath("order-77"))
}

func TestStatesAreHeldAgainstThePayment(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		word, payment string
		state         api.SessionState
	}{
		{"SessionCreated", "", api.SessionOpen}, {"PaymentInitiated", "CREATED", api.SessionPaying}, {"PaymentTerminated", "TERMINATED", api.SessionFailed},
		{"SessionExpired", "", api.SessionExpired}, {"PaymentSuccessful", "TERMINATED", ""}, {"PaymentSuccessful", "AUTHORISED", ""}, {"SessionStarted", "", ""},
	} {
		got, err := driven(t, &target{}).Told([]byte(reported(tt.word, tt.payment)))
		assert.Equal(t, tt.state, got.State, tt.word)
		assert.Equal(t, tt.state == "", err != nil, tt.word)
	}
}

func TestAnotherSessionIsAnError(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"another reference": strings.Replace(reported("SessionCreated", ""), "order-77", "order-78", 1), "no JSON": "<html>"} {
		_, err := driven(t, &target{body: body}).Session(t.Context(), api.Opened{Reference: "order-77"})
		require.Error(t, err, name)
		assert.NotContains(t, err.Error(), "checkout.", name)
	}
	_, err := driven(t, &target{body: `{"token":""}`}).Open(t.Context(), api.Purchase{Order: mugs()})
	require.ErrorContains(t, err, "want a token")
}

func TestARefusalSaysWhyInWordsOfBothVersions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		status     int
		body       string
		doing      string
		reason     api.Reason
		documented int
		field      string
	}{
		{"a field", 400, `{"errorCode":"Validation-00001","errors":{"Transaction.Reference":["x"]}}`, api.Open, api.Invalid, 400, "Transaction.Reference"},
		{"a field of a change", 400, `{"errorCode":"Validation-00001","errors":{"Transaction.Amount":["x"]}}`, api.Amend, api.Invalid, 400, "Transaction.Amount"},
		{"a session that is paid", 400, `{"errorCode":"Other-1"}`, api.Amend, api.SessionClosed, 0, ""},
		{"the gateway", 401, `{"statusCode":401,"message":"x"}`, api.Open, api.Unauthorized, 401, ""},
		{"the unit", 403, `{}`, api.Open, api.NotAllowed, 403, ""},
		{"not there", 404, `{"errorCode":"Session-00100"}`, api.Amend, api.UnknownSession, 404, ""},
		{"taken", 409, `{"errorCode":"x"}`, api.Open, api.DuplicateReference, 409, ""},
		{"no JSON", 429, `slow down`, api.Open, api.TooMany, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := driven(t, &target{status: tt.status, body: tt.body})
			_, err := d.Open(t.Context(), api.Purchase{Order: mugs()})
			if tt.doing == api.Amend {
				err = d.Amend(t.Context(), checkout.Amendment{Reference: "order-77"})
			}
			var r *api.Refusal
			require.ErrorAs(t, err, &r)
			assert.True(t, r.Because(tt.reason), "%v", r)
			assert.Equal(t, []any{tt.doing, tt.documented, tt.field}, []any{r.Doing, r.Documented, r.Field})
		})
	}
}

func TestAnOfferIsABareList(t *testing.T) {
	t.Parallel()
	body, err := driven(t, &target{}).Offer([]api.Way{{ID: "a", Carrier: "GLS", Kind: "PICKUP_POINT", Cost: nok(1)}})
	require.NoError(t, err)
	var list []map[string]any
	require.NoError(t, json.Unmarshal(body, &list))
	assert.Equal(t, "GLS", list[0]["brand"])
}
