// Package webhooks is version 1 of the Webhooks API: how merchants register for
// events in the sandbox, and the prose rules about registrations and deliveries.
//
// What is delivered and when stands in package webhook; what happened to a
// payment, its own API says.
package webhooks

import (
	"kontrakt/harness/api"
	"kontrakt/harness/client/journal"
	"kontrakt/harness/sandbox/webhook"
)

// ID names the contract.
const ID = webhook.API

// V1 is version 1 of the Webhooks API.
func V1() api.Definition {
	return api.Definition{
		ID:       ID,
		Title:    "Webhooks API",
		Docs:     "https://developer.vippsmobilepay.com/docs/APIs/webhooks-api",
		Rules:    Rules(),
		Examples: examples,
		Fact:     fact,
		Sandbox:  newSandbox,
		Makes: []journal.Making{{
			Path: "/webhooks/v1/webhooks", Kind: journal.Webhook, Answered: []string{"id"}, URL: []string{"url"}, Release: release,
		}},
		Samples: samples(),
		Lenient: tolerances(),
		Unexercisable: map[string]string{
			"epayments.payment.unknown": "an event of ePayment that nobody knows yet",
			"recurring.unknown":         "an event of Recurring that nobody knows yet",
			"webhookDelivery":           "an event of another API, which the sandbox does not tell",
		},
	}
}
