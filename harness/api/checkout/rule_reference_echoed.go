package checkout

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An answer is about the session that was asked about.
var referenceEchoed = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.reference-echoed",
		Severity: harness.Warning,
		Says:     "A polled session bears the reference that was asked for.",
		Source:   "checkout.v3 #/components/schemas/SessionResponse/properties/reference",
		Help:     "the answer is about another session: report it to whoever runs the target",
	},
	Operations: []string{sessionID},
	Judge: func(v *rules.View) []harness.Finding {
		want := v.Params["reference"]
		got, ok := v.ResponseBody.At("/reference")
		if v.Response.Status != 200 || !ok || !got.Text() || got.String() == want {
			return nil
		}
		return []harness.Finding{v.InAnswer("/reference", fmt.Sprintf("%q", want))}
	},
}
