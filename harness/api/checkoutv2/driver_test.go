package checkoutv2_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api"
	"kontrakt/harness/api/checkoutv2"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// target gives one answer and keeps the last request.
type target struct {
	status     int
	body       string
	call, sent string
}

func (s *target) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.call, s.sent = r.Method+" "+r.RequestURI, string(body)
	if s.status != 0 {
		w.WriteHeader(s.status)
	}
	_, _ = io.WriteString(w, s.body)
}

func driven(t *testing.T, s *target) *checkoutv2.Driver {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return checkoutv2.NewDriver(client.New(client.Options{URL: server.URL, Credentials: config.Credentials{
		ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("secret"), SubscriptionKey: config.NewSecret("k"), MSN: "123456",
	}}))
}

func nok(minor int64) api.Money { return api.Money{Minor: minor, Currency: "NOK"} }

func purchase() api.Purchase {
	return api.Purchase{Order: api.Order{
		Reference: "order-77", Amount: nok(49900), Text: "Two mugs", CallbackURL: "https://s.example/cb", ReturnURL: "https://s.example/r", CallbackToken: "t",
	}}
}

func TestAnOpeningIsWrittenInTheWordsOfVersion2(t *testing.T) {
	t.Parallel()
	p := purchase()
	p.Elements, p.Present, p.App, p.Identity, p.OptionsURL = api.NoAddress, true, true, true, "https://s.example/ship"
	p.Fixed = []api.Way{
		{ID: "shop", Carrier: "POSTEN", Kind: "PICKUP_POINT", Cost: nok(4900), Default: true, Priority: 1},
		{ID: "van", Carrier: "PORTERBUDDY", Title: "By our van", Cost: nok(9900), Priority: 2, More: map[string]any{"priority": nil}},
	}
	s := &target{body: `{"token":"j.w.t","checkoutFrontendUrl":"https://x.example/","pollingUrl":"https://x.example/checkout/v2/session/abc"}`}
	opened, err := driven(t, s).Open(t.Context(), p)
	require.NoError(t, err)
	assert.Equal(t, "abc", opened.ID)
	assert.Equal(t, "POST /checkout/v2/session", s.call)
	assert.JSONEq(t, `{"merchantInfo":{"callbackPrefix":"https://s.example/cb","returnUrl":"https://s.example/r","callbackAuthorizationToken":"t"},
		"transaction":{"amount":{"value":49900,"currency":"NOK"},"reference":"order-77","paymentDescription":"Two mugs"},
		"contactFields":true,"addressFields":false,"customerInteraction":"customer_present","userFlow":"native_redirect","requireUserInfo":true,
		"logistics":{"dynamicOptionsCallback":"https://s.example/ship","fixedOptions":[
			{"id":"shop","brand":"Posten","product":"To a pick-up point","isPickupPoint":true,"priority":1,"isDefault":true,"amount":{"value":4900,"currency":"NOK"}},
			{"id":"van","brand":"Porterbuddy","product":"By our van","isPorterbuddy":true,"isDefault":false,"amount":{"value":9900,"currency":"NOK"}}]}}`, s.sent)
	assert.Equal(t, "/checkout/v2/order/order-77", driven(t, s).CallbackPath("order-77"))
}

func TestAnOpeningWithoutANumberIsAnError(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"token":"t","pollingUrl":""}`, `{"token":"t","pollingUrl":"https://x.example/checkout/v2/session"}`, `{"pollingUrl":"https://x.example/checkout/v2/session/abc"}`} {
		_, err := driven(t, &target{body: body}).Open(t.Context(), purchase())
		require.Error(t, err, body)
	}
}

func session(word, payment string) string {
	details := "null"
	if payment != "" {
		details = `{"amount":{"value":49900,"currency":"NOK"},"state":"` + payment + `"}`
	}
	return `{"sessionId":"abc","reference":"order-77","sessionState":"` + word + `","paymentDetails":` + details + `,
		"userDetails":{"email":"kari@s.example","userInfoSub":"u-1"},"billingDetails":{"region":"Oslo"}}`
}

func TestThePaymentTellsHowASessionStands(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		word, payment string
		state         api.SessionState
	}{
		{"SessionStarted", "", api.SessionOpen}, {"SessionStarted", "CREATED", api.SessionPaying}, {"SessionStarted", "AUTHORISED", api.SessionPaid},
		{"SessionTerminated", "TERMINATED", api.SessionFailed}, {"SessionTerminated", "", api.SessionExpired}, {"SessionCreated", "", ""}, {"SessionStarted", "AUTHORIZED", ""},
	} {
		got, err := driven(t, &target{body: session(tt.word, tt.payment)}).Session(t.Context(), api.Opened{Reference: "order-77", ID: "abc"})
		assert.Equal(t, tt.state, got.State, tt)
		assert.Equal(t, tt.state == "", err != nil, tt)
		assert.Equal(t, []string{"Oslo", "u-1"}, []string{got.Billing.City, got.Sub})
	}
}

func TestTheCallbackHasWordsOfItsOwn(t *testing.T) {
	t.Parallel()
	d := driven(t, &target{})
	for word, want := range map[string]api.SessionState{"PaymentSuccessful AUTHORISED": api.SessionPaid, "PaymentFailed TERMINATED": api.SessionFailed, "SessionStarted AUTHORISED": ""} {
		state, payment, _ := strings.Cut(word, " ")
		got, err := d.Told([]byte(session(state, payment)))
		assert.Equal(t, want, got.State, word)
		assert.Equal(t, want == "", err != nil, word)
	}
}

func TestAnotherSessionIsAnError(t *testing.T) {
	t.Parallel()
	for _, o := range []api.Opened{{Reference: "order-78", ID: "abc"}, {Reference: "order-77", ID: "abd"}} {
		_, err := driven(t, &target{body: session("SessionStarted", "")}).Session(t.Context(), o)
		require.Error(t, err)
	}
}

func TestARefusalSaysWhyInWordsOfBothVersions(t *testing.T) {
	t.Parallel()
	for status, reason := range map[int]api.Reason{
		400: api.Invalid, 401: api.Unauthorized, 403: api.NotAllowed, 404: api.UnknownSession, 409: api.DuplicateReference,
	} {
		_, err := driven(t, &target{status: status, body: `{"errorCode":"x"}`}).Open(t.Context(), purchase())
		var r *api.Refusal
		require.ErrorAs(t, err, &r)
		assert.True(t, r.Because(reason), "%v", r)
		assert.Equal(t, status, r.Documented)
		assert.Equal(t, "x", r.Code)
	}
}
