package recurring

import "kontrakt/harness/api"

// samples are requests of every operation.
func samples() []api.Sample {
	key := map[string]string{"Idempotency-Key": "{key}"}
	const (
		agreements = "/recurring/v3/agreements"
		agreement  = agreements + "/{agreement}"
		charge     = agreement + "/charges/{charge}"
	)
	return append(drafts(agreements), []api.Sample{
		{Operation: "ListAgreementsV3", Needs: api.ActiveAgreement, Target: agreements + "?status=ACTIVE&createdAfter=1000&pageNumber=1&pageSize=10"},
		{Operation: "FetchAgreementV3", Needs: api.OfferedAgreement, Target: agreement},
		{Operation: "UpdateAgreementPatchV3", Needs: api.ActiveAgreement, Target: agreement, Header: key, Body: rewrite,
			Bound: []string{"/interval/"}}, // of the kind that the agreement is of
		{Operation: "UpdateAgreementPatchV3", Needs: api.ActiveAgreement, Spends: true, Target: agreement, Header: key,
			Body: `{"status":"STOPPED"}`},
		{Operation: "acceptUsingPATCHV3", Needs: api.OfferedAgreement, Spends: true, Target: agreement + "/accept", Header: key,
			Body: `{"phoneNumber":"47{phone}"}`},
		{Operation: "ListChargesV3", Needs: api.DueCharge, Target: agreement + "/charges?status=PENDING"},
		{Operation: createID, Needs: api.ActiveAgreement, Target: agreement + "/charges", Header: key, Body: order,
			Bound: []string{"/due", "/retryDays", "/type", "/processingMode"}}, // what the agreement allows, and what goes together
		{Operation: createID, Needs: api.ActiveAgreement, Able: true, Target: agreement + "/charges", Header: key, Body: unscheduled,
			Bound: []string{"/type", "/orderId"}}, // they go together
		{Operation: bulkID, Needs: api.ActiveAgreement, Target: agreements + "/charges", Header: key, Body: bulkOrder,
			Bound: []string{"/0/"}}, // of the items, the answer tells
		{Operation: "FetchChargeV3", Needs: api.DueCharge, Target: charge},
		{Operation: "CancelChargeV3", Needs: api.DueCharge, Spends: true, Target: charge, Header: key},
		{Operation: "FetchChargeByIdV3", Needs: api.DueCharge, Target: "/recurring/v3/charges/{charge}"},
		{Operation: "CaptureChargeV3", Needs: api.ReservedCharge, Target: charge + "/capture", Header: key,
			Body: `{"amount":100,"description":"One jar"}`},
		{Operation: "RefundChargeV3", Needs: api.PaidCharge, Target: charge + "/refund", Header: key,
			Body: `{"amount":100,"description":"A broken jar"}`},
	}...)
}

// drafts offer an agreement in each way that shows other members.
func drafts(target string) []api.Sample {
	key := map[string]string{"Idempotency-Key": "{key}"}
	var all []api.Sample
	for _, body := range []string{richDraft, periodDraft, eventDraft, variableDraft} {
		all = append(all, api.Sample{
			Operation: draftID, Target: target, Header: key, Body: body,
			Bound: []string{
				"/pricing/currency", "/pricing/type", "/merchantAgreementUrl", // of the market
			},
		})
	}
	return all
}

const (
	pages = `"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey",` +
		`"productName":"Honey by post"`
	legacyMonth = `{"pricing":{"type":"LEGACY","currency":"NOK","amount":34900},"interval":{"unit":"MONTH","count":1},` + pages

	richDraft = legacyMonth + `,"productDescription":"A jar each month","phoneNumber":"4791234567","isApp":false,"skipLandingPage":false,` +
		`"scope":"name email","externalId":"customer-7","campaign":{"type":"PRICE_CAMPAIGN","price":100,"end":"{in 3 days}T00:00:00Z"},` +
		`"initialCharge":{"amount":34900,"description":"The first jar","transactionType":"DIRECT_CAPTURE","orderId":"{fresh}",` +
		`"externalId":"jar-1"}}`
	periodDraft   = legacyMonth + `,"campaign":{"type":"PERIOD_CAMPAIGN","price":100,"period":{"unit":"WEEK","count":2}}}`
	eventDraft    = legacyMonth + `,"campaign":{"type":"EVENT_CAMPAIGN","price":100,"eventDate":"{in 3 days}T00:00:00Z","eventText":"the fair"}}`
	variableDraft = `{"pricing":{"type":"VARIABLE","currency":"NOK","suggestedMaxAmount":100000},"interval":{"unit":"WEEK","count":2},` + pages + `}`

	rewrite = `{"productName":"Honey","productDescription":"A jar","merchantAgreementUrl":"https://shop.example/my/jar",` +
		`"externalId":"customer-8","pricing":{"amount":39900},"interval":{"type":"RECURRING","period":{"unit":"WEEK","count":2}}}`
	order = `{"amount":100,"transactionType":"RESERVE_CAPTURE","type":"RECURRING","description":"One jar","due":"{in 3 days}",` +
		`"retryDays":5,"processingMode":"MULTIPLE_ATTEMPTS","orderId":"{fresh}","externalId":"jar-2"}`
	unscheduled = `{"amount":100,"transactionType":"DIRECT_CAPTURE","type":"UNSCHEDULED","description":"One jar",` +
		`"orderId":"{fresh}","externalId":"jar-3"}`
	bulkOrder = `[{"agreementId":"{agreement}","amount":100,"transactionType":"RESERVE_CAPTURE","description":"One jar",` +
		`"due":"{in 3 days}","retryDays":5,"processingMode":"MULTIPLE_ATTEMPTS","orderId":"{fresh}","externalId":"jar-4"}]`
)

// tolerances are mistakes that Recurring is not held to refuse.
func tolerances() []api.Lenience {
	return []api.Lenience{
		api.SystemNames(),
		{Operation: bulkID, Pointer: "/0", Why: "what is wrong with one charge of many is said in the answer"},
		{Operation: bulkID, Pointer: "/0/", Why: "what is wrong with one charge of many is said in the answer"},
		{Rule: "schema.", Pointer: "/phoneNumber", Operation: draftID,
			Why: "a number in another form is left out (change log of July 2024)"},
		{Rule: "schema.required", Pointer: "/pricing/type", Why: "all older texts call a price without a type LEGACY"},
	}
}
