package epayment

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Some fields have no effect: qrFormat where there is no QR code, and what chose
// between two ways to take money of which one is gone.
var unusedField = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.unused-field",
		Severity: harness.Warning,
		Says:     "A field that has no effect is left out.",
		Source:   "epayment.v1 #/components/schemas/CreatePaymentRequest/properties/qrFormat; change log of the API, March 2023: direct capture is gone",
		Help:     "leave it out",
	},
	Operations: []string{createID},
	Replaces:   []string{"body.undocumented-property"},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		if flow := v.Text("/userFlow"); asked(v, "/qrFormat") && flow != "" && flow != qrCode {
			found = append(found, v.InBody("/qrFormat", "nothing: it is for the userFlow QR"))
		}
		if _, ok := v.RequestBody.At("/directCapture"); ok {
			found = append(found, v.InBody("/directCapture", "nothing: without effect since March 2023"))
		}
		return found
	},
}
