package webhooks

import "kontrakt/harness/sandbox/webhook"

// The seeded defects of the answers; those of registrations and deliveries are
// package webhook's.
const (
	faultUnknownDeleted = "webhook-unknown-id-deleted"
	faultProblemAsJSON  = "webhook-problem-as-json"
)

func faults() map[string]string {
	all := webhook.Faults()
	all[faultUnknownDeleted] = "the deletion of an id that is not there is answered as a success"
	all[faultProblemAsJSON] = "problems call themselves application/json"
	return all
}
