package ecom_test

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
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// script is a target that gives one answer and keeps the request.
type script struct {
	status       int
	body         string
	method, path string
	header       http.Header
	sent         map[string]any
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == client.TokenPath {
		fmt.Fprint(w, `{"access_token":"t","token_type":"Bearer","expires_in":"3600"}`)
		return
	}
	body, _ := io.ReadAll(r.Body)
	s.method, s.path, s.header, s.sent = r.Method, r.RequestURI, r.Header, map[string]any{}
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	_ = d.Decode(&s.sent)
	if s.status != 0 {
		w.WriteHeader(s.status)
	}
	fmt.Fprint(w, s.body)
}

func drive(t *testing.T, s *script) *ecom.Driver {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	n := 0
	return ecom.NewDriver(client.New(client.Options{
		URL: server.URL, IDs: func() string { n++; return fmt.Sprintf("key-%d", n) },
		Credentials: config.Credentials{
			ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("secret"), SubscriptionKey: config.NewSecret("k"), MSN: "123456",
		},
	}))
}

func kr(minor int64) api.Money { return api.Money{Minor: minor, Currency: "NOK"} }

func TestInitiateWritesWhatTheOrderSays(t *testing.T) {
	t.Parallel()
	s := &script{body: `{"orderId":"order-77","url":"https://x.example/?v=2&token=abc"}`}
	yes := true
	link, err := drive(t, s).Initiate(t.Context(), ecom.Initiation{
		Order:   api.Order{Reference: "order-77", Amount: kr(49900), Text: "a < b & c", CallbackURL: "https://s.example/c", ReturnURL: "https://s.example/r"},
		Express: true, ConsentURL: "https://s.example/x", ExplicitFlow: &yes,
		Shipping: []ecom.Shipping{{ID: "home", Method: "To your door", Cost: kr(4905), Default: true, Priority: 1}, {ID: "shop", Method: "Shop", Cost: kr(0)}},
		Edits:    []ecom.Edit{{Pointer: "/transaction/amount", Value: "9007199254740993"}, {Pointer: "/merchantInfo/fallBack"}},
	})
	require.NoError(t, err)
	assert.Equal(t, api.Link{Reference: "order-77", URL: "https://x.example/?v=2&token=abc"}, link)
	assert.Equal(t, "POST /ecomm/v2/payments", s.method+" "+s.path)
	sent, err := json.Marshal(s.sent)
	require.NoError(t, err)
	assert.JSONEq(t, `{"customerInfo":{},"merchantInfo":{"merchantSerialNumber":"123456","callbackPrefix":"https://s.example/c",
		"consentRemovalPrefix":"https://s.example/x","paymentType":"eComm Express Payment","staticShippingDetails":[
			{"isDefault":"Y","shippingCost":49.05,"shippingMethod":"To your door","shippingMethodId":"home","priority":1},
			{"isDefault":"N","shippingCost":0.00,"shippingMethod":"Shop","shippingMethodId":"shop"}]},
		"transaction":{"orderId":"order-77","amount":9007199254740993,"transactionText":"a < b & c","useExplicitCheckoutFlow":true}}`, string(sent))
	assert.Equal(t, json.Number("9007199254740993"), s.sent["transaction"].(map[string]any)["amount"])
}

func TestAnEditThatDoesNotFitIsAnError(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]ecom.Edit{
		"no such object": {Pointer: "/nowhere/amount", Value: "1"},
		"no JSON":        {Pointer: "/transaction/amount", Value: "1,"},
	} {
		_, err := drive(t, &script{}).Initiate(t.Context(), ecom.Initiation{Edits: []ecom.Edit{e}})
		require.Error(t, err, name)
	}
}

const captured = `{"orderId":"order-77","transactionInfo":{"amount":19900,"status":"Captured","timeStamp":"2026-02-01T10:05:00.123Z","transactionId":"5001420058"},
	"transactionSummary":{"capturedAmount":19900,"remainingAmountToCapture":30000,"refundedAmount":0,"remainingAmountToRefund":19900}}`

func TestAChangeSaysWhatMovedAndWhatIsLeft(t *testing.T) {
	t.Parallel()
	amount := kr(19900)
	want := api.Totals{Captured: kr(19900), Refunded: kr(0), LeftToCapture: kr(30000), LeftToRefund: kr(19900)}
	s := &script{body: strings.Replace(captured, "order-77", "order 77", 1)}
	d := drive(t, s)
	o, err := d.Capture(t.Context(), api.Change{Reference: "order 77", Amount: &amount, Text: "One parcel", Key: "parcel"})
	require.NoError(t, err)
	assert.Equal(t, api.Outcome{
		Amount: kr(19900), ID: "5001420058", At: time.Date(2026, 2, 1, 10, 5, 0, 123e6, time.UTC), Totals: want,
	}, o)
	assert.Equal(t, "POST /ecomm/v2/payments/order%2077/capture", s.method+" "+s.path)
	assert.Equal(t, "parcel", s.header.Get("X-Request-Id"))

	_, err = d.Capture(t.Context(), api.Change{Reference: "order 77", Text: "Everything"})
	require.NoError(t, err)
	assert.Equal(t, "key-1", s.header.Get("X-Request-Id"))
	assert.NotContains(t, s.sent["transaction"], "amount")
}

func TestACancelCarriesTheFlagAtTheTopAndNoKey(t *testing.T) {
	t.Parallel()
	s := &script{body: strings.Replace(captured, "Captured", "Cancelled", 1)}
	_, err := drive(t, s).Cancel(t.Context(), api.Change{Reference: "order-77", Text: "Sold out", Release: true})
	require.NoError(t, err)
	assert.Equal(t, "PUT /ecomm/v2/payments/order-77/cancel", s.method+" "+s.path)
	assert.Equal(t, true, s.sent["shouldReleaseRemainingFunds"])
	assert.Empty(t, s.header.Get("X-Request-Id"))
}

func TestAnAnswerOtherThanPromisedIsAnError(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"another status":       strings.Replace(captured, "Captured", "captured", 1),
		"an amount as text":    strings.Replace(captured, "19900", `"19900"`, 1),
		"an amount as 1.99e4":  strings.Replace(captured, "19900", "1.99e4", 1),
		"no summary":           `{"orderId":"order-77","transactionInfo":{"amount":19900,"status":"Captured"}}`,
		"a refund's own shape": strings.Replace(captured, "transactionInfo", "transaction", 1),
		"another order":        strings.Replace(captured, "order-77", "order-78", 1),
		"a time in words":      strings.Replace(captured, "2026-02-01T10:05:00.123Z", "yesterday", 1),
		"no JSON":              "<html>",
	} {
		_, err := drive(t, &script{body: body}).Capture(t.Context(), api.Change{Reference: "order-77"})
		require.Error(t, err, name)
		assert.NotContains(t, err.Error(), "ecom.", name)
	}
}

func history(entries string) string {
	return `{"orderId":"order-77","transactionSummary":{"capturedAmount":19900,"remainingAmountToCapture":0,"refundedAmount":500,"remainingAmountToRefund":19400},
		"transactionLogHistory":[` + entries + `]}`
}

func logged(operation string, amount int, ok bool) string {
	return fmt.Sprintf(`{"operation":%q,"amount":%d,"operationSuccess":%t,"timeStamp":"2026-02-01T10:05:00","requestId":"k","transactionId":"5001420058"}`, operation, amount, ok)
}

func TestDetailsReadAsAPayment(t *testing.T) {
	t.Parallel()
	s := &script{body: history(strings.Join([]string{
		logged("REFUND", 500, true), logged("VOID", 30000, true), logged("CAPTURE", 99900, false), logged("CAPTURE", 19900, true),
		logged("RESERVE", 49900, true), logged("INITIATE", 49900, true),
	}, ","))}
	p, err := drive(t, s).Payment(t.Context(), "order-77")
	require.NoError(t, err)
	assert.Equal(t, kr(49900), p.Ordered)
	assert.Equal(t, kr(49900), p.Authorized)
	assert.Equal(t, kr(19900), p.Captured)
	assert.Equal(t, kr(500), p.Refunded)
	assert.Equal(t, kr(30000), p.Cancelled)
	assert.Equal(t, "INITIATE", p.Entries[0].Operation)
	assert.Equal(t, api.Entry{Operation: "CAPTURE", Amount: kr(99900), Key: "k", ID: "5001420058", At: time.Date(2026, 2, 1, 10, 5, 0, 0, time.UTC)}, p.Entries[3])
}

func TestTheHistoryTellsTheState(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		entries []string
		state   api.State
	}{
		{[]string{logged("INITIATE", 1, true)}, api.Pending},
		{[]string{logged("RESERVE", 1, true), logged("INITIATE", 1, true)}, api.Reserved},
		{[]string{logged("SALE", 1, true), logged("INITIATE", 1, true)}, api.Sold},
		{[]string{logged("RESERVE", 1, false), logged("INITIATE", 1, true)}, api.Failed},
		{[]string{logged("CANCEL", 1, true), logged("INITIATE", 1, true)}, api.Cancelled},
		{[]string{logged("CANCEL", 1, false), logged("RESERVE", 1, true), logged("INITIATE", 1, true)}, api.Reserved},
		{[]string{logged("VOID", 1, true), logged("RESERVE", 1, true), logged("INITIATE", 1, true)}, api.Cancelled},
	} {
		p, err := drive(t, &script{body: history(strings.Join(tt.entries, ","))}).Payment(t.Context(), "order-77")
		require.NoError(t, err)
		assert.Equal(t, tt.state, p.State, "%v", tt.entries)
	}
	_, err := drive(t, &script{body: history("")}).Payment(t.Context(), "order-77")
	require.ErrorContains(t, err, "history is empty")
	_, err = drive(t, &script{body: history(logged("INITIATE", 1, true))}).Payment(t.Context(), "order-78")
	require.ErrorContains(t, err, `want orderId "order-78"`)
}

func TestARefusalSaysWhyInWordsOfAllAPIs(t *testing.T) {
	t.Parallel()
	code := func(group, code string) string {
		return fmt.Sprintf(`[{"errorGroup":%q,"errorCode":%q,"errorMessage":"x","contextId":"1"}]`, group, code)
	}
	for _, tt := range []struct {
		name       string
		status     int
		body       string
		reason     api.Reason
		documented int
		field      string
	}{
		{"too much", 400, code("Payment", "61"), api.ExceedsAuthorization, 400, ""},
		{"a group in lower case", 400, code("payment", "61"), api.ExceedsAuthorization, 400, ""},
		{"Payment 51 is about a capture", 400, code("Payment", "51"), api.AlreadyCaptured, 0, ""},
		{"Merchant 51 is about the unit", 403, code("Merchant", "51"), api.NotAllowed, 0, ""},
		{"Payment 98 is about time", 400, code("Payment", "98"), api.TooLate, 400, ""},
		{"VippsError 98 is about pace", 429, code("VippsError", "98"), api.TooMany, 429, ""},
		{"a field", 400, code("InvalidRequest", "amount"), api.Invalid, 400, "amount"},
		{"a malformed body", 500, code("VippsError", "99"), api.Invalid, 500, ""},
		{"the gateway on credentials", 401, `{"statusCode":401,"message":"x"}`, api.Unauthorized, 401, ""},
		{"the gateway on pace", 429, `{"responseInfo":{"responseCode":429}}`, api.TooMany, 429, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := drive(t, &script{status: tt.status, body: tt.body}).Refund(t.Context(), api.Change{Reference: "order-77"})
			var r *api.Refusal
			require.ErrorAs(t, err, &r)
			assert.True(t, r.Because(tt.reason), "%v", r)
			assert.Equal(t, api.Refund, r.Doing)
			assert.Equal(t, tt.status, r.Status)
			assert.Equal(t, tt.documented, r.Documented)
			assert.Equal(t, tt.field, r.Field)
		})
	}
}

func TestAnUnknownRefusalHasNoReason(t *testing.T) {
	t.Parallel()
	_, err := drive(t, &script{status: 418, body: "x"}).Capture(t.Context(), api.Change{Reference: "order-77"})
	require.EqualError(t, err, "capture: refused with status 418, no code: for no reason that is known")
}

func TestApproveSendsTheLinksToken(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"https://x.example/y?v=2&token=abc", "vippsMT://?token=abc"} {
		s := &script{}
		require.NoError(t, drive(t, s).Approve(t.Context(), api.Link{Reference: "order-77", URL: url}, "91234567"))
		assert.Equal(t, map[string]any{"token": "abc", "customerPhoneNumber": "91234567"}, s.sent, url)
	}
}
