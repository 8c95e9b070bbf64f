package webhooks

import "kontrakt/harness/api"

// samples are requests of every operation.
func samples() []api.Sample {
	const at = "/webhooks/v1/webhooks"
	return []api.Sample{
		{Operation: "listWebhooks", Needs: api.KnownRegistration, Target: at},
		{
			Operation: "registerWebhook", Target: at,
			Body: `{"url":"https://shop.example/hooks/{fresh}","events":["epayments.payment.captured.v1","epayments.payment.refunded.v1"]}`,
		},
		{Operation: "deleteWebhook", Needs: api.KnownRegistration, Spends: true, Target: at + "/{webhook}"},
	}
}

// tolerances are mistakes that the API is not held to refuse.
func tolerances() []api.Lenience {
	return []api.Lenience{
		api.SystemNames(),
		{Rule: "content-type.", Why: "nobody says that the body is not read whatever it calls itself"},
	}
}
