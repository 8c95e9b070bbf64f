package specs_test

import "strings"

const (
	somePricing  = `{"type":"LEGACY","currency":"NOK","amount":34900}`
	someInterval = `{"unit":"MONTH","count":1}`
	someDraft    = `{"merchantRedirectUrl":"https://shop.example/back","productName":"News","pricing":` + somePricing
	someUUID     = `9c2ca95c-245f-4a2e-aab2-4a08eb78e6fb`
	// someAgreement is as the document wants it, with an end to add to.
	someAgreement = `{"id":"agr_5kSeqzx","uuid":"` + someUUID + `","status":"ACTIVE","created":"2024-02-01T10:00:00Z","countryCode":"NO","productName":"News",
		"merchantAgreementUrl":"https://shop.example/mine","merchantRedirectUrl":"https://shop.example/back","interval":{"unit":"MONTH","count":1,"text":"every month"}`
	flexible   = `,"pricing":{"type":"FLEXIBLE","currency":"NOK"}`
	someCharge = `"amount":34900,"currency":"NOK","description":"News","type":"RECURRING","transactionType":"DIRECT_CAPTURE","agreementId":"agr_5kSeqzx",
		"summary":{"captured":0,"refunded":0,"cancelled":0},"history":[{"occurred":"2024-02-01T10:00:00Z","event":"CREATE","amount":34900,"idempotencyKey":"k","success":true}]`
	scheduled     = `,"due":"2024-03-01T00:00:00Z","retryDays":5,"processingMode":"MULTIPLE_ATTEMPTS"`
	someNewCharge = `{"amount":34900,"description":"News","transactionType":"DIRECT_CAPTURE","retryDays":5`
)

// recurringBodies are of Recurring v3.
var recurringBodies = []body{
	{"a draft without a price of its own", "DraftAgreementV3", true, `{"merchantRedirectUrl":"https://shop.example/back","productName":"News","pricing":{"type":"FLEXIBLE","currency":"EUR"}}`},
	{"a draft of a price", "DraftAgreementV3", false, someDraft + `,"interval":` + someInterval + `}`},
	{"a draft up to an amount", "DraftAgreementV3", false, `{"merchantRedirectUrl":"https://shop.example/back","productName":"News","pricing":{"type":"VARIABLE","currency":"NOK","suggestedMaxAmount":3000}}`},
	{"a draft with no campaign", "DraftAgreementV3", false, someDraft + `,"campaign":null}`},
	{"a draft that keeps cards of companies out", "DraftAgreementV3", false, someDraft + `,"paymentMethod":{"blockedSources":["COMMERCIAL_CARDS"]}}`},
	{"a draft with nearly all there is", "DraftAgreementV3", false, someDraft + `,"phoneNumber":"4791234567","externalId":"e","scope":"name","isApp":true,"skipLandingPage":false,
		"merchantAgreementUrl":"https://shop.example/mine","productDescription":"d","initialCharge":{"amount":100,"description":"d","transactionType":"RESERVE_CAPTURE","orderId":"o-1"}}`},
	{"a price of flexible type alone", "PricingRequestV3", true, `{"type":"FLEXIBLE","currency":"DKK"}`},
	{"a campaign until a day", "campaignV3", true, `{"type":"PRICE_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`},
	{"a campaign of ten weeks", "campaignV3", true, `{"type":"PERIOD_CAMPAIGN","price":1000,"period":{"unit":"WEEK","count":10}}`},
	{"a campaign until Christmas", "campaignV3", true, `{"type":"EVENT_CAMPAIGN","price":100,"eventDate":"2026-12-25T00:00:00Z","eventText":"until Christmas"}`},
	{"no campaign", "campaignV3", false, `null`},
	{"a draft's answer", "DraftAgreementResponseV3", true, `{"agreementId":"agr_5kSeqzx","uuid":"` + someUUID + `","vippsConfirmationUrl":"https://api.vipps.no/v2/register/U6J","chargeId":null}`},
	{"a draft's answer with a charge of old", "DraftAgreementResponseV3", false, `{"agreementId":"agr_5kSeqzx","uuid":"` + someUUID + `","chargeId":"chr_5kSeqz"}`},
	{"an agreement of flexible price", "AgreementResponseV3", true, someAgreement + flexible + `}`},
	{"an agreement of a price", "AgreementResponseV3", false, someAgreement + `,"pricing":` + somePricing + `}`},
	{"an agreement up to an amount that the customer chose", "AgreementResponseV3", false, someAgreement + `,"pricing":{"type":"VARIABLE","currency":"NOK","suggestedMaxAmount":3000,"maxAmount":2000}}`},
	{"an agreement without campaign", "AgreementResponseV3", false, someAgreement + flexible + `,"campaign":null}`},
	{"an agreement without externalId", "AgreementResponseV3", false, someAgreement + flexible + `,"externalId":null,"start":null,"stop":null,"sub":null,"userinfoUrl":null}`},
	{"an agreement with a way back of 2000 characters", "AgreementResponseV3", false,
		strings.Replace(someAgreement, "https://shop.example/back", "https://shop.example/"+strings.Repeat("b", 1979), 1) + flexible + `}`},
	{"an agreement by use, abroad", "AgreementResponseV3", false, `{"id":"agr_5kSeqzx","uuid":"` + someUUID + `","created":"2024-02-01T10:00:00Z","countryCode":"FI","productName":"News",
		"merchantRedirectUrl":"https://shop.example/back"` + flexible + `}`},
	{"an agreement that keeps nothing out", "AgreementPaymentMethod", false, `{"blockedSources":null}`},
	{"the campaign of an agreement until a day", "campaignResponseV3", false, `{"type":"PRICE_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z","explanation":"x"}`},
	{"the campaign of an agreement, ten weeks", "campaignResponseV3", false, `{"type":"PERIOD_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z","period":{"unit":"WEEK","count":10}}`},
	{"the campaign of an agreement until Christmas", "campaignResponseV3", true, `{"type":"EVENT_CAMPAIGN","price":100,"eventDate":"2026-12-25T00:00:00Z","eventText":"until Christmas"}`},
	{"a campaign that was made through v2", "campaignResponseV3", true, `{"type":"LEGACY_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`},
	{"a campaign of a type that is gone", "campaignResponseV3", false, `{"type":"FULL_FLEX_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z","interval":` + someInterval + `}`},
	{"a change of everything", "PatchAgreementV3", true, `{"productName":"n","productDescription":"d","externalId":"e","pricing":{"amount":100},"interval":{"type":"RECURRING","period":` + someInterval + `}}`},
	{"a charge to create", "CreateChargeV3", true, someNewCharge + `,"due":"2026-12-25","orderId":"acme-1"}`},
	{"a charge's id", "ChargeReference", true, `{"chargeId":"chr-5kSeqz"}`},
	{"a charge's id that the merchant gave", "ChargeReference", false, `{"chargeId":"acme-shop-1-2026-12"}`},
	{"a charge as the schema wants it", "ChargeResponseV3", true, `{"id":"chr-5kSeqz","status":"CHARGED","externalId":"e","transactionId":"5001419121",` + someCharge + scheduled + `}`},
	{"a charge that waits", "ChargeResponseV3", false, `{"id":"chr-5kSeqz","status":"PENDING","externalId":null,"externalAgreementId":null,"transactionId":null,"failureReason":null,"failureDescription":null,` + someCharge + scheduled + `}`},
	{"a charge that says nothing of what it has not", "ChargeResponseV3", false, `{"id":"chr-5kSeqz","status":"DUE",` + someCharge + scheduled + `}`},
	{"a charge of the merchant's id", "ChargeResponseV3", false, `{"id":"acme-shop-1-2026-12","status":"CHARGED","externalId":"e","transactionId":"5001419121",` + someCharge + scheduled + `}`},
	{"a charge at once", "ChargeResponseV3", false, `{"id":"chr-5kSeqz","status":"CHARGED","externalId":"e","transactionId":"5001419121","due":null,"retryDays":null,` + someCharge + `}`},
	{"many charges", "AsyncChargeResponse", true, `{"validCharges":["acme-1"],"invalidCharges":[{"errors":["no"],"chargeBatchItemDto":{"due":"2026-12-25","retryDays":3,"amount":300,"description":"d","transactionType":"DIRECT_CAPTURE","orderId":"acme-2"}}]}`},
	{"many charges, of which one lacks nearly all", "AsyncChargeResponse", false, `{"validCharges":[],"invalidCharges":[{"errors":["no"],"chargeBatchItemDto":{"amount":300,"orderId":""}}]}`},
	{"a capture", "CaptureRequestV3", true, `{"amount":100}`},
	{"a refund", "RefundRequest", true, `{"amount":100,"description":"d"}`},
	{"a problem", "ErrorV3", true, `{"type":"https://example.com#x","title":"t","status":400,"detail":"d","instance":"i","contextId":"1","traceId":"1","extraDetails":[{"name":"n","reason":"r"}]}`},
	{"an error of the gateway", "GatewayError", false, `{"statusCode":401,"message":"m"}`},
	{"an error of the gateway, as the document has it", "GatewayError", false, `{"responseInfo":{"responseCode":401,"responseMessage":"m"},"result":{"message":"m"}}`},
	{"a problem as plain JSON", "GatewayError", false, `{"type":"about:blank","title":"Not Found","status":404,"detail":"d"}`},
}

// recurringRefusals are what its overlay has no reason to allow.
var recurringRefusals = []body{
	{"a price of no type", "PricingRequestV3", false, `{"currency":"NOK","amount":34900}`},
	{"a price of a type that there is not", "PricingRequestV3", false, `{"type":"FIXED","currency":"NOK","amount":34900}`},
	{"a price without amount", "PricingRequestV3", false, `{"type":"LEGACY","currency":"NOK"}`},
	{"an amount to choose, without a suggestion", "PricingRequestV3", false, `{"type":"VARIABLE","currency":"NOK","amount":34900}`},
	{"a currency of another market", "PricingRequestV3", false, `{"type":"FLEXIBLE","currency":"SEK"}`},
	{"a draft of no price", "DraftAgreementV3", false, `{"merchantRedirectUrl":"https://shop.example/back","productName":"News"}`},
	{"a campaign until a day, without it", "campaignV3", false, `{"type":"PRICE_CAMPAIGN","price":100,"period":{"unit":"WEEK","count":10}}`},
	{"a campaign for a period, without it", "campaignV3", false, `{"type":"PERIOD_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`},
	{"a campaign until an event, without its text", "campaignV3", false, `{"type":"EVENT_CAMPAIGN","price":100,"eventDate":"2026-12-25T00:00:00Z"}`},
	{"a campaign until an event, with an end", "campaignV3", false, `{"type":"EVENT_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z","eventText":"until Christmas"}`},
	{"a campaign of v2 in a request", "campaignV3", false, `{"type":"LEGACY_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`},
	{"a campaign of a type that is gone, in a request", "campaignV3", false, `{"type":"FULL_FLEX_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z","interval":` + someInterval + `}`},
	{"an agreement's campaign of ten weeks that are not said", "campaignResponseV3", false, `{"type":"PERIOD_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`},
	{"an agreement of no country", "AgreementResponseV3", false, strings.Replace(someAgreement, `"countryCode":"NO",`, "", 1) + flexible + `}`},
	{"an agreement of which another source is kept out", "AgreementPaymentMethod", false, `{"blockedSources":["DEBIT"]}`},
	{"a charge for tomorrow", "CreateChargeV3", false, someNewCharge + `,"due":"tomorrow"}`},
	{"a charge for a day with slashes", "CreateChargeV3", false, someNewCharge + `,"due":"2026/12/25"}`},
	{"a charge for a moment", "CreateChargeV3", false, someNewCharge + `,"due":"2026-12-25T00:00:00Z"}`},
	{"a charge with a low line in its id", "CreateChargeV3", false, someNewCharge + `,"due":"2026-12-25","orderId":"acme_1"}`},
	{"a charge retried for fifteen days", "CreateChargeV3", false, `{"amount":1,"description":"d","transactionType":"DIRECT_CAPTURE","retryDays":15}`},
	{"a charge's id of 65 characters", "ChargeReference", false, `{"chargeId":"` + strings.Repeat("a", 65) + `"}`},
	{"a charge without sums", "ChargeResponseV3", false, `{"id":"a","status":"CHARGED","amount":1,"currency":"NOK","description":"d","type":"RECURRING","transactionType":"DIRECT_CAPTURE","agreementId":"a","history":[]}`},
	{"a transaction that is no number", "ChargeResponseV3", false, `{"id":"a","status":"CHARGED","transactionId":"abc",` + someCharge + scheduled + `}`},
	{"a capture of nothing said", "CaptureRequestV3", false, `{"description":"d"}`},
	{"a refund without a word", "RefundRequest", false, `{"amount":100}`},
	{"an agreement brought back to life", "PatchAgreementV3", false, `{"status":"ACTIVE"}`},
	{"an object that is no error", "GatewayError", false, `{"agreementId":"agr_5kSeqzx"}`},
}

const (
	someDraftV2     = `{"currency":"NOK","interval":"MONTH","intervalCount":1,"merchantAgreementUrl":"http://shop.example/mine","merchantRedirectUrl":"https://shop.example/back","productName":"News"`
	someAgreementV2 = `{"id":"agr_5kSeqzx","interval":"MONTH","intervalCount":1,"productName":"News"`
	someChargeV2    = `"status":"DUE","type":"RECURRING","amount":34900,"amountRefunded":0,"description":"News","due":"2023-03-01T00:00:00Z"`
)

// recurringV2Bodies are of Recurring v2.
var recurringV2Bodies = []body{
	{"a draft of a price", "DraftAgreementV2", true, someDraftV2 + `,"price":2500,"customerPhoneNumber":"4791234567","campaign":{"campaignPrice":100,"end":"2023-12-25T00:00:00Z"},
		"initialCharge":{"amount":100,"currency":"NOK","description":"d","transactionType":"DIRECT_CAPTURE"}}`},
	{"a draft up to an amount", "DraftAgreementV2", false, someDraftV2 + `,"variableAmount":{"suggestedMaxAmount":3000}}`},
	{"a draft for a number without a country", "DraftAgreementV2", false, someDraftV2 + `,"price":2500,"customerPhoneNumber":"45678272"}`},
	{"a campaign that says when it begins", "campaignV2", true, `{"campaignPrice":100,"start":null,"end":"2023-12-25T00:00:00Z"}`},
	{"a draft's answer", "DraftAgreementResponseV2", true, `{"agreementResource":"r","agreementId":"agr_5kSeqzx","vippsConfirmationUrl":"https://api.vipps.no/x","chargeId":"chr-1"}`},
	{"a draft's answer without a charge", "DraftAgreementResponseV2", false, `{"agreementResource":"r","agreementId":"agr_5kSeqzx","vippsConfirmationUrl":"https://api.vipps.no/x","chargeId":null}`},
	{"a draft's answer that is silent on charges", "DraftAgreementResponseV2", false, `{"agreementResource":"r","agreementId":"agr_5kSeqzx","vippsConfirmationUrl":"https://api.vipps.no/x"}`},
	{"a draft's answer with the example's id", "DraftAgreementResponseV2", false, `{"agreementResource":"r","agreementId":"agr_5kSeqzx","vippsConfirmationUrl":"https://api.vipps.no/x","chargeId":"chr_5kSeqz"}`},
	{"an agreement", "AgreementResponseV2", true, someAgreementV2 + `,"price":2500,"productDescription":"d","status":"ACTIVE","campaign":null,"start":null,"sub":null}`},
	{"an agreement up to an amount", "AgreementResponseV2", false, someAgreementV2 + `,"productDescription":"d","variableAmount":{"suggestedMaxAmount":3000,"maxAmount":2000}}`},
	{"an agreement that is not described", "AgreementResponseV2", false, someAgreementV2 + `,"price":2500}`},
	{"a change", "PatchAgreementV2", true, `{"price":0,"productName":"n","campaign":{"campaignPrice":100,"end":"2023-12-25T00:00:00Z"}}`},
	{"a charge to create", "CreateChargeV2", true, `{"amount":100,"currency":"NOK","description":"d","due":"2023-03-01","retryDays":5,"orderId":"o-1"}`},
	{"a charge's id", "ChargeReference", true, `{"chargeId":"chr-5kSeqz"}`},
	{"a charge's id that the merchant gave", "ChargeReference", false, `{"chargeId":"acme-shop-1-2026-12"}`},
	{"a charge with the transaction that the pattern spells", "ChargeResponseV2", true, `{"id":"chr-5kSeqz","transactionId":"5{10}",` + someChargeV2 + `}`},
	{"a charge with a transaction", "ChargeResponseV2", false, `{"id":"chr-5kSeqz","transactionId":"5001419121",` + someChargeV2 + `}`},
	{"a charge that waits", "ChargeResponseV2", false, `{"id":"chr-5kSeqz","transactionId":null,"failureReason":null,"failureDescription":null,` + someChargeV2 + `}`},
	{"a charge of the merchant's id", "ChargeResponseV2", false, `{"id":"acme-shop-1-2026-12",` + someChargeV2 + `}`},
	{"errors", "ErrorArray", true, `[{"field":"f","message":"m","code":"c","contextId":"1"}]`},
	{"an error of no field", "ErrorArray", false, `[{"field":null,"message":"m","code":"c","contextId":"1"}]`},
	{"an error of the gateway", "GatewayError", false, `{"statusCode":401,"message":"m"}`},
}

// recurringV2Refusals are what its overlay has no reason to allow.
var recurringV2Refusals = []body{
	{"a draft of no price at all", "DraftAgreementV2", false, someDraftV2 + `}`},
	{"a number of seven digits", "DraftAgreementV2", false, someDraftV2 + `,"price":1,"customerPhoneNumber":"4567827"}`},
	{"a charge for tomorrow", "CreateChargeV2", false, `{"amount":100,"currency":"NOK","description":"d","due":"tomorrow","retryDays":5}`},
	{"a charge of no description", "CreateChargeV2", false, `{"amount":100,"currency":"NOK","description":"","due":"2023-03-01","retryDays":5}`},
	{"a charge of an id with a low line", "CreateChargeV2", false, `{"amount":100,"currency":"NOK","description":"d","due":"2023-03-01","retryDays":5,"orderId":"o_1"}`},
	{"a charge of an id of 51 characters", "CreateChargeV2", false, `{"amount":100,"currency":"NOK","description":"d","due":"2023-03-01","retryDays":5,"orderId":"` + strings.Repeat("o", 51) + `"}`},
	{"a charge's id of 51 characters", "ChargeReference", false, `{"chargeId":"` + strings.Repeat("a", 51) + `"}`},
	{"a transaction that is no number", "ChargeResponseV2", false, `{"id":"a","transactionId":"abc",` + someChargeV2 + `}`},
	{"an object that is no error", "GatewayError", false, `{"agreementId":"agr_5kSeqzx"}`},
}
