package epayment

import (
	"kontrakt/harness/judge/proof"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// words are the states of a payment and the codes of the table of errors.
func words() proof.Words {
	w := proof.Words{
		Machines: []proof.Machine{{
			Thing:  "payment",
			States: append([]string{"CREATED", authorized}, endings()...),
			Moves: [][2]string{
				{"CREATED", authorized}, {"CREATED", "ABORTED"}, {"CREATED", "EXPIRED"}, {"CREATED", "TERMINATED"},
			},
			Final: endings(), Operations: []string{paymentID, captureID, cancelID, refundID}, Place: "/state",
			Stands: func(v *rules.View) (subject, state string) {
				return v.Params["Reference"], sequence.Text(v.ResponseBody, "/state")
			},
		}},
		Code: proof.CodeAt("/extraDetails/0/reason", ""),
	}
	for _, row := range errorTable() {
		w.Codes = append(w.Codes, row.code)
	}
	return w
}
