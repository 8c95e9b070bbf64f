package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An express payment needs somewhere to remove a customer's consent, and
// shipping methods: given at once, or an address to ask for them.
var expressAddresses = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.express-addresses",
		Severity: harness.Warning,
		Says:     "An express payment names an address for the removal of consent, and either its shipping methods or an address that gives them.",
		Source:   "ecom.v2 #/components/schemas/MerchantInfo/properties/consentRemovalPrefix; API guide, express checkout",
		Help:     "add what is missing to merchantInfo",
	},
	Operations: []string{initiateID},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Text("/merchantInfo/paymentType") != expressPayment {
			return nil
		}
		var found []harness.Finding
		if v.Text("/merchantInfo/consentRemovalPrefix") == "" {
			found = append(found, v.InBody("/merchantInfo/consentRemovalPrefix", "an https address in an express payment"))
		}
		_, static := v.RequestBody.At("/merchantInfo/staticShippingDetails/0")
		if !static && v.Text("/merchantInfo/shippingDetailsPrefix") == "" {
			found = append(found, v.InBody("/merchantInfo/shippingDetailsPrefix", "an https address in an express payment without staticShippingDetails"))
		}
		return found
	},
}
