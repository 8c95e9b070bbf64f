package recurringv2

import "kontrakt/harness/api"

// samples are requests of every operation.
func samples() []api.Sample {
	key := map[string]string{"Idempotency-Key": "{key}"}
	const (
		agreements = "/recurring/v2/agreements"
		agreement  = agreements + "/{agreement}"
		charge     = agreement + "/charges/{charge}"
		rewrite    = `{"productName":"Honey","productDescription":"A jar","merchantAgreementUrl":"https://shop.example/my/jar","price":39900}`
	)
	change := func(operation string, body string) api.Sample {
		return api.Sample{Operation: operation, Needs: api.ActiveAgreement, Target: agreement, Header: key, Body: body}
	}
	stop := change(patchID, `{"status":"STOPPED"}`)
	stop.Spends = true
	return append(drafts(agreements), []api.Sample{
		{Operation: listID, Needs: api.ActiveAgreement, Target: agreements + "?status=ACTIVE"},
		{Operation: fetchID, Needs: api.OfferedAgreement, Target: agreement},
		change(putID, rewrite),
		change(patchID, rewrite),
		stop,
		{Operation: acceptID, Needs: api.OfferedAgreement, Spends: true, Target: agreement + "/accept",
			Body: `{"customerPhoneNumber":"47{phone}"}`},
		{Operation: listChargesID, Needs: api.DueCharge, Target: agreement + "/charges?chargeStatus=PENDING"},
		{Operation: createID, Needs: api.ActiveAgreement, Target: agreement + "/charges", Header: key,
			Body: `{"amount":100,"currency":"NOK","description":"One jar","due":"{in 3 days}","retryDays":5,"orderId":"{fresh}"}`},
		{Operation: fetchChargeID, Needs: api.DueCharge, Target: charge},
		{Operation: cancelID, Needs: api.DueCharge, Spends: true, Target: charge, Header: key},
		{Operation: captureID, Needs: api.ReservedCharge, Spends: true, Target: charge + "/capture", Header: key},
		{Operation: refundID, Needs: api.PaidCharge, Target: charge + "/refund", Header: key,
			Body: `{"amount":100,"description":"A broken jar"}`},
	}...)
}

// drafts offer an agreement in each way that shows other members.
func drafts(target string) []api.Sample {
	key := map[string]string{"Idempotency-Key": "{key}"}
	var all []api.Sample
	for _, body := range []string{richDraft, variableDraft} {
		all = append(all, api.Sample{
			Operation: draftID, Target: target, Header: key, Body: body,
		})
	}
	return all
}

const (
	pages = `"merchantRedirectUrl":"https://shop.example/done","merchantAgreementUrl":"https://shop.example/my/honey",` +
		`"productName":"Honey by post","currency":"NOK"`

	richDraft = `{"price":34900,"interval":"MONTH","intervalCount":1,` + pages + `,"productDescription":"A jar each month",` +
		`"customerPhoneNumber":"4791234567","isApp":false,"skipLandingPage":false,"scope":"name email",` +
		`"campaign":{"campaignPrice":100,"end":"{in 3 days}T00:00:00Z"},` +
		`"initialCharge":{"amount":34900,"currency":"NOK","description":"The first jar","transactionType":"DIRECT_CAPTURE",` +
		`"orderId":"{fresh}"}}`
	variableDraft = `{"variableAmount":{"suggestedMaxAmount":100000},"interval":"WEEK","intervalCount":2,` + pages + `}`
)

// tolerances are mistakes that version 2 was not held to refuse.
func tolerances() []api.Lenience {
	return []api.Lenience{
		api.SystemNames(),
		{Rule: "content-type.", Why: "nobody says that the body was not read whatever it called itself"},
	}
}
