package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What public integrations of Checkout v3 send, with values of our own: which
// fields stand where, and which headers go with them.
//
// Sources: the official plug-in for WooCommerce, github.com/vippsas/vipps-woocommerce
// @c960c0d, payment/VippsApi.class.php and payment/VippsCheckout.class.php; the public
// Postman collection, whose bodies are the examples of the published document of
// 2025-10; the tests of github.com/coretrekas/vipps @e8a03c6.

const shopSession = "/checkout/v3/session"

// wooOrder is an order as WooCommerce writes it: both references, order lines
// with a rate in hundredths, ways to ship in the new form, Klarna in lower case.
func wooOrder(reference string) string {
	return fmt.Sprintf(`{"type":"PAYMENT","reference":"%[1]s","merchantInfo":{"callbackUrl":"https://shop.example/wc-api/cb?id=7","returnUrl":"https://shop.example/wait?id=7",`+
		`"callbackAuthorizationToken":"a-token-made-by-the-shop-77","termsAndConditionsUrl":"https://shop.example/terms"},`+
		`"transaction":{"amount":{"value":49900,"currency":"NOK"},"reference":"%[1]s","paymentDescription":"Order 77 at the honey shop",`+
		`"orderSummary":{"orderLines":[{"name":"A pot of honey","id":"honey","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,"taxRate":2500,`+
		`"unitInfo":{"unitPrice":24950,"quantity":"2","quantityUnit":"PCS"},"discount":0,"productUrl":"https://shop.example/honey","isReturn":false,"isShipping":false}],`+
		`"orderBottomLine":{"currency":"NOK","giftCardAmount":null,"tipAmount":null,"terminalId":null}}},`+
		`"logistics":{"dynamicOptionsCallback":"https://shop.example/wc-api/ship?id=7","fixedOptions":[`+
		`{"isDefault":true,"priority":0,"amount":{"value":4900,"currency":"NOK"},"id":"flat_rate:1","brand":"POSTEN","type":"MAILBOX","title":"To the mailbox","description":"Two days"},`+
		`{"isDefault":false,"priority":1,"amount":{"value":0,"currency":"NOK"},"id":"local_pickup:2","brand":"OTHER","title":"Pick up at the shop"}]},`+
		`"prefillCustomer":{"firstName":"Kari","lastName":"Bie","email":"kari@shop.example","phoneNumber":"4791234567","streetAddress":"Bikuben 1","city":"Oslo","postalCode":"0155","country":"NO"},`+
		`"configuration":{"customerInteraction":"CUSTOMER_NOT_PRESENT","elements":"Full","userFlow":"WEB_REDIRECT","requireUserInfo":true,`+
		`"countries":{"supported":["NO","SE","DK","FI"]},"customConsent":{"text":"I have read the [terms](https://shop.example/terms)","required":true},"showOrderSummary":true,`+
		`"externalPaymentMethods":[{"paymentMethod":"klarna","redirectUrl":"https://shop.example/klarna?id=7"}]}}`, reference)
}

// postmanOrder is the collection's order for a payment, subscription its order
// for a subscription.
const postmanOrder = `{"type":"PAYMENT","reference":"postman-honey-1","transaction":{"amount":{"value":1000,"currency":"NOK"},"reference":"postman-honey-1","paymentDescription":"A pot of honey"},` +
	`"logistics":{"dynamicOptionsCallback":"https://shop.example/ship","fixedOptions":[` +
	`{"brand":"POSTEN","amount":{"value":300,"currency":"NOK"},"id":"parcel1","priority":1,"isDefault":true},` +
	`{"brand":"POSTEN","amount":{"value":300,"currency":"NOK"},"type":"PICKUP_POINT","id":"parcel2","priority":2,"isDefault":false}]},` +
	`"prefillCustomer":{"firstName":"Ola","lastName":"Bie","email":"ola@shop.example","phoneNumber":"+4798765432","streetAddress":"Bikuben 2","city":"Oslo","postalCode":"0155","country":"NO"},` +
	`"merchantInfo":{"callbackUrl":"https://shop.example/cb","returnUrl":"https://shop.example/back","callbackAuthorizationToken":"0d6f9c1e-0f5a-4c55-8d0e-6f8a1b2c3d4e","termsAndConditionsUrl":"https://shop.example/terms"},` +
	`"configuration":{"customerInteraction":"CUSTOMER_NOT_PRESENT","elements":"Full","countries":{"supported":["NO","SE","DK"]}}}`

const postmanSubscription = `{"type":"SUBSCRIPTION","reference":"postman-honey-2","transaction":{"amount":{"value":1000,"currency":"NOK"},"reference":"postman-honey-2","paymentDescription":"The first pot of honey"},` +
	`"subscription":{"productName":"Honey for ever","amount":{"value":2000,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantAgreementUrl":"https://shop.example/honey",` +
	`"productDescription":"A pot of honey every month","campaign":{"type":"PERIOD_CAMPAIGN","period":{"unit":"WEEK","count":1},"price":100}},` +
	`"merchantInfo":{"callbackUrl":"https://shop.example/cb","returnUrl":"https://shop.example/back","callbackAuthorizationToken":"0d6f9c1e-0f5a-4c55-8d0e-6f8a1b2c3d4e"},` +
	`"configuration":{"customerInteraction":"CUSTOMER_NOT_PRESENT","elements":"Full"}}`

// checkoutCalls are the calls of one integration, in their order.
func checkoutCalls(integration string) []sdkCall {
	if integration == "Postman" {
		return []sdkCall{
			{name: "create a payment", method: "POST", path: shopSession, body: postmanOrder, status: 200, operation: "createSession"},
			{name: "poll", method: "GET", path: shopSession + "/postman-honey-1", status: 200, operation: "getSession"},
			{name: "create a subscription", method: "POST", path: shopSession, body: postmanSubscription, status: 200, operation: "createSession"},
			{name: "expire", method: "POST", path: shopSession + "/postman-honey-2/expire", status: 200, operation: "expireSession"},
		}
	}
	const first, second = "00woo-honey-77", "00woo-honey-78"
	key := func(value string) map[string]string { return map[string]string{"Idempotency-Key": value} }
	// The plug-in asks for as much as the cart says after every change, and sends
	// the ways to ship with it.
	change := `{"transaction":{"amount":{"value":29900,"currency":"NOK"},"paymentDescription":"Order 77 at the honey shop",` +
		`"orderSummary":{"orderLines":[{"name":"A pot of honey","id":"honey","totalAmount":29900,"totalAmountExcludingTax":23920,"totalTaxAmount":5980,"taxRate":2500}],"orderBottomLine":{"currency":"NOK"}}},` +
		`"logisticOptions":[{"isDefault":true,"priority":0,"amount":{"value":5900,"currency":"NOK"},"id":"flat_rate:1","brand":"BRING","title":"To the door","delivery":{"leadTime":{"earliest":"2030-01-07","latest":"2030-01-09"}}}]}`
	return []sdkCall{
		{name: "create", method: "POST", path: shopSession, body: wooOrder(first), header: key("key-of-77"), status: 200, operation: "createSession"},
		{name: "create, once more", method: "POST", path: shopSession, body: wooOrder(first), header: key("key-of-77"), status: 200, operation: "createSession"},
		{name: "poll", method: "GET", path: shopSession + "/" + first, status: 200, operation: "getSession"},
		{name: "change the cart", method: "PATCH", path: shopSession + "/" + first, body: change, header: key("key-of-a-change"), status: 200, operation: "updateSession"},
		{name: "create another", method: "POST", path: shopSession, body: wooOrder(second), header: key("key-of-78"), status: 200, operation: "createSession"},
		{name: "give it up", method: "POST", path: shopSession + "/" + second + "/expire", header: key("key-of-an-end"), status: 200, operation: "expireSession"},
		{name: "poll what is over", method: "GET", path: shopSession + "/" + second, status: 200, operation: "getSession"},
	}
}

// checkoutHeaders are those of every call. The plug-in also sends a token, which
// Checkout does not look at.
func checkoutHeaders(integration string) map[string]string {
	h := map[string]string{
		"Content-Type": "application/json", "client_id": "11111111-2222-4333-8444-555555555555", "client_secret": "c2FuZGJveC1zZWNyZXQtMDE=",
		"Ocp-Apim-Subscription-Key": "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d", "Merchant-Serial-Number": "123456",
		"Vipps-System-Name": "honey-shop", "Vipps-System-Version": "3.1.2", "Vipps-System-Plugin-Name": "honey-checkout", "Vipps-System-Plugin-Version": "4.5.6",
	}
	if integration != "Postman" {
		h["Authorization"] = "Bearer a-token-that-nobody-looks-at"
	}
	return h
}

// What public integrations send conforms, and succeeds.
func TestProxyBeforeIntegrationsOfCheckout(t *testing.T) {
	t.Parallel()
	for _, integration := range []string{"WooCommerce", "Postman"} {
		t.Run(integration, func(t *testing.T) {
			t.Parallel()
			calls := map[string]int{}
			r := throughProxy(t, func(base string) {
				for _, c := range checkoutCalls(integration) {
					c.send(t, base, checkoutHeaders(integration), map[string]string{})
					calls[c.operation]++
				}
			})
			assert.Zero(t, r.Totals.Findings.Error, "%v", allShown(r.Findings))
			for _, op := range r.Operations {
				if n := calls[op.Operation]; n > 0 {
					assert.Equal(t, n, op.OK, op.Operation)
					delete(calls, op.Operation)
				}
			}
			assert.Empty(t, calls, "operations that nobody saw")
		})
	}
}
