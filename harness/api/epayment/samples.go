package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/api"
)

// samples are requests of every operation.
func samples() []api.Sample {
	key := map[string]string{"Idempotency-Key": "{key}"}
	const at = "/epayment/v1/payments/{order}"
	change := func(operation, act string, need api.Need) api.Sample {
		return api.Sample{
			Operation: operation, Needs: need, Target: at + "/" + act, Header: key,
			Body:  `{"modificationAmount":{"currency":"NOK","value":100}}`,
			Bound: []string{"/modificationAmount/"}, // the payment's currency, and what is left
		}
	}
	return append(creations(), []api.Sample{
		{Operation: "getPayment", Needs: api.ApprovedPayment, Target: at},
		{Operation: "getPaymentEventLog", Needs: api.ApprovedPayment, Target: at + "/events"},
		change("capturePayment", "capture", api.ApprovedPayment),
		change("refundPayment", "refund", api.CapturedPayment),
		{
			Operation: "cancelPayment", Needs: api.AskedPayment, Spends: true, Target: at + "/cancel", Header: key,
			Body: `{"cancelTransactionOnly":true}`,
		},
		{
			Operation: "forceApprove", Needs: api.AskedPayment, Spends: true,
			Target: "/epayment/v1/test/payments/{order}/approve",
			Body:   `{"customer":{"phoneNumber":"47{phone}"},"token":"{link-token}"}`,
			Bound:  []string{"", "/customer/", "/token"}, // somebody who is there
		},
	}...)
}

// creations start a payment in each way that shows other members.
func creations() []api.Sample {
	const target = "/epayment/v1/payments"
	key := map[string]string{"Idempotency-Key": "{key}"}
	return []api.Sample{
		{
			Operation: "createPayment", Target: target, Header: key, Body: webCreation,
			// The unit's currency and least amount, and what goes with which flow.
			Bound: []string{"/amount/currency", leastAmount, passthroughOnly, "/returnUrl"},
		},
		{
			Operation: "createPayment", Target: target, Header: key, Able: true, Body: qrCreation,
			Bound: []string{"/amount/currency", leastAmount, "/userFlow", "/paymentMethod/type"},
		},
		{
			Operation: "createPayment", Target: target, Header: key, Able: true, Body: expressCreation,
			Bound: []string{
				"/amount/currency", leastAmount, "/userFlow", "/paymentMethod/type", "/returnUrl", "/profile", "/profile/",
				"/shipping/fixedOptions", "/shipping/fixedOptions/0/options/0/amount/currency",
			},
		},
	}
}

const (
	// A unit sells for at least 1.00 NOK, and the last kind of payment is for
	// payment service providers.
	leastAmount     = "/amount/value: the least that may be"
	passthroughOnly = "/paymentMethod/type: the word " + passthrough

	webCreation = `{"amount":{"currency":"NOK","value":49900},"customer":{"phoneNumber":"4791234567"},"minimumUserAge":18,` +
		`"customerInteraction":"CUSTOMER_NOT_PRESENT","paymentMethod":{"type":"WALLET"},"profile":{"scope":"name email"},` +
		`"industryData":{"airlineData":{"agencyInvoiceNumber":"123456","airlineCode":"074","airlineDesignatorCode":"KL",` +
		`"passengerName":"NORDMANN/KARI MS","ticketNumber":"123-1234-1234-1234-1"}},` +
		`"reference":"{fresh}","returnUrl":"https://shop.example/done","userFlow":"WEB_REDIRECT","paymentDescription":"Two mugs",` +
		`"metadata":{"shelf":"7","colour":"blue"},"receiptUrl":"https://shop.example/receipts/7",` +
		`"receipt":{"orderLines":[{"name":"Mug","id":"mug","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,` +
		`"taxRate":2500,"unitInfo":{"unitPrice":24950,"quantity":"2","quantityUnit":"PCS"},"discount":100,` +
		`"productUrl":"https://shop.example/mug","isReturn":false,"isShipping":false}],` +
		`"bottomLine":{"currency":"NOK","tipAmount":0,"posId":"till-1","receiptNumber":"0527013501",` +
		`"paymentSources":{"giftCard":0,"card":0,"voucher":0,"cash":0},"barcode":{"format":"EAN-13","data":"4012345678901"}}}}`

	qrCreation = `{"amount":{"currency":"NOK","value":49900},"customerInteraction":"CUSTOMER_PRESENT","paymentMethod":{"type":"WALLET"},` +
		`"reference":"{fresh}","userFlow":"QR","qrFormat":{"format":"IMAGE/PNG","size":512},"paymentDescription":"Two mugs"}`

	expressCreation = `{"amount":{"currency":"NOK","value":49900},"paymentMethod":{"type":"WALLET"},` +
		`"profile":{"scope":"name address email phoneNumber"},"reference":"{fresh}","returnUrl":"https://shop.example/done",` +
		`"userFlow":"WEB_REDIRECT","shipping":{"fixedOptions":[{"isDefault":true,"priority":1,"type":"HOME_DELIVERY","brand":"POSTEN",` +
		`"options":[{"id":"home","isDefault":true,"amount":{"currency":"NOK","value":4900},"name":"To your door","priority":1,` +
		`"meta":"between 17 and 21","estimatedDelivery":"in 2 days"}]}]}}`
)

// tolerances are mistakes that ePayment is not held to refuse.
func tolerances() []api.Lenience {
	return []api.Lenience{
		api.SystemNames(),
		{Rule: "content-type.", Why: "nobody says that the body is not read whatever it calls itself"},
		{Rule: "schema.type", In: harness.PartBody, Pointer: "/customer/phoneNumber",
			Why: "official examples send the number as a JSON number too"},
		{Rule: "schema.additionalProperties", In: harness.PartBody, Pointer: "/customer/",
			Why: "the document closes no variant: the overlay does, to tell them apart"},
	}
}
