package recurringv2

import (
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// fact says what an exchange tells that others can be held against.
func fact() func(*rules.View, *sequence.Fact) {
	return charging.Fact(map[string]sequence.Deed{
		draftID: sequence.Start, acceptID: sequence.Approve, fetchID: sequence.Read,
		fetchChargeID: sequence.Read, captureID: sequence.Capture, refundID: sequence.Refund, cancelID: sequence.Cancel,
	})
}
