package checkoutv2

import (
	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// Half a migration: members of version 3 mean nothing here.
var newerNames = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.version-3-names",
		Severity: harness.Warning,
		Says:     "Nothing has a name of version 3.",
		Source:   "Checkout, guide for the migration to version 3, vippsas/vipps-checkout-api @e903467",
		Help:     "send the request to version 3, or use the names of version 2",
	},
	Operations: []string{sessionrule.Create, sessionrule.Ask},
	Replaces:   []string{"body.undocumented-property"},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		if v.Operation.ID == sessionrule.Create {
			for _, is := range [][2]string{
				{"/type", "nothing: every session is a payment"}, {"/reference", "transaction.reference"},
				{"/configuration", "contactFields, addressFields and the others at the top of the body"},
				{"/merchantInfo/callbackUrl", "merchantInfo.callbackPrefix"},
				{"/transaction/orderSummary", "nothing: order lines go to Order Management"},
			} {
				if sent, early := v.RequestBody.At(is[0]); early {
					f := v.InBody(is[0], is[1])
					if sent.Object() {
						f.Got = "an object"
					}
					found = append(found, f)
				}
			}
		}
		for o := range sessionrule.Offered(v).Each {
			for _, is := range [][2]string{
				{"/title", "product"}, {"/type", "isPickupPoint, or product"}, {"/customType", "product"}, {"/delivery", "description"},
			} {
				if sent, early := o.At(is[0]); early {
					f := o.Found(is[0], is[1])
					if sent.Object() {
						f.Got = "an object"
					}
					found = append(found, f)
				}
			}
		}
		return found
	},
}
