package epayment_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api"
	"kontrakt/harness/api/epayment"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// script is a target that gives one answer for each path's end and keeps the
// last request.
type script struct {
	status       int
	bodies       map[string]string
	method, path string
	header       http.Header
	sent         string
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == client.TokenPath {
		fmt.Fprint(w, `{"access_token":"t","token_type":"Bearer","expires_in":"3600"}`)
		return
	}
	body, _ := io.ReadAll(r.Body)
	s.method, s.path, s.header, s.sent = r.Method, r.RequestURI, r.Header, string(body)
	if s.status != 0 {
		w.WriteHeader(s.status)
	}
	for end, body := range s.bodies {
		if strings.HasSuffix(r.URL.Path, end) {
			fmt.Fprint(w, body)
		}
	}
}

func says(end, body string) *script { return &script{bodies: map[string]string{end: body}} }

func drive(t *testing.T, s *script) *epayment.Driver {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	n := 0
	return epayment.NewDriver(client.New(client.Options{
		URL: server.URL, IDs: func() string { n++; return fmt.Sprintf("key-%d", n) },
		Credentials: config.Credentials{
			ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("secret"), SubscriptionKey: config.NewSecret("k"), MSN: "123456",
		},
	}))
}

func kr(minor int64) api.Money { return api.Money{Minor: minor, Currency: "NOK"} }

func TestAStartWritesWhatTheOrderSays(t *testing.T) {
	t.Parallel()
	s := says("/payments", `{"reference":"order-77","redirectUrl":"https://x.example/?token=abc"}`)
	link, err := drive(t, s).Start(t.Context(), epayment.Creation{
		Order:   api.Order{Reference: "order-77", Amount: kr(49900), Text: "Two mugs", Phone: "4791234567", ReturnURL: "https://s.example/r"},
		Present: true, MinimumAge: 18, Scope: "name", Expires: time.Date(2026, 2, 1, 10, 0, 0, 0, time.UTC), Receipt: true,
		QRFormat: "IMAGE/PNG", QRSize: 100, Metadata: map[string]string{"shelf": "7"},
		Shipping: []epayment.Shipping{{ID: "home", Method: "To your door", Cost: kr(4905), Default: true, Priority: 1}}, Countries: []string{"NO"},
		Edits: []api.Edit{{Pointer: "/amount/value", Value: "9007199254740993"}, {Pointer: "/returnUrl"}},
	}, "order")
	require.NoError(t, err)
	assert.Equal(t, api.Link{Reference: "order-77", URL: "https://x.example/?token=abc"}, link)
	assert.Equal(t, "POST /epayment/v1/payments", s.method+" "+s.path)
	assert.Equal(t, "order", s.header.Get("Idempotency-Key"))
	assert.Contains(t, s.sent, "9007199254740993")
	assert.JSONEq(t, `{"amount":{"currency":"NOK","value":9007199254740993},"paymentMethod":{"type":"WALLET"},"reference":"order-77",
		"userFlow":"WEB_REDIRECT","paymentDescription":"Two mugs","customer":{"phoneNumber":"4791234567"},"customerInteraction":"CUSTOMER_PRESENT",
		"minimumUserAge":18,"profile":{"scope":"name"},"expiresAt":"2026-02-01T10:00:00Z","metadata":{"shelf":"7"},
		"receipt":{"orderLines":[{"id":"mug","name":"Two mugs","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,"taxRate":2500}],
			"bottomLine":{"currency":"NOK"}},
		"qrFormat":{"format":"IMAGE/PNG","size":100},
		"shipping":{"allowedCountries":["NO"],"fixedOptions":[{"brand":"OTHER","type":"OTHER","isDefault":true,"priority":1,
			"options":[{"id":"home","name":"To your door","isDefault":true,"priority":1,"amount":{"currency":"NOK","value":4905}}]}]}}`, s.sent)
}

func TestADynamicShippingNamesAddressAndToken(t *testing.T) {
	t.Parallel()
	s := says("/payments", `{"reference":"order-77"}`)
	link, err := drive(t, s).Start(t.Context(), epayment.Creation{
		Order: api.Order{Reference: "order-77", Amount: kr(100)}, Flow: "PUSH_MESSAGE", ShippingURL: "https://s.example/ship", ShippingToken: "t-1",
	}, "")
	require.NoError(t, err)
	assert.Empty(t, link.URL)
	assert.Equal(t, "key-1", s.header.Get("Idempotency-Key"))
	var sent struct{ Shipping map[string]any }
	require.NoError(t, json.Unmarshal([]byte(s.sent), &sent))
	assert.Equal(t, map[string]any{"dynamicOptions": map[string]any{"callbackUrl": "https://s.example/ship", "callbackAuthorizationToken": "t-1"}}, sent.Shipping)
}

func changed(state string, authorized, cancelled, captured, refunded int) string {
	return fmt.Sprintf(`{"amount":{"currency":"NOK","value":49900},"state":%q,"pspReference":"p-1","reference":"order-77",%s}`,
		state, stood(authorized, cancelled, captured, refunded))
}

func stood(authorized, cancelled, captured, refunded int) string {
	nok := func(n int) string { return fmt.Sprintf(`{"currency":"NOK","value":%d}`, n) }
	return fmt.Sprintf(`"aggregate":{"authorizedAmount":%s,"cancelledAmount":%s,"capturedAmount":%s,"refundedAmount":%s}`,
		nok(authorized), nok(cancelled), nok(captured), nok(refunded))
}

func TestAChangeSaysWhatIsLeft(t *testing.T) {
	t.Parallel()
	amount := kr(19900)
	s := says("/capture", changed("AUTHORIZED", 49900, 0, 19900, 0))
	o, err := drive(t, s).Capture(t.Context(), api.Change{Reference: "order-77", Amount: &amount, Key: "parcel"})
	require.NoError(t, err)
	assert.Equal(t, api.Outcome{Payment: "p-1", Totals: api.Totals{
		Captured: kr(19900), Refunded: kr(0), LeftToCapture: kr(30000), LeftToRefund: kr(19900),
	}}, o)
	assert.Equal(t, "POST /epayment/v1/payments/order-77/capture", s.method+" "+s.path)
	assert.Equal(t, "parcel", s.header.Get("Idempotency-Key"))
	assert.JSONEq(t, `{"modificationAmount":{"currency":"NOK","value":19900}}`, s.sent)
}

func TestAllThatIsLeftIsAskedForFirst(t *testing.T) {
	t.Parallel()
	s := &script{bodies: map[string]string{
		"/refund": changed("AUTHORIZED", 49900, 0, 19900, 19900),
		"/order-77": `{"amount":{"currency":"NOK","value":49900},"state":"AUTHORIZED","pspReference":"p-1","reference":"order-77",
			"paymentMethod":{"type":"WALLET"},"profile":{},` + stood(49900, 0, 19900, 5000) + `}`,
	}}
	_, err := drive(t, s).Refund(t.Context(), api.Change{Reference: "order-77"})
	require.NoError(t, err)
	assert.JSONEq(t, `{"modificationAmount":{"currency":"NOK","value":14900}}`, s.sent)
}

func TestACancelHasABodyOnlyWhereItAsksForMore(t *testing.T) {
	t.Parallel()
	s := says("/cancel", changed("TERMINATED", 0, 49900, 0, 0))
	o, err := drive(t, s).Cancel(t.Context(), api.Change{Reference: "order-77"})
	require.NoError(t, err)
	assert.Equal(t, api.Totals{Captured: kr(0), Refunded: kr(0), LeftToCapture: kr(0), LeftToRefund: kr(0)}, o.Totals)
	assert.Empty(t, s.sent)
	_, err = drive(t, s).CancelWaiting(t.Context(), api.Change{Reference: "order-77"})
	require.NoError(t, err)
	assert.JSONEq(t, `{"cancelTransactionOnly":true}`, s.sent)
}

func TestAnAnswerOtherThanPromisedIsAnError(t *testing.T) {
	t.Parallel()
	good := changed("AUTHORIZED", 49900, 0, 19900, 0)
	for name, body := range map[string]string{
		"another state":             strings.Replace(good, "AUTHORIZED", "CAPTURED", 1),
		"a state without the money": changed("TERMINATED", 49900, 0, 19900, 0),
		"an amount as text":         strings.Replace(good, `"value":19900`, `"value":"19900"`, 1),
		"another payment":           strings.Replace(good, "order-77", "order-78", 1),
		"no JSON":                   "<html>",
	} {
		_, err := drive(t, says("/capture", body)).Capture(t.Context(), api.Change{Reference: "order-77", Amount: &api.Money{Minor: 1, Currency: "NOK"}})
		require.Error(t, err, name)
		assert.NotContains(t, err.Error(), "epayment.", name)
	}
}

func TestStateAndMoneyTellHowAPaymentStands(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		word, sums string
		state      api.State
		cancelled  int64
	}{
		{"CREATED", stood(0, 0, 0, 0), api.Pending, 0},
		{"AUTHORIZED", stood(49900, 0, 49900, 0), api.Reserved, 0},
		{"AUTHORIZED", stood(49900, 49900, 0, 0), api.Cancelled, 49900},
		{"AUTHORIZED", stood(49900, 30000, 19900, 0), api.Cancelled, 30000},
		{"TERMINATED", stood(0, 49900, 0, 0), api.Cancelled, 0},
		{"ABORTED", stood(0, 0, 0, 0), api.Cancelled, 0},
		{"EXPIRED", stood(0, 0, 0, 0), api.Expired, 0},
	} {
		body := `{"amount":{"currency":"NOK","value":49900},"state":"` + tt.word + `","pspReference":"p-1","reference":"order-77",` + tt.sums + `}`
		p, err := drive(t, says("/order-77", body)).Read(t.Context(), "order-77")
		require.NoError(t, err)
		assert.Equal(t, tt.state, p.State, tt.word)
		assert.Equal(t, kr(tt.cancelled), p.Cancelled, tt.word)
		assert.Equal(t, tt.word, p.Word)
	}
	_, err := drive(t, says("/order-77", `{"state":"CAPTURED","reference":"order-77"}`)).Read(t.Context(), "order-77")
	require.ErrorContains(t, err, `want a state, got "CAPTURED"`)
}

func TestEventsReadAsEntries(t *testing.T) {
	t.Parallel()
	line := `{"reference":"order-77","pspReference":"e-1","name":"CAPTURED","amount":{"currency":"NOK","value":19900},
		"timestamp":"2026-02-01T10:00:00.1234567Z","idempotencyKey":"parcel","success":false}`
	list, err := drive(t, says("/events", "["+line+"]")).Events(t.Context(), "order-77")
	require.NoError(t, err)
	assert.Equal(t, []api.Entry{{
		Operation: "CAPTURED", Amount: kr(19900), Key: "parcel", ID: "e-1", At: time.Date(2026, 2, 1, 10, 0, 0, 123456700, time.UTC),
	}}, list)
	for name, body := range map[string]string{
		"none": `[]`, "another payment's": strings.Replace("["+line+"]", "order-77", "order-78", 1),
		"a time in words": strings.Replace("["+line+"]", "2026-02-01T10:00:00.1234567Z", "yesterday", 1),
	} {
		_, err := drive(t, says("/events", body)).Events(t.Context(), "order-77")
		require.Error(t, err, name)
	}
}

func TestARefusalSaysWhyInWordsOfAllAPIs(t *testing.T) {
	t.Parallel()
	code := func(code string) string {
		return `{"type":"x","title":"x","status":400,"traceId":"x","extraDetails":[{"name":"ErrorCode","reason":"` + code + `"}]}`
	}
	for _, tt := range []struct {
		name       string
		status     int
		body       string
		reason     api.Reason
		documented int
		field      string
	}{
		{"too much", 400, code("6150"), api.ExceedsCaptured, 0, ""},
		{"4150 is another reference's at the start only", 409, code("4150"), api.OtherContent, 409, ""},
		{"not there", 404, code("5090"), api.UnknownPayment, 404, ""},
		{"too late", 400, code("6220"), api.TooLate, 400, ""},
		{"a field", 400, `{"extraDetails":[{"name":"ModificationAmount","reason":"x"}]}`, api.Invalid, 400, "modificationamount"},
		{"the gateway on credentials", 401, `{"statusCode":401,"message":"x"}`, api.Unauthorized, 401, ""},
		{"the gateway on pace", 429, `{"responseInfo":{"responseCode":429}}`, api.TooMany, 429, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := says("/refund", tt.body)
			s.status = tt.status
			_, err := drive(t, s).Refund(t.Context(), api.Change{Reference: "order-77", Amount: &api.Money{Minor: 1, Currency: "NOK"}})
			var r *api.Refusal
			require.ErrorAs(t, err, &r)
			assert.True(t, r.Because(tt.reason), "%v", r)
			assert.Equal(t, api.Refund, r.Doing)
			assert.Equal(t, tt.documented, r.Documented)
			assert.Equal(t, tt.field, r.Field)
		})
	}
}

func TestAnApprovalNamesTheCustomerOrTheLink(t *testing.T) {
	t.Parallel()
	for phone, want := range map[string]string{
		"91234567":     `{"customer":{"phoneNumber":"4791234567"}}`,
		"358401234567": `{"customer":{"phoneNumber":"358401234567"}}`,
		"":             `{"token":"abc"}`,
	} {
		s := &script{}
		require.NoError(t, drive(t, s).Approve(t.Context(), api.Link{Reference: "order-77", URL: "https://x.example/y?token=abc"}, phone))
		assert.JSONEq(t, want, s.sent)
		assert.Equal(t, "/epayment/v1/test/payments/order-77/approve", s.path)
	}
}
