package ecom

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// dearest is the cost of shipping, in kroner, from which it is taken for øre.
const dearest = 1000

// Everything is in øre but this: what a way to ship costs is in kroner, with
// decimals.
//
// Choice: a whole number of a thousand or more is taken for øre.
var shippingInKroner = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.shipping-cost",
		Severity: harness.Warning,
		Says:     "What a way to ship costs is given in kroner, unlike all other amounts.",
		Source:   "eCom API guide of 2023, express payments, shippingCost",
		Help:     "divide by a hundred: 49.00 NOK is 49.00 here",
	},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Flow != harness.FlowCallback {
			return nil
		}
		list, _ := v.ResponseBody.At("/shippingDetails")
		var found []harness.Finding
		for i := range list.Items {
			pointer := fmt.Sprintf("/shippingDetails/%d/shippingCost", i)
			cost, ok := v.ResponseBody.At(pointer)
			if n, whole := cost.Int(); ok && whole && n >= dearest {
				found = append(found, v.InAnswer(pointer, fmt.Sprintf("kroner: %d øre are %d.%02d", n, n/100, n%100)))
			}
		}
		return found
	},
}
