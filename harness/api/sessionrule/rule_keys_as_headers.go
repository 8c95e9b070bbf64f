package sessionrule

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// KeysAsHeaders: Checkout gets its token by itself. A token beside the keys does
// no harm, and official plug-ins send one; in their place it is of no use.
func KeysAsHeaders() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.keys-as-headers",
			Severity: harness.Error,
			Says:     "The keys themselves go with every call, in the headers client_id and client_secret. A token does not stand for them.",
			Source:   "Checkout API guide, HTTP headers, vippsas/vipps-checkout-api @e903467",
			Help:     "send the keys, with underscores in the names of the headers: some servers drop such headers unless told not to",
		},
		Replaces: []string{"auth.missing"},
		Judge: func(v *rules.View) []harness.Finding {
			h := v.Request.Header
			if v.Flow != harness.FlowAPI || !strings.HasPrefix(strings.ToLower(h.Get("Authorization")), "bearer ") {
				return nil
			}
			var found []harness.Finding
			for _, name := range []string{"client_id", "client_secret"} {
				if h.Get(name) == "" {
					found = append(found, harness.Finding{
						Direction: harness.InRequest, In: harness.PartHeader, Pointer: name,
						Want: "the key itself", Got: "nothing, and a token in Authorization",
					})
				}
			}
			return found
		},
	}
}
