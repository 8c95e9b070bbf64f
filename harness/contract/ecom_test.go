package contract_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// Exchanges of eCom as merchants and the API send them, written by hand: they
// are what the contract is held against, not made from it.
func ecomExchanges() map[string]*harness.Exchange {
	api := func(method, target, body string, status int, answer string) *harness.Exchange {
		x := &harness.Exchange{ID: "x0001", Flow: harness.FlowAPI}
		x.Request = harness.Request{Method: method, Target: target, Header: http.Header{
			"Authorization":             {"Bearer aaaaaaaaaaaaaaaaaaaaaaaa"},
			"Ocp-Apim-Subscription-Key": {"5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d"},
			"Content-Type":              {"application/json"},
			"X-Request-Id":              {"capture-1"},
			"Merchant-Serial-Number":    {"123456"},
			"User-Agent":                {"shop/1"},
		}}
		setBody(&x.Request.Body, body)
		x.Response = harness.Response{Status: status, Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}, "Date": {"now"}}}
		setBody(&x.Response.Body, answer)
		return x
	}
	call := func(target, body string) *harness.Exchange {
		x := &harness.Exchange{ID: "x0002", Flow: harness.FlowCallback}
		x.Request = harness.Request{Method: "POST", Target: target, Header: http.Header{
			"Authorization": {"secret-of-the-merchant"}, "Content-Type": {"application/json"},
		}}
		setBody(&x.Request.Body, body)
		x.Response = harness.Response{Status: 200, Header: http.Header{}}
		return x
	}
	return map[string]*harness.Exchange{
		"initiate": api("POST", "/ecomm/v2/payments", `{
  "customerInfo": {"mobileNumber": "91234567"},
  "merchantInfo": {"merchantSerialNumber": "123456", "callbackPrefix": "https://shop.example.com/vipps", "fallBack": "https://shop.example.com/done", "isApp": false, "paymentType": "eComm Regular Payment"},
  "transaction": {"amount": 49900, "orderId": "shop-77-order-0001", "transactionText": "Two pairs of socks"}
}`, 200, `{"orderId":"shop-77-order-0001","url":"https://apitest.vipps.no/dwo-api-application/v1/deeplink/vippsgateway?v=2&token=abc"}`),
		"capture": api("POST", "/ecomm/v2/payments/shop-77-order-0001/capture",
			`{"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"amount":10000,"transactionText":"Parcel 1"}}`, 200,
			`{"paymentInstrument":"Mastercard","orderId":"shop-77-order-0001","transactionInfo":{"amount":10000,"status":"Captured","timeStamp":"2024-02-01T10:05:00.000Z","transactionId":"5001420058","transactionText":"Parcel 1"},"transactionSummary":{"capturedAmount":10000,"remainingAmountToCapture":15000,"refundedAmount":0,"remainingAmountToRefund":10000}}`),
		"refused": api("POST", "/ecomm/v2/payments/shop-77-order-0001/capture",
			`{"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"amount":10000,"transactionText":"Parcel 1"}}`, 400,
			`[{"errorGroup":"Payment","errorCode":"61","errorMessage":"more than reserved","contextId":"f70b8bf7-c843-4bea-95d9-94725b19895f"}]`),
		"details": api("GET", "/ecomm/v2/payments/shop-77-order-0001/details", "", 200,
			`{"orderId":"shop-77-order-0001","transactionSummary":{"capturedAmount":10000,"remainingAmountToCapture":15000,"refundedAmount":0,"remainingAmountToRefund":10000,"bankIdentificationNumber":123456},"transactionLogHistory":[{"amount":10000,"operation":"CAPTURE","operationSuccess":true,"requestId":"cap-1","timeStamp":"2024-02-01T10:05:00.000Z","transactionId":"5001420058","transactionText":"Parcel 1"},{"amount":25000,"operation":"RESERVE","operationSuccess":true,"requestId":"","timeStamp":"2024-02-01T10:00:00.000Z","transactionId":"5001420057","transactionText":"Two pairs"}]}`),
		"told": call("/vipps/v2/payments/shop-77-order-0001",
			`{"merchantSerialNumber":"123456","orderId":"shop-77-order-0001","transactionInfo":{"amount":49900,"status":"RESERVED","timeStamp":"2024-02-01T10:00:00.000Z","transactionId":"5001420057"}}`),
	}
}

func TestEcomByHand(t *testing.T) {
	t.Parallel()
	s := set(t, embedded(t, "ecom.v2", contract.Options{}), embedded(t, "access-token.v1", contract.Options{}))
	for name, x := range ecomExchanges() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, findings := s.Judge(x)
			assert.NotNil(t, m.Operation)
			assert.Empty(t, lines(findings))
			assert.True(t, s.FastAccepts(x), "the fast path knows it")
		})
	}
}
