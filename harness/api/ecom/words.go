package ecom

import (
	"kontrakt/harness/judge/proof"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// words are the states of a payment, which are what its history ends with, and
// the table of errors. The names of invalid fields are no codes of that table.
func words() proof.Words {
	w := proof.Words{
		Machines: []proof.Machine{{
			Thing:  "payment",
			States: []string{"INITIATE", "RESERVE", "SALE", "CAPTURE", "REFUND", "CANCEL", "VOID"},
			Moves: [][2]string{
				{"INITIATE", "RESERVE"}, {"INITIATE", "SALE"}, {"INITIATE", "CANCEL"},
				{"RESERVE", "CAPTURE"}, {"RESERVE", "VOID"}, {"CAPTURE", "REFUND"}, {"SALE", "REFUND"},
			},
			Final: []string{"CANCEL"}, Operations: []string{detailsID}, Place: "/transactionLogHistory/*/operation",
			Stands: func(v *rules.View) (subject, state string) { return v.Params["orderId"], latest(v) },
		}},
		Code: func(v *rules.View) string {
			return sequence.Text(v.ResponseBody, "/0/errorGroup") + " " + sequence.Text(v.ResponseBody, "/0/errorCode")
		},
	}
	for _, row := range errorTable() {
		w.Codes = append(w.Codes, row.group+" "+row.code)
	}
	return w
}

// latest is the newest entry of the history that succeeded; it stands first.
func latest(v *rules.View) string {
	log, ok := v.ResponseBody.At("/transactionLogHistory")
	if !ok || !log.Array() {
		return ""
	}
	for _, entry := range log.Items {
		if done, ok := entry.At("/operationSuccess"); ok && done.True() {
			if name, ok := entry.At("/operation"); ok && name.Text() {
				return name.String()
			}
		}
	}
	return ""
}
