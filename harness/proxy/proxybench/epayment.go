package proxybench

import (
	"fmt"
	"strings"
)

// EPayment gives requests and answers of ePayment's shape and size: a payment
// created, and read.
func EPayment() []Case {
	head := sender("Authorization: Bearer "+strings.Repeat("t", 800), "Ocp-Apim-Subscription-Key: 0000000000000000", "Merchant-Serial-Number: 123456")
	creation := `{"amount":{"currency":"NOK","value":49900},"customer":{"phoneNumber":"4740000000"},"paymentMethod":{"type":"WALLET"},` +
		`"profile":{"scope":"name email phoneNumber"},"reference":"bench-payment-1","returnUrl":"https://shop.example/orders/done","userFlow":"WEB_REDIRECT",` +
		`"paymentDescription":"Two mugs","metadata":{"shelf":"7","colour":"blue"},` +
		`"receipt":{"orderLines":[{"name":"Mug","id":"mug","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,"taxRate":2500,` +
		`"unitInfo":{"unitPrice":24950,"quantity":"2","quantityUnit":"PCS"},"productUrl":"https://shop.example/mug"}],"bottomLine":{"currency":"NOK","posId":"till-1"}}}`
	created := `{"redirectUrl":"https://pay.example/dwo-api-application/v1/deeplink/vippsgateway?v=2&token=` + strings.Repeat("e", 300) + `","reference":"bench-payment-1"}`
	read := `{"aggregate":{"authorizedAmount":{"currency":"NOK","value":49900},"cancelledAmount":{"currency":"NOK","value":0},"capturedAmount":{"currency":"NOK","value":0},` +
		`"refundedAmount":{"currency":"NOK","value":0}},"amount":{"currency":"NOK","value":49900},"state":"AUTHORIZED","paymentMethod":{"type":"WALLET"},` +
		`"profile":{},"pspReference":"3263430342","redirectUrl":"https://pay.example/landing?token=` + strings.Repeat("e", 300) + `","reference":"bench-payment-1"}`
	return []Case{
		{
			Name: "ePayment create", Contract: "epayment.v1",
			Request: posted("/epayment/v1/payments", head+"Idempotency-Key: bench-1\r\n", creation),
			Answer:  answered(201, created),
		},
		{
			Name: "ePayment read", Contract: "epayment.v1",
			Request: []byte("GET /epayment/v1/payments/bench-payment-1 HTTP/1.1\r\n" + head + "\r\n"),
			Answer:  answered(200, read),
		},
	}
}

// Checkout gives requests and answers of Checkout's shape and size: a session
// with an order and ways of delivery opened, and one read.
func Checkout() []Case {
	head := sender("Client_id: 6042a57d-260d-5b27-3fae-7db600f804e1", "Client_secret: "+strings.Repeat("s", 24),
		"Ocp-Apim-Subscription-Key: 0000000000000000", "Merchant-Serial-Number: 123456")
	const option = `{"brand":"POSTEN","type":"MAILBOX","id":"mailbox-%[1]d","priority":%[1]d,"isDefault":%[2]t,"description":"tomorrow","title":"Mailbox","amount":{"value":4900,"currency":"NOK"}}`
	opening := `{"type":"PAYMENT","reference":"bench-session-1","merchantInfo":{"callbackUrl":"https://shop.example/calls","returnUrl":"https://shop.example/done",` +
		`"callbackAuthorizationToken":"a-token-of-our-own","termsAndConditionsUrl":"https://shop.example/terms"},` +
		`"transaction":{"amount":{"value":49900,"currency":"NOK"},"paymentDescription":"Two mugs",` +
		`"orderSummary":{"orderLines":[{"name":"Mug","id":"mug","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,` +
		`"taxRate":2500,"unitInfo":{"unitPrice":24950,"quantity":"2","quantityUnit":"PCS"},"discount":0,"productUrl":"https://shop.example/mug"}],` +
		`"orderBottomLine":{"currency":"NOK","receiptNumber":"0527013501"}}},` +
		`"logistics":{"fixedOptions":[` + fmt.Sprintf(option, 1, true) + "," + fmt.Sprintf(option, 2, false) + "," + fmt.Sprintf(option, 3, false) + `]},` +
		`"configuration":{"customerInteraction":"CUSTOMER_NOT_PRESENT","elements":"Full","countries":{"supported":["NO"]},"userFlow":"WEB_REDIRECT","showOrderSummary":true}}`
	opened := `{"token":"` + strings.Repeat("e", 240) + `","checkoutFrontendUrl":"https://pay.example/checkout/page?token=` + strings.Repeat("e", 240) + `",` +
		`"pollingUrl":"https://pay.example/checkout/v3/session/bench-session-1"}`
	const person = `{"firstName":"Kari","lastName":"Nordmann","email":"kari@example.com","phoneNumber":"4740000000","streetAddress":"Storgata 1","postalCode":"0155","city":"Oslo","country":"NO"}`
	const money = `{"value":49900,"currency":"NOK"}`
	read := `{"sessionId":"tjPuCtTrjSl--RMoqFJact","merchantSerialNumber":"123456","reference":"bench-session-1","sessionState":"PaymentSuccessful","paymentMethod":"Wallet",` +
		`"paymentDetails":{"type":"Wallet","amount":` + money + `,"state":"AUTHORIZED","aggregate":{"cancelledAmount":{"value":0,"currency":"NOK"},"capturedAmount":{"value":0,"currency":"NOK"},` +
		`"refundedAmount":{"value":0,"currency":"NOK"},"authorizedAmount":` + money + `}},"shippingDetails":` + person + `,"billingDetails":` + person + `}`
	return []Case{
		{
			Name: "Checkout open", Contract: "checkout.v3",
			Request: posted("/checkout/v3/session", head, opening),
			Answer:  answered(200, opened),
		},
		{
			Name: "Checkout read", Contract: "checkout.v3",
			Request: []byte("GET /checkout/v3/session/bench-session-1 HTTP/1.1\r\n" + head + "\r\n"),
			Answer:  answered(200, read),
		},
	}
}

// Violating gives a payment of ePayment that breaks its contract in five
// places: the same over and over, as the mistakes of software are, and each time
// another, of which nothing that is known of the others helps.
func Violating() []Case {
	c := violating(strings.Repeat("Two mugs. ", 12), "bench-1")
	const number = "(number)"
	differing := violating(strings.Repeat("Two mugs. ", 12)+number, number)
	differing.Name, differing.Number = "differing violations", number
	return []Case{c, differing}
}

// violating is such a payment with a description that is too long, and its key.
func violating(description, key string) Case {
	c := EPayment()[0]
	body := `{"amount":{"currency":"SEKK","value":"499.00"},"paymentMethod":{"type":"CASH"},"reference":"a b","userFlow":"WEB_REDIRECT","returnUrl":"https://shop.example/orders/done","paymentDescription":"` +
		description + `"}`
	head := sender("Authorization: Bearer "+strings.Repeat("t", 800), "Ocp-Apim-Subscription-Key: 0000000000000000", "Merchant-Serial-Number: 123456")
	c.Name, c.Request = "violating", posted("/epayment/v1/payments", head+"Idempotency-Key: "+key+"\r\n", body)
	return c
}

// sender is what every request carries, with some fields of its own.
func sender(fields ...string) string {
	return "Host: 127.0.0.1\r\n" + strings.Join(fields, "\r\n") +
		"\r\nVipps-System-Name: bench\r\nVipps-System-Version: 1.0\r\nVipps-System-Plugin-Name: bench-shop\r\nVipps-System-Plugin-Version: 2.0\r\nUser-Agent: bench/1\r\nAccept: application/json\r\n"
}

func posted(target, head, body string) []byte {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", target, head, len(body), body)
}

func answered(status int, body string) []byte {
	return fmt.Appendf(nil, "HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nX-Correlation-Id: c-1\r\nCache-Control: no-store\r\n\r\n%s", status, len(body), body)
}
