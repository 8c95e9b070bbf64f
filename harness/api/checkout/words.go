package checkout

import (
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/judge/proof"
)

// words are the states of a session.
func words() proof.Words {
	const created, initiated, paid, terminated, expired = "SessionCreated", "PaymentInitiated", "PaymentSuccessful", "PaymentTerminated", "SessionExpired"
	return sessionrule.Words([][2]string{
		{created, initiated}, {created, expired}, {initiated, paid}, {initiated, terminated}, {initiated, expired},
	}, 3, created, initiated, paid, terminated, expired)
}
