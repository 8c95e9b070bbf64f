package checkoutv2

import "kontrakt/harness/api"

// samples are requests of every operation.
func samples() []api.Sample {
	const sessions = "/checkout/v2/session"
	return []api.Sample{
		{
			Operation: createID, Keys: true, Target: sessions, Body: opening,
			Bound: []string{"/merchantInfo/returnUrl"}, // an address
		},
		{Operation: sessionID, Keys: true, Needs: api.OpenSession, Target: sessions + "/{session-id}"},
	}
}

const opening = `{"merchantInfo":{"callbackPrefix":"https://shop.example/calls","returnUrl":"https://shop.example/done",` +
	`"callbackAuthorizationToken":"a-token-of-ours","termsAndConditionsUrl":"https://shop.example/terms"},` +
	`"transaction":{"amount":{"value":49900,"currency":"NOK"},"reference":"{fresh}","paymentDescription":"Two mugs"},` +
	`"logistics":{"fixedOptions":[{"brand":"Posten","product":"Mailbox","id":"mailbox","priority":1,"isDefault":true,` +
	`"description":"tomorrow","isPickupPoint":false,"amount":{"value":4900,"currency":"NOK"}}]},` +
	`"prefillCustomer":{"firstName":"Ada","lastName":"Lovelace","email":"ada@example.com","phoneNumber":"4791234567",` +
	`"streetAddress":"Storgata 1","city":"Oslo","postalCode":"0155","country":"NO"},` +
	`"customerInteraction":"CUSTOMER_NOT_PRESENT","contactFields":true,"addressFields":true,"userFlow":"WEB_REDIRECT","requireUserInfo":true}`

// tolerances are mistakes that version 2 was not held to refuse.
func tolerances() []api.Lenience {
	return []api.Lenience{
		{Rule: "content-type.", Why: "nobody says that the body was not read whatever it called itself"},
	}
}
