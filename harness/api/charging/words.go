package charging

import (
	"kontrakt/harness/judge/proof"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// Machines are the states of agreements and charges, as one of each is read by
// these operations. A stopped or expired agreement stays so, and a charge that
// failed, was cancelled or given back.
func Machines(fetchAgreement, fetchCharge string) []proof.Machine {
	status := func(v *rules.View) string { return sequence.Text(v.ResponseBody, "/status") }
	return []proof.Machine{{
		Thing: "agreement", States: []string{"PENDING", "ACTIVE", "STOPPED", "EXPIRED"},
		Moves: [][2]string{{"PENDING", "ACTIVE"}, {"PENDING", "STOPPED"}, {"PENDING", "EXPIRED"}, {"ACTIVE", "STOPPED"}},
		Final: []string{"STOPPED", "EXPIRED"}, Operations: []string{fetchAgreement}, Place: "/status",
		Stands: func(v *rules.View) (subject, state string) { return v.Params["agreementId"], status(v) },
	}, {
		Thing: "charge",
		States: []string{
			"PENDING", "DUE", "PROCESSING", "RESERVED", "PARTIALLY_CAPTURED", "CHARGED", "FAILED", "CANCELLED", "PARTIALLY_REFUNDED", "REFUNDED",
		},
		Moves: [][2]string{
			{"PENDING", "DUE"}, {"PENDING", "CANCELLED"}, {"DUE", "CANCELLED"},
			{"DUE", "PROCESSING"}, {"DUE", "RESERVED"}, {"DUE", "CHARGED"}, {"DUE", "FAILED"}, {"PROCESSING", "CHARGED"}, {"PROCESSING", "FAILED"},
			{"RESERVED", "PARTIALLY_CAPTURED"}, {"RESERVED", "CHARGED"}, {"RESERVED", "CANCELLED"}, {"PARTIALLY_CAPTURED", "CHARGED"},
			{"CHARGED", "PARTIALLY_REFUNDED"}, {"CHARGED", "REFUNDED"}, {"PARTIALLY_REFUNDED", "REFUNDED"},
		},
		Final: []string{"FAILED", "CANCELLED", "REFUNDED"}, Operations: []string{fetchCharge}, Place: "/status",
		Stands: func(v *rules.View) (subject, state string) {
			return v.Params["agreementId"] + "/" + v.Params["chargeId"], status(v)
		},
	}}
}
