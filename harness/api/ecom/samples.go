package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/api"
)

// samples are requests of every operation.
func samples() []api.Sample {
	key := map[string]string{"X-Request-Id": "{key}"}
	const (
		at     = "/ecomm/v2/payments/{order}"
		change = `{"merchantInfo":{"merchantSerialNumber":"{msn}"},"transaction":{"amount":100,"transactionText":"One parcel"}}`
	)
	// Who the merchant is, and how much money is left.
	bound := []string{"/merchantInfo/merchantSerialNumber", "/merchantInfo", "/transaction", "/transaction/amount"}
	return append(initiations(), []api.Sample{
		{Operation: captureID, Needs: api.ApprovedPayment, Able: true, Target: at + "/capture", Header: key, Body: change, Bound: bound},
		{Operation: refundID, Needs: api.CapturedPayment, Target: at + "/refund", Header: key, Body: change, Bound: bound},
		{
			Operation: cancelID, Needs: api.ApprovedPayment, Spends: true, Target: at + "/cancel", Header: key, Bound: []string{"/merchantInfo/merchantSerialNumber"},
			Body: `{"merchantInfo":{"merchantSerialNumber":"{msn}"},"transaction":{"transactionText":"Sold out"},"shouldReleaseRemainingFunds":false}`,
		},
		{
			Operation: "integrationTestApprovePayment", Needs: api.AskedPayment, Spends: true, Target: "/ecomm/v2/integration-test/payments/{order}/approve",
			Body:  `{"customerPhoneNumber":"{phone}","token":"{link-token}"}`,
			Bound: []string{"/customerPhoneNumber", "/token"}, // somebody who is there
		},
		{Operation: detailsID, Needs: api.ApprovedPayment, Target: at + "/details"},
		{Operation: "getOrderStatusUsingGET", Needs: api.ApprovedPayment, Target: at + "/status"},
	}...)
}

// initiations start a payment in each way that shows other members.
func initiations() []api.Sample {
	const target = "/ecomm/v2/payments"
	return []api.Sample{
		{
			Operation: initiateID, Target: target, Header: map[string]string{"X-Request-Id": "{key}"}, Body: regularInitiation,
			// What goes together, and who the merchant is.
			Bound: []string{"/merchantInfo/merchantSerialNumber", "/merchantInfo/paymentType"},
		},
		{
			Operation: initiateID, Target: target, Able: true, Body: expressInitiation,
			Bound: []string{
				"/merchantInfo/merchantSerialNumber", "/merchantInfo/paymentType",
				"/merchantInfo/consentRemovalPrefix", "/merchantInfo/staticShippingDetails",
			},
		},
	}
}

const (
	regularInitiation = `{"customerInfo":{"mobileNumber":"91234567"},` +
		`"merchantInfo":{"authToken":"a-token-of-ours","callbackPrefix":"https://shop.example/calls","fallBack":"https://shop.example/done",` +
		`"isApp":false,"merchantSerialNumber":"{msn}","paymentType":"eComm Regular Payment"},` +
		`"transaction":{"amount":49900,"orderId":"{fresh}","transactionText":"Two mugs","skipLandingPage":false,"scope":"name",` +
		`"additionalData":{"passengerName":"NORDMANN/KARI MS","airlineCode":"074","airlineDesignatorCode":"KL",` +
		`"ticketNumber":"123-1234-1234","agencyInvoiceNumber":"123456"},"useExplicitCheckoutFlow":false}}`

	expressInitiation = `{"customerInfo":{},` +
		`"merchantInfo":{"callbackPrefix":"https://shop.example/calls","consentRemovalPrefix":"https://shop.example/consents",` +
		`"fallBack":"https://shop.example/done","merchantSerialNumber":"{msn}","paymentType":"eComm Express Payment",` +
		`"staticShippingDetails":[{"isDefault":"Y","priority":1,"shippingCost":49.5,"shippingMethod":"To your door","shippingMethodId":"home"}]},` +
		`"transaction":{"amount":49900,"orderId":"{fresh}","transactionText":"Two mugs"}}`
)

// tolerances are mistakes that eCom is not held to refuse, or fails at.
func tolerances() []api.Lenience {
	return []api.Lenience{
		api.SystemNames(),
		{Rule: "content-type.", Why: "nobody says that the body is not read whatever it calls itself"},
		{Rule: "schema.type", In: harness.PartBody, Fails: true, Why: "values of another kind end in a 500 (knowledge base on errors, 2023-11-07)"},
		{Rule: "schema.", In: harness.PartBody, Pointer: "/customerInfo/mobileNumber",
			Why: "numbers in another form are put right or left out (technical updates of 2022)"},
		{Rule: "header.missing", Pointer: "X-Request-Id", Why: "whether it must be there depends on the amount"},
	}
}
