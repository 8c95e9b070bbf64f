package proxybench

import (
	"fmt"
	"strings"
)

// ECom gives requests and answers of eCom's shape and size: an initiate of
// about 600 bytes, and payment details of about 1.5 KiB.
func ECom() []Case {
	const head = "Host: 127.0.0.1\r\nAuthorization: Bearer %s\r\nOcp-Apim-Subscription-Key: 0000000000000000\r\n" +
		"Merchant-Serial-Number: 123456\r\nVipps-System-Name: bench\r\nVipps-System-Version: 1.0\r\nVipps-System-Plugin-Name: bench-shop\r\nVipps-System-Plugin-Version: 2.0\r\nX-Request-Id: bench-1\r\nUser-Agent: bench/1\r\nAccept: application/json\r\n"
	auth := fmt.Sprintf(head, strings.Repeat("t", 400))
	initiate := `{"merchantInfo":{"merchantSerialNumber":"123456","callbackPrefix":"https://shop.example/callbacks/ecom","fallBack":"https://shop.example/thanks?order=bench-1","paymentType":"eComm Regular Payment","isApp":false,"authToken":"` +
		strings.Repeat("a", 120) + `"},"customerInfo":{"mobileNumber":"40000000"},"transaction":{"orderId":"bench-order-1","amount":49900,"transactionText":"` + strings.Repeat("One pair of socks. ", 5) + `","skipLandingPage":false}}`
	entry := `{"amount":49900,"transactionText":"One pair of socks","transactionId":"5001420062","timeStamp":"2026-01-02T03:04:05.678Z","operation":"RESERVE","requestId":"bench-1","operationSuccess":true}`
	details := `{"orderId":"bench-order-1","transactionSummary":{"capturedAmount":0,"remainingAmountToCapture":49900,"refundedAmount":0,"remainingAmountToRefund":0,"bankIdentificationNumber":492556},"transactionLogHistory":[` +
		strings.Join([]string{entry, entry, entry, entry, entry, entry}, ",") + `]}`
	initiated := `{"orderId":"bench-order-1","url":"https://pay.example/dwo-api-application/v1/deeplink/vippsgateway?v=2&token=` + strings.Repeat("e", 300) + `"}`
	answer := func(body string) []byte {
		return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: %d\r\nX-Correlation-Id: c-1\r\nCache-Control: no-store\r\n\r\n%s", len(body), body)
	}
	return []Case{
		{
			Name: "eCom initiate", Contract: "ecom.v2",
			Request: fmt.Appendf(nil, "POST /ecomm/v2/payments HTTP/1.1\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", auth, len(initiate), initiate),
			Answer:  answer(initiated),
		},
		{
			Name: "eCom details", Contract: "ecom.v2",
			Request: []byte("GET /ecomm/v2/payments/bench-order-1/details HTTP/1.1\r\n" + auth + "\r\n"),
			Answer:  answer(details),
		},
	}
}
