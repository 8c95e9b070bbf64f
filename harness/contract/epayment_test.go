package contract_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// epayment is an exchange of ePayment as merchants and the API send it.
func epayment(method, target, body string, status int, answer string) *harness.Exchange {
	x := &harness.Exchange{ID: "x0001", Flow: harness.FlowAPI}
	x.Request = harness.Request{Method: method, Target: target, Header: http.Header{
		"Authorization":             {"Bearer aaaaaaaaaaaaaaaaaaaaaaaa"},
		"Ocp-Apim-Subscription-Key": {"5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d"},
		"Merchant-Serial-Number":    {"123456"},
		"Idempotency-Key":           {"k-1"},
	}}
	if body != "" {
		x.Request.Header.Set("Content-Type", "application/json")
	}
	setBody(&x.Request.Body, body)
	x.Response = harness.Response{Status: status, Header: http.Header{"Content-Type": {"application/json"}}}
	if status >= 400 {
		x.Response.Header.Set("Content-Type", "application/problem+json")
	}
	setBody(&x.Response.Body, answer)
	return x
}

const (
	create1   = `{"amount":{"currency":"NOK","value":25000},"paymentMethod":{"type":"WALLET"},"reference":"shop-77-order-0001","userFlow":"WEB_REDIRECT","returnUrl":"https://shop.example/done"`
	created   = `{"redirectUrl":"https://landing.vipps.no?token=abc","reference":"shop-77-order-0001"}`
	sums      = `{"authorizedAmount":{"currency":"NOK","value":25000},"cancelledAmount":{"currency":"NOK","value":0},"capturedAmount":{"currency":"NOK","value":25000},"refundedAmount":{"currency":"NOK","value":0}}`
	adjusted  = `{"amount":{"currency":"NOK","value":25000},"state":"AUTHORIZED","aggregate":` + sums + `,"pspReference":"p-1","reference":"shop-77-order-0001"}`
	payment1  = `{"aggregate":` + sums + `,"amount":{"currency":"NOK","value":25000},"state":"AUTHORIZED","paymentMethod":{"type":"WALLET"},"profile":{},"pspReference":"p-1","reference":"shop-77-order-0001"`
	event     = `{"reference":"shop-77-order-0001","pspReference":"1","name":"CREATED","amount":{"currency":"NOK","value":25000},"timestamp":"2024-02-01T10:00:00.1234567Z","idempotencyKey":"k-1","success":true}`
	problem   = `{"type":"https://httpstatuses.io/400","title":"too much","detail":"d","instance":"/v1/payments/shop-77-order-0001/capture","status":400,"extraDetails":[{"name":"ErrorCode","reason":"6090"}],"traceId":"00-1-2-01"}`
	payments  = "/epayment/v1/payments"
	reference = payments + "/shop-77-order-0001"
	modify    = `{"modificationAmount":{"currency":"NOK","value":25000}}`
)

func TestEpaymentByHand(t *testing.T) {
	t.Parallel()
	s := set(t, embedded(t, "epayment.v1", contract.Options{}))
	note := func(text string) []string { return []string{"note spec.erratum " + text} }
	jsonNote := note(`response media type: want application/problem+json, got "application/json"`)
	for _, tt := range []struct {
		name string
		x    *harness.Exchange
		want []string
	}{
		{"create", epayment("POST", payments, create1+`}`, 201, created), nil},
		{"create for a telephone number", epayment("POST", payments, create1+`,"customer":{"phoneNumber":"4712345678"}}`, 201, created), nil},
		{"create for a personal QR code", epayment("POST", payments, create1+`,"customer":{"personalQr":"https://qr.example/1"}}`, 201, created), nil},
		{"create for a customer's token", epayment("POST", payments, create1+`,"customer":{"customerToken":"abc"}}`, 201, created), nil},
		{"create with what came later", epayment("POST", payments, create1+`,"merchantLegalLinks":{"termsOfSaleUrl":"https://shop.example/t"},"shipping":{"allowedCountries":["NO"],"fixedOptions":[]}}`, 201, created), nil},
		{"capture", epayment("POST", reference+"/capture", modify, 200, adjusted), jsonNote},
		{"refund", epayment("POST", reference+"/refund", modify, 200, adjusted), jsonNote},
		{"cancel without a body", epayment("POST", reference+"/cancel", "", 200, adjusted), jsonNote},
		{"cancel only what is not authorized", epayment("POST", reference+"/cancel", `{"cancelTransactionOnly":true}`, 200, adjusted), jsonNote},
		{"capture too much", epayment("POST", reference+"/capture", modify, 400, problem), nil},
		{"a payment that another operation holds", epayment("POST", reference+"/capture", modify, 423, problem), nil},
		{"get", epayment("GET", reference, "", 200, payment1+`,"captureGuaranteedUntil":"2026-09-01T10:00:00+02:00"}`), nil},
		{"get of a payment made through eCom", epayment("GET", payments+"/o-1", "", 200, strings.ReplaceAll(payment1, "shop-77-order-0001", "o-1")+`}`), nil},
		{"get of nothing", epayment("GET", reference, "", 404, problem), nil},
		{"the event log", epayment("GET", reference+"/events", "", 200, `[`+event+`]`), note(`response body /0/paymentAction: want a value, got nothing`)},
		{"approve", epayment("POST", "/epayment/v1/test/payments/shop-77-order-0001/approve", `{"customer":{"phoneNumber":"4712345678"}}`, 200, ``), nil},
		{"a problem of the gateway", func() *harness.Exchange {
			x := epayment("GET", reference, "", 401, `{"statusCode":401,"message":"no key"}`)
			x.Response.Header.Set("Content-Type", "application/json")
			return x
		}(), nil},
		{"two ways to name the customer", epayment("POST", payments, create1+`,"customer":{"phoneNumber":"4712345678","personalQr":"https://qr.example/1"}}`, 201, created), []string{`error schema.additionalProperties request body /customer/personalQr: want no member but phoneNumber, got a string of 20 characters`}},
		{"no way to name the customer", epayment("POST", payments, create1+`,"customer":{}}`, 201, created), []string{`error schema.required request body /customer/phoneNumber: want a string, got nothing`}},
		{"a customer's name misspelt", epayment("POST", payments, create1+`,"customer":{"phonenumber":"4712345678"}}`, 201, created), []string{`error schema.additionalProperties request body /customer/phonenumber: want no member but phoneNumber, got a string of 10 characters`, `error schema.required request body /customer/phoneNumber: want a string, got nothing`}},
		{"a state that does not exist", epayment("GET", reference, "", 200, strings.Replace(payment1, `"AUTHORIZED"`, `"CAPTURED"`, 1)+`}`), []string{`error schema.enum response body /state: want one of "CREATED", "ABORTED", "EXPIRED", "AUTHORIZED", "TERMINATED", got "CAPTURED"`}},
		{"an event without a name", epayment("GET", reference+"/events", "", 200, `[`+strings.Replace(event, `"name":"CREATED",`, ``, 1)+`]`), []string{`error schema.required response body /0/name: want one of "CREATED", "ABORTED", "EXPIRED", "CANCELLED", "CAPTURED", "REFUNDED", "AUTHORIZED", "TERMINATED", got nothing`, `note spec.erratum response body /0/paymentAction: want a value, got nothing`}},
		{"a capture without an amount", epayment("POST", reference+"/capture", "", 400, problem), []string{`error body.missing request body: want a body of application/json, got nothing`}},
		{"a new kind of payment", epayment("GET", reference, "", 200, strings.Replace(payment1, `"WALLET"`, `"CASH"`, 1)+`}`), []string{`warning schema.enum response body /paymentMethod/type: want one of "WALLET", "CARD", "CARD_PASSTHROUGH", got "CASH"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, findings := s.Judge(tt.x)
			require.NotNil(t, m.Operation)
			assert.Equal(t, tt.want == nil, s.FastAccepts(tt.x), "the fast path knows all that is right")
			if tt.want == nil {
				tt.want = []string{}
			}
			assert.Equal(t, tt.want, lines(findings))
		})
	}
}
