package recurring

import (
	"kontrakt/harness/api/charging"
	"kontrakt/harness/judge/proof"
)

// provable are the states of agreements and charges, and the problems that the
// types of refusals name.
func provable() proof.Words {
	return proof.Words{
		Machines: charging.Machines(fetchID, fetchChargeID),
		Codes: []string{
			badField, badJSON, badMediaType, badAccept, badKey, keyTaken, badUnit, notThere, taken, notUpdatable, badMaximum,
			tooMuch, dueTooSoon, dueTooLate, noCharge, noCapture, noCancel, noRefund, notOffered, brokenInternal,
		},
		Code: proof.CodeAt("/type", "#"),
	}
}
