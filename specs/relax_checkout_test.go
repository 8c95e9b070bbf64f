package specs_test

import "strings"

const (
	checkoutMerchant = `"merchantInfo":{"callbackUrl":"https://shop.example/cb","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"t-1","termsAndConditionsUrl":null}`
	checkoutPayment  = `"transaction":{"amount":{"value":24900,"currency":"NOK"},"reference":"order-0001","paymentDescription":"One pair of socks"}`
	checkoutOptions  = `"logistics":{"dynamicOptionsCallback":"https://shop.example/ship","fixedOptions":[{"brand":"POSTEN","type":"MAILBOX","id":"mail","priority":0,"isDefault":true,"amount":{"value":4900,"currency":"NOK"}},{"brand":"OTHER","title":"Collect","id":"collect","priority":1,"isDefault":false,"amount":{"value":0,"currency":"NOK"}}]}`
	checkoutSession  = `{"type":"PAYMENT","reference":"order-0001",` + checkoutMerchant + `,` + checkoutPayment + `,` + checkoutOptions + `}`
	checkoutMonthly  = `{"type":"SUBSCRIPTION","reference":"order-0001",` + checkoutMerchant + `,"subscription":{"productName":"Socks","amount":{"value":2000,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantAgreementUrl":"https://shop.example/a","campaign":{"type":"PERIOD_CAMPAIGN","price":100,"period":{"unit":"WEEK","count":1}}}}`
	checkoutPaid     = `{"sessionId":"q1","merchantSerialNumber":"123456","reference":"order-0001","sessionState":"PaymentSuccessful","paymentMethod":"Wallet","paymentDetails":{"type":"Wallet","amount":{"value":29800,"currency":"NOK"},"state":"AUTHORIZED","aggregate":{"authorizedAmount":{"value":29800,"currency":"NOK"}}},"shippingDetails":{"city":"Oslo","shippingMethodId":"mail","amount":{"value":4900,"currency":"NOK"}}}`
	checkoutDao      = `{"brand":"DAO","id":"dao","priority":0,"isDefault":true,"amount":{"value":4900,"currency":"DKK"}`

	oldSession = `{"merchantInfo":{"callbackPrefix":"https://shop.example","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"t-1"},"transaction":{"amount":{"value":24900,"currency":"NOK"},"reference":"order-0001","paymentDescription":"One pair of socks"},"logistics":{"fixedOptions":[{"brand":"posten","product":"Mailbox","id":"mail","priority":0,"isDefault":true,"amount":{"value":4900,"currency":"NOK"}}]},"contactFields":true,"addressFields":true,"userFlow":"WEB_REDIRECT"}`
	oldPaid    = `{"sessionId":"q1","merchantSerialNumber":"123456","reference":"order-0001","sessionState":"PaymentSuccessful","paymentMethod":"Wallet","paymentDetails":{"amount":{"value":29800,"currency":"NOK"},"state":"AUTHORISED"},"shippingDetails":{"region":"Oslo"}}`
	oldPolled  = `{"sessionId":"q1","reference":"order-0001","sessionState":"SessionStarted","paymentMethod":"Wallet","paymentDetails":{"amount":{"value":29800,"currency":"NOK"},"state":"AUTHORISED","aggregate":{"authorizedAmount":{"value":29800,"currency":"NOK"}}}}`
)

// checkoutBodies hold under the contract of Checkout v3.
var checkoutBodies = []body{
	{name: "a payment", schema: "InitiateSessionRequest", published: true, body: checkoutSession},
	{name: "a subscription", schema: "InitiateSessionRequest", published: true, body: checkoutMonthly},
	{name: "nulls wherever they may stand", schema: "InitiateSessionRequest", published: true, body: `{"type":"PAYMENT","reference":null,` + checkoutMerchant + `,"transaction":{"amount":{"value":0,"currency":"NOK"},"reference":null,"paymentDescription":"abc","orderSummary":null},"logistics":null,"prefillCustomer":null,"configuration":{"customerInteraction":null,"elements":null,"countries":null,"userFlow":null,"customConsent":null,"externalPaymentMethods":null}}`},
	{name: "a paid session", schema: "SessionResponse", published: true, body: checkoutPaid},
	{name: "a session that nobody has paid", schema: "SessionResponse", published: true, body: `{"sessionId":"q1","reference":"order-0001","sessionState":"SessionCreated","paymentMethod":null,"paymentDetails":null,"shippingDetails":null,"billingDetails":null,"userInfo":null,"subscriptionDetails":null}`},
	{name: "an order summary", schema: "OrderSummary", published: true, body: `{"orderLines":[{"name":"Socks","id":"1","totalAmount":100,"totalAmountExcludingTax":80,"totalTaxAmount":20,"taxRate":2500,"unitInfo":null,"discount":null}],"orderBottomLine":{"currency":"NOK","paymentSources":null}}`},
	{name: "an update", schema: "UpdateSessionRequest", published: true, body: `{"transaction":{"amount":{"value":5000,"currency":"NOK"},"paymentDescription":"More socks"},"logisticOptions":null}`},
	{name: "DAO with a word", schema: "LogisticsOption", body: checkoutDao + `,"type":"PICKUP_POINT"}`},
	{name: "an unknown session", schema: "CheckoutProblemDetails", body: `{"errorCode":"Session-00100","title":"Session expired or not known.","status":404}`},
	{name: "Klarna as the plug-in has it", schema: "CheckoutConfig", body: `{"externalPaymentMethods":[{"paymentMethod":"klarna","redirectUrl":"https://shop.example/k"}]}`},
	{name: "an answer of the gateway", schema: "GatewayError", body: `{"statusCode":401,"message":"no key"}`},
}

// checkoutRefusals are what the overlay has no reason to allow.
var checkoutRefusals = []body{
	{name: "a brand within a word", schema: "LogisticsOption", body: strings.Replace(checkoutDao, "DAO", "xDAOx", 1) + `}`},
	{name: "a brand that is gone", schema: "LogisticsOption", body: strings.Replace(checkoutDao, "DAO", "INSTABOX", 1) + `}`},
	{name: "an option without a price", schema: "LogisticsOption", body: `{"brand":"PORTERBUDDY","id":"p","priority":0,"isDefault":true}`},
	{name: "a mailbox of POSTNORD", schema: "LogisticsOption", body: strings.Replace(checkoutDao, "DAO", "POSTNORD", 1) + `,"type":"MAILBOX"}`},
	{name: "a session without its kind", schema: "InitiateSessionRequest", body: strings.Replace(checkoutSession, `"type":"PAYMENT",`, "", 1)},
	{name: "a subscription without one", schema: "InitiateSessionRequest", body: strings.Replace(checkoutSession, "PAYMENT", "SUBSCRIPTION", 1)},
	{name: "an amount of null", schema: "Amount", body: `{"value":null,"currency":"NOK"}`},
	{name: "a transaction of null", schema: "InitiatePaymentSessionRequest", body: `{"type":"PAYMENT",` + checkoutMerchant + `,"transaction":null}`},
	{name: "a problem without a code", schema: "CheckoutProblemDetails", body: `{"title":"t"}`},
	{name: "a state of version 2", schema: "SessionResponse", body: strings.Replace(checkoutPaid, "AUTHORIZED", "AUTHORISED", 1)},
}

// oldCheckoutBodies hold under the contract of Checkout v2.
var oldCheckoutBodies = []body{
	{name: "a session", schema: "InitiateSessionRequest", published: true, body: oldSession},
	{name: "nulls wherever they may stand", schema: "InitiateSessionRequest", published: true, body: strings.Replace(oldSession, `"logistics":{"fixedOptions":[{"brand":"posten","product":"Mailbox","id":"mail","priority":0,"isDefault":true,"amount":{"value":4900,"currency":"NOK"}}]}`, `"logistics":null,"prefillCustomer":null`, 1)},
	{name: "what is sent", schema: "PaymentCallbackRequestDto", published: true, body: oldPaid},
	{name: "what is polled", schema: "GetSessionResponse", published: true, body: oldPolled},
	{name: "a session that nobody has paid", schema: "GetSessionResponse", published: true, body: `{"sessionId":"q1","reference":"order-0001","sessionState":"SessionStarted","paymentMethod":null,"paymentDetails":null,"userDetails":null,"shippingDetails":null,"billingDetails":null}`},
	{name: "an answer of the gateway", schema: "GatewayError", body: `{"statusCode":401,"message":"no key"}`},
}

// oldCheckoutRefusals are what the overlay has no reason to allow.
var oldCheckoutRefusals = []body{
	{name: "a session without a word on its forms", schema: "InitiateSessionRequest", body: strings.Replace(oldSession, `"contactFields":true,`, "", 1)},
	{name: "an option without its product", schema: "LogisticsOption", body: `{"brand":"posten","id":"mail","amount":{"currency":"NOK"}}`},
	{name: "a state of version 3", schema: "PaymentCallbackRequestDto", body: strings.Replace(oldPaid, "AUTHORISED", "AUTHORIZED", 1)},
	{name: "a transaction of null", schema: "InitiateSessionRequest", body: `{"transaction":null}`},
}
