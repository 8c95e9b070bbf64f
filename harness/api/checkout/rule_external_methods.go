package checkout

import (
	"fmt"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An official plug-in sends klarna in small letters, so other spellings pass as
// far as the contract knows them; the documented one is the one to send.
var externalMethods = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.external-methods",
		Severity: harness.Warning,
		Says:     "Other ways to pay are spelt as documented, and each stands there once.",
		Source:   "checkout.v3 #/components/schemas/ExternalPaymentMethodType",
		Help:     "send Klarna or SveaCheckout, each with one address",
	},
	Operations: []string{createID},
	Replaces:   []string{"schema.enum"},
	Judge: func(v *rules.View) []harness.Finding {
		const list = "/configuration/externalPaymentMethods"
		methods, _ := v.RequestBody.At(list)
		var found []harness.Finding
		seen := map[string]bool{}
		for i, m := range methods.Items {
			pointer := fmt.Sprintf("%s/%d/paymentMethod", list, i)
			method, ok := m.At("/paymentMethod")
			if !ok || !method.Text() {
				continue
			}
			sent := method.String()
			for _, known := range []string{"Klarna", "SveaCheckout"} {
				if sent != known && strings.EqualFold(sent, known) {
					found = append(found, v.InBody(pointer, fmt.Sprintf("%q", known)))
				}
			}
			if seen[strings.ToLower(sent)] {
				found = append(found, v.InBody(pointer, "each way to pay once"))
			}
			seen[strings.ToLower(sent)] = true
		}
		return found
	},
}
