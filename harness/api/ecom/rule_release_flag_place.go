package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// The flag that releases the rest of a partly captured payment stands at the
// top of the body; anywhere else it is not seen and the cancel is refused.
var releaseFlagPlace = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.release-flag-place",
		Severity: harness.Warning,
		Says:     "shouldReleaseRemainingFunds stands at the top of the body, not within transaction.",
		Source:   "ecom.v2 #/components/schemas/CancelPaymentActionRequest",
		Help:     "move it out of transaction",
	},
	Operations: []string{cancelID},
	Replaces:   []string{"body.undocumented-property"},
	Judge: func(v *rules.View) []harness.Finding {
		for _, pointer := range []string{"/transaction/shouldReleaseRemainingFunds", "/merchantInfo/shouldReleaseRemainingFunds"} {
			if _, misplaced := v.RequestBody.At(pointer); misplaced {
				return []harness.Finding{v.InBody(pointer, "nothing here: the flag stands at the top of the body")}
			}
		}
		return nil
	},
}
