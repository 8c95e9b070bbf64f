package checkout

import (
	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// Members that nobody knows are taken without a word, and what they meant does
// not happen: a session that asked for no address in the words of version 2 asks
// for it in version 3.
var oldNames = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.version-2-names",
		Severity: harness.Warning,
		Says:     "Nothing is left of the names of version 2.",
		Source:   "Checkout, guide for the migration to version 3, vippsas/vipps-checkout-api @e903467",
		Help:     "version 3 takes members that it does not know and does nothing with them",
	},
	Operations: []string{createID, updateID, questionID},
	Replaces:   []string{"body.undocumented-property"},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		if v.Operation.ID == createID {
			for _, was := range [][2]string{
				{"/contactFields", "configuration.elements"}, {"/addressFields", "configuration.elements"},
				{"/customerInteraction", "configuration.customerInteraction"}, {"/userFlow", "configuration.userFlow"},
				{"/requireUserInfo", "configuration.requireUserInfo"},
				{"/merchantInfo/callbackPrefix", "merchantInfo.callbackUrl, the whole address"},
				{"/merchantInfo/callbackUrlPrefix", "merchantInfo.callbackUrl, the whole address"},
			} {
				if _, left := v.RequestBody.At(was[0]); left {
					found = append(found, v.InBody(was[0], was[1]))
				}
			}
		}
		for o := range sessionrule.Offered(v).Each {
			for _, was := range [][2]string{
				{"/product", "title, or customType with a carrier"}, {"/isPickupPoint", `type "PICKUP_POINT"`},
				{"/isPorterbuddy", `brand "PORTERBUDDY"`}, {"/isInstabox", `brand "OTHER"`},
			} {
				if _, left := o.At(was[0]); left {
					found = append(found, o.Found(was[0], was[1]))
				}
			}
		}
		return found
	},
}
