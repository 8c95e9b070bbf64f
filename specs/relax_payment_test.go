package specs_test

const (
	someAmount         = `{"currency":"NOK","value":100}`
	someAggregate      = `{"authorizedAmount":` + someAmount + `,"cancelledAmount":` + someAmount + `,"capturedAmount":` + someAmount + `,"refundedAmount":` + someAmount + `}`
	someCreate         = `{"amount":` + someAmount + `,"paymentMethod":{"type":"WALLET"},"reference":"order-0001","userFlow":"WEB_REDIRECT"`
	someEvent          = `{"reference":"order-0001","pspReference":"1","amount":` + someAmount + `,"timestamp":"2024-02-01T10:00:00.1234567Z","success":true`
	someDelivery       = someEvent + `,"msn":"123456","name":"AUTHORIZED"`
	someAgreementEvent = `{"agreementId":"agr_1","agreementUUID":"9c2ca95c-245f-4a2e-aab2-4a08eb78e6fb","occurred":"2026-01-04T00:00:00Z","msn":"123456"`
	someChargeEvent    = `{"agreementId":"agr_1","chargeId":"chr-1","amount":100,"chargeType":"RECURRING","currency":"NOK","occurred":"2026-01-04T00:00:00Z","amountCaptured":100,"amountCanceled":0,"amountRefunded":0`
	someAddress        = `{"addressLine1":"a","city":"c","country":"NO","postCode":"0001"}`
	someShipping       = `{"address":` + someAddress + `,"shippingCost":0,"shippingOptionId":"i","shippingOptionName":"n"}`
	someCustomer       = `{"email":"a@b.example","firstName":"A","lastName":"B","mobileNumber":"4712345678","dateOfBirth":"1988-12-03","addresses":[` + someAddress + `]}`
)

// epaymentBodies are of ePayment v1.
var epaymentBodies = []body{
	{"the smallest create", "CreatePaymentRequest", true, someCreate + `}`},
	{"create with nearly all there is", "CreatePaymentRequest", true, someCreate + `,"minimumUserAge":18,"customerInteraction":"CUSTOMER_PRESENT",
		"profile":{"scope":"name"},"returnUrl":"https://shop.example","expiresAt":"2024-02-01T10:00:00Z","qrFormat":{"format":"IMAGE/PNG","size":100},
		"paymentDescription":"abc","metadata":{"a":"b"},"receipt":{"orderLines":[{"name":"n","id":"i","totalAmount":1,"totalAmountExcludingTax":1,"totalTaxAmount":0,
		"unitInfo":{"unitPrice":1,"quantity":"1.5"}}],"bottomLine":{"currency":"NOK"}},"shipping":{"fixedOptions":[{"type":"MAILBOX","brand":"POSTEN",
		"options":[{"id":"i","amount":` + someAmount + `,"name":"n"}]}]}}`},
	{"create for a telephone number", "CreatePaymentRequest", false, someCreate + `,"customer":{"phoneNumber":"4712345678"}}`},
	{"create for a personal QR code", "CreatePaymentRequest", false, someCreate + `,"customer":{"personalQr":"https://qr.example/1"}}`},
	{"create for a customer's token", "CreatePaymentRequest", false, someCreate + `,"customer":{"customerToken":"abc"}}`},
	{"create of a payment service provider", "CreatePaymentRequest", false,
		`{"amount":{"currency":"SEK","value":100},"paymentMethod":{"type":"CARD_PASSTHROUGH"},"reference":"order-0001","userFlow":"WEB_REDIRECT","cardPassthrough":{"a":1}}`},
	{"approve for a telephone number", "ForceApprove", false, `{"customer":{"phoneNumber":"4712345678"}}`},
	{"approve by token", "ForceApprove", true, `{"token":"abc"}`},
	{"a payment", "GetPaymentResponse", true, `{"aggregate":` + someAggregate + `,"amount":` + someAmount + `,"state":"AUTHORIZED","paymentMethod":{"type":"WALLET","cardBin":"123456"},
		"profile":{"sub":"s"},"pspReference":"p","reference":"order-0001","shippingDetails":` + someShipping + `,"userDetails":` + someCustomer + `}`},
	{"a payment made through eCom", "GetPaymentResponse", false, `{"aggregate":` + someAggregate + `,"amount":` + someAmount + `,"state":"AUTHORIZED","paymentMethod":{"type":"WALLET"},
		"profile":{},"pspReference":"p","reference":"o-1"}`},
	{"a capture's answer", "ModificationResponse", true,
		`{"amount":` + someAmount + `,"state":"AUTHORIZED","aggregate":` + someAggregate + `,"pspReference":"p","reference":"order-0001"}`},
	{"an event as the schema wants it", "PaymentEvent", true, someEvent + `,"name":"CREATED","paymentAction":"CREATED"}`},
	{"an event as it comes", "PaymentEvent", false, someEvent + `,"name":"CREATED","idempotencyKey":null}`},
	{"a serial number of seven digits", "MSN", true, `"1234567"`},
	{"a serial number of ten digits", "MSN", false, `"1234567890"`},
	{"a problem", "Problem", true, `{"type":"https://httpstatuses.io/400","title":"t","status":400,"traceId":"1","instance":"/v1/payments/order-0001","extraDetails":[{"name":"n","reason":"r"}]}`},
	{"an address as the schema wants it", "DynamicShippingGroupsRequest", true, `{"reference":"order-0001","AddressLine1":"a","AddressLine2":null,"City":"c","PostCode":"0001","Country":"NO"}`},
	{"an address as the guide has it", "DynamicShippingGroupsRequest", false, `{"Reference":"order-0001","AddressLine1":"a","City":"c","PostCode":"0001","Country":"NO"}`},
	{"an address as a plugin reads it", "DynamicShippingGroupsRequest", false, `{"reference":"order-0001","addressLine1":"a","city":"c","postCode":"0001","country":"NO"}`},
	{"an error of the gateway", "GatewayError", false, `{"statusCode":401,"message":"m"}`},
	{"an error of the gateway, as eCom describes it", "GatewayError", false, `{"responseInfo":{"responseCode":401,"responseMessage":"m"},"result":{"message":"m"}}`},
	{"an error of the gateway, in capitals", "GatewayError", false, `{"ResponseInfo":{"ResponseMessage":"m"}}`},
	{"a problem as plain JSON", "GatewayError", false, `{"type":"https://httpstatuses.io/403","title":"t","status":403,"traceId":"1"}`},
}

// epaymentRefusals are what its overlay has no reason to allow.
var epaymentRefusals = []body{
	{"two ways to name the customer", "Customer", false, `{"phoneNumber":"4712345678","personalQr":"https://qr.example/1"}`},
	{"three ways to name the customer", "Customer", false, `{"phoneNumber":"4712345678","personalQr":"https://qr.example/1","customerToken":"t"}`},
	{"no way to name the customer", "Customer", false, `{}`},
	{"a telephone number with a plus", "Customer", false, `{"phoneNumber":"+4712345678"}`},
	{"a telephone number without a country", "Customer", false, `{"phoneNumber":"12345678"}`},
	{"a reference of seven characters in a request", "CreatePaymentRequest", false, `{"amount":` + someAmount + `,"paymentMethod":{"type":"WALLET"},"reference":"order-1","userFlow":"QR"}`},
	{"a reference of 65 characters", "KnownReference", false, `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"`},
	{"an event without a name", "PaymentEvent", false, someEvent + `,"paymentAction":"CREATED"}`},
	{"a state that does not exist", "State", false, `"CAPTURED"`},
	{"an address of two spellings", "DynamicShippingGroupsRequest", false, `{"reference":"order-0001","AddressLine1":"a","city":"c","PostCode":"0001","Country":"NO"}`},
	{"a serial number of eleven digits", "MSN", false, `"12345678901"`},
	{"an object that is no error", "GatewayError", false, `{"reference":"order-0001"}`},
}

// webhooksBodies are of Webhooks v1.
var webhooksBodies = []body{
	{"a registration", "RegisterRequest", true, `{"url":"https://shop.example","events":["epayments.payment.created.v1"]}`},
	{"its answer", "RegisterResponse", true, `{"id":"11111111-2222-4333-8444-555555555555","secret":"s"}`},
	{"the registrations", "QueryResponse", true, `{"webhooks":[{"id":"11111111-2222-4333-8444-555555555555","url":"https://shop.example","events":["a"]}]}`},
	{"a problem", "ProblemDetails", true, `{"type":null,"title":"t","status":400,"detail":"d","instance":"/v1/webhooks","traceId":"1","extraDetails":[{"name":"url","reason":"r"}]}`},
	{"a problem with a new member", "ProblemDetails", false, `{"title":"t","status":400,"hint":"h"}`},
	{"a delivery", "PaymentEvent", false, someDelivery + `}`},
	{"a delivery with all there is", "PaymentEvent", false, someDelivery + `,"idempotencyKey":null,"shippingDetails":` + someShipping + `,"userDetails":` + someCustomer + `,
		"sub":"s","profile":{"sub":"s"},"captureGuaranteedUntil":"2026-09-01T10:00:00+02:00"}`},
	{"a delivery on an agreement", "AgreementEvent", false, someAgreementEvent + `,"eventType":"recurring.agreement-stopped.v1","actor":"ADMIN","agreementExternalId":null}`},
	{"a delivery on a charge", "ChargeEvent", false, someChargeEvent + `,"msn":"123456","eventType":"recurring.charge-captured.v1"}`},
	{"a delivery on a charge with all there is", "ChargeEvent", false, someChargeEvent + `,"msn":"123456","eventType":"recurring.charge-failed.v1","chargeExternalId":"e","transactionId":"5001419121",
		"failureCode":70001,"failureReason":"charge_amount_too_high","failureText":null}`},
	{"a delivery on a charge that was never created", "ChargeCreationEvent", false,
		`{"agreementId":"agr_1","chargeId":"acme-1","occurred":"2026-01-04T00:00:00Z","eventType":"recurring.charge-creation-failed.v1","failureCode":"70001"}`},
	{"a delivery of another API", "OtherEvent", false, `{"customerToken":"t","merchantQrId":"q"}`},
	{"an error of the gateway", "GatewayError", false, `{"statusCode":401,"message":"m"}`},
}

// webhooksRefusals are what its overlay has no reason to allow.
var webhooksRefusals = []body{
	{"a registration for no URL", "RegisterRequest", false, `{"events":["a"]}`},
	{"a delivery under a name that no event has", "PaymentEvent", false, someEvent + `,"msn":"123456","name":"PAID"}`},
	{"a delivery that does not say whether it went well", "PaymentEvent", false,
		`{"reference":"order-0001","pspReference":"1","amount":` + someAmount + `,"timestamp":"2024-02-01T10:00:00Z","msn":"123456","name":"CREATED"}`},
	{"a delivery with the serial number as a number", "PaymentEvent", false, someEvent + `,"msn":123456,"name":"CREATED"}`},
	{"a delivery on an agreement that does not say when", "AgreementEvent", false, `{"agreementId":"agr_1","agreementUUID":"u","msn":"123456","eventType":"recurring.agreement-activated.v1"}`},
	{"a delivery on a charge with two l", "ChargeEvent", false, someChargeEvent + `,"msn":"123456","eventType":"recurring.charge-cancelled.v1"}`},
	{"a delivery on a charge of no merchant", "ChargeEvent", false, someChargeEvent + `,"eventType":"recurring.charge-captured.v1"}`},
	{"a delivery of Recurring that nobody knows", "RecurringEvent", false, `{"agreementId":"agr_1","eventType":"recurring.charge-due.v1"}`},
	{"a delivery that is a list", "OtherEvent", false, `[]`},
}
