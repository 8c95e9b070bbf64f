package checkout

import (
	"kontrakt/harness"
	"kontrakt/harness/api"
)

// samples are requests of every operation.
func samples() []api.Sample {
	const (
		sessions = "/checkout/v3/session"
		session  = sessions + "/{session}"
	)
	return append(openings(sessions), []api.Sample{
		{Operation: sessionID, Keys: true, Needs: api.OpenSession, Target: session},
		{Operation: updateID, Keys: true, Needs: api.OpenSession, Target: session, Body: amendment},
		{Operation: expireID, Keys: true, Needs: api.OpenSession, Spends: true, Target: session + "/expire"},
	}...)
}

// openings open a session in each way that shows other members.
func openings(target string) []api.Sample {
	var all []api.Sample
	for _, body := range []string{richOpening, subscriptionOpening("PERIOD_CAMPAIGN", `"period":{"unit":"WEEK","count":2}`),
		subscriptionOpening("PRICE_CAMPAIGN", `"end":"{in 3 days}T00:00:00Z"`),
		subscriptionOpening("EVENT_CAMPAIGN", `"eventDate":"{in 3 days}T00:00:00Z","eventText":"the fair"`)} {
		all = append(all, api.Sample{
			Operation: createID, Keys: true, Target: target, Header: map[string]string{"Idempotency-Key": "{key}"}, Body: body,
			Bound: []string{
				"/reference", "/transaction/amount/value", "/merchantInfo/returnUrl", // one reference, an amount, an address
			},
		})
	}
	return all
}

const (
	merchantInfo = `"merchantInfo":{"callbackUrl":"https://shop.example/calls","returnUrl":"https://shop.example/done",` +
		`"callbackAuthorizationToken":"a-token-of-ours","termsAndConditionsUrl":"https://shop.example/terms"}`
	summed = `"amount":{"value":49900,"currency":"NOK"},"paymentDescription":"Two mugs",` +
		`"orderSummary":{"orderLines":[{"name":"Mug","id":"mug","totalAmount":49900,"totalAmountExcludingTax":39920,"totalTaxAmount":9980,` +
		`"taxRate":2500,"unitInfo":{"unitPrice":24950,"quantity":"2","quantityUnit":"PCS"},"discount":100,` +
		`"productUrl":"https://shop.example/mug","isReturn":false,"isShipping":false}],` +
		`"orderBottomLine":{"currency":"NOK","tipAmount":0,"giftCardAmount":0,"terminalId":"till-1","receiptNumber":"0527013501",` +
		`"paymentSources":{"giftCard":0,"card":0,"voucher":0,"cash":0}}}`
	offers = `[{"brand":"POSTEN","type":"MAILBOX","id":"mailbox","priority":1,"isDefault":true,"description":"tomorrow","title":"Mailbox",` +
		`"taxRate":2500,"amount":{"value":4900,"currency":"NOK"},"delivery":{"leadTime":{"earliest":"2026-01-30","latest":"2026-01-31"}}}]`

	richOpening = `{"type":"PAYMENT","reference":"{fresh}",` + merchantInfo + `,"transaction":{` + summed + `},` +
		`"logistics":{"fixedOptions":` + offers + `},` +
		`"configuration":{"customerInteraction":"CUSTOMER_NOT_PRESENT","elements":"Full","countries":{"supported":["NO"]},` +
		`"userFlow":"WEB_REDIRECT","requireUserInfo":true,"customConsent":{"text":"News by e-mail","required":false},` +
		`"showOrderSummary":true}}`

	amendment = `{"transaction":{` + summed + `},"logisticOptions":` + offers + `}`
)

func subscriptionOpening(campaign, more string) string {
	return `{"type":"SUBSCRIPTION","reference":"{fresh}",` + merchantInfo + `,` +
		`"transaction":{"amount":{"value":49900,"currency":"NOK"},"paymentDescription":"The first jar"},` +
		`"subscription":{"productName":"Honey by post","amount":{"value":34900,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},` +
		`"merchantAgreementUrl":"https://shop.example/my/honey","productDescription":"A jar each month",` +
		`"campaign":{"type":"` + campaign + `","price":100,` + more + `}}}`
}

// tolerances are mistakes that Checkout is not held to refuse.
func tolerances() []api.Lenience {
	return []api.Lenience{
		{Rule: "content-type.", Why: "nobody says that the body is not read whatever it calls itself"},
		{Rule: "schema.required", In: harness.PartBody, Pointer: "/type", Operation: createID,
			Why: "older texts open a session for a payment without a type"},
	}
}
