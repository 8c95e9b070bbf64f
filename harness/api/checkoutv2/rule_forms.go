package checkoutv2

import (
	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// Whoever is asked for an address is asked who lives there.
var forms = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.address-needs-contact",
		Severity: harness.Warning,
		Says:     "A session that asks for the address asks for contact data.",
		Source:   "checkout.v2 #/components/schemas/InitiateSessionRequest/properties/addressFields",
		Help:     "send true for both, or false for addressFields",
	},
	Operations: []string{sessionrule.Create},
	Judge: func(v *rules.View) []harness.Finding {
		address, _ := v.RequestBody.At("/addressFields")
		contact, ok := v.RequestBody.At("/contactFields")
		if !address.True() || !ok || contact.Raw() != "false" {
			return nil
		}
		return []harness.Finding{v.InBody("/contactFields", "true where addressFields is true")}
	},
}
