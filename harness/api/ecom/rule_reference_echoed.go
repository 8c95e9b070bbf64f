package ecom

import (
	"cmp"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An answer is about the order that was asked about.
var referenceEchoed = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.reference-echoed",
		Severity: harness.Warning,
		Says:     "Answers bear the orderId of the payment that the call is about.",
		Source:   "ecom.v2 #/components/schemas, orderId of the answers",
		Help:     "the answer is about something else: report it to whoever runs the target",
	},
	Operations: []string{initiateID, captureID, cancelID, refundID, detailsID, statusID},
	Judge: func(v *rules.View) []harness.Finding {
		want := cmp.Or(v.Params["orderId"], v.Text("/transaction/orderId"))
		got, ok := v.ResponseBody.At("/orderId")
		if v.Response.Status/100 != 2 || want == "" || !ok || !got.Text() || got.String() == want {
			return nil
		}
		return []harness.Finding{v.InAnswer("/orderId", rules.QuoteString(want))}
	},
}
