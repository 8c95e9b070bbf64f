package epayment

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An answer is about the payment that was asked about.
var referenceEchoed = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.reference-echoed",
		Severity: harness.Warning,
		Says:     "Answers bear the reference of the payment that was created, asked for or changed.",
		Source:   "epayment.v1 #/components/schemas/Reference",
		Help:     "the answer is about another payment: report it to whoever runs the target",
	},
	Operations: []string{createID, paymentID, eventsID, captureID, cancelID, refundID},
	Judge: func(v *rules.View) []harness.Finding {
		want := v.Params["Reference"]
		if v.Operation.ID == createID {
			want = v.Text("/reference")
		}
		if v.Response.Status/100 != 2 || want == "" {
			return nil
		}
		pointers := []string{"/reference"}
		if v.Operation.ID == eventsID {
			log, _ := v.ResponseBody.At("")
			pointers = nil
			for i := range log.Items {
				pointers = append(pointers, fmt.Sprintf("/%d/reference", i))
			}
		}
		var found []harness.Finding
		for _, pointer := range pointers {
			if got, ok := v.ResponseBody.At(pointer); ok && got.Text() && got.String() != want {
				found = append(found, v.InAnswer(pointer, fmt.Sprintf("%q", want)))
			}
		}
		return found
	},
}
