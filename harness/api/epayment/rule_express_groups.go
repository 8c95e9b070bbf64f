package epayment

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// What a carrier offers of one kind is one group of options, whether the merchant
// gives it at the start or when asked.
var expressGroups = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.express-groups",
		Severity: harness.Warning,
		Says:     "No two groups of shipping options have the same brand and type.",
		Source:   "vippsas/agent-toolkit @e00db21 of 2026-08-21, features of ePayment, express",
		Help:     "put them into one group, as options of their own",
	},
	Operations: []string{createID, shippingID, askedAtCreatedID},
	Judge: func(v *rules.View) []harness.Finding {
		body, list, finding := v.RequestBody, "/shipping/fixedOptions", v.InBody
		if v.Operation.ID != createID {
			body, list, finding = v.ResponseBody, "/groups", v.InAnswer
		}
		groups, _ := body.At(list)
		first := map[[2]string]int{}
		var found []harness.Finding
		for i, group := range groups.Items {
			brand, ok1 := group.At("/brand")
			kind, ok2 := group.At("/type")
			same := [2]string{brand.String(), kind.String()}
			if before, twice := first[same]; twice && ok1 && ok2 {
				f := finding(fmt.Sprintf("%s/%d", list, i), fmt.Sprintf("a brand and type other than those of group %d", before))
				f.Got = fmt.Sprintf("%s and %s", rules.Quote(brand), rules.Quote(kind))
				found = append(found, f)
				continue
			}
			first[same] = i
		}
		return found
	},
}
