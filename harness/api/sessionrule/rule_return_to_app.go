package sessionrule

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// ReturnToApp: whoever comes back into an app left it for another one. userFlow
// leads to the word that says so.
func ReturnToApp(userFlow string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.return-to-app",
			Severity: harness.Warning,
			Says:     "A session whose way back opens an app has the userFlow NATIVE_REDIRECT.",
			Source:   "Checkout, descriptions of returnUrl and userFlow",
			Help:     "send NATIVE_REDIRECT, or an https address to come back to",
		},
		Operations: []string{Create},
		Judge: func(v *rules.View) []harness.Finding {
			if !opensApp(v.Text("/merchantInfo/returnUrl")) || strings.EqualFold(v.Text(userFlow), "NATIVE_REDIRECT") {
				return nil
			}
			return []harness.Finding{v.InBody(userFlow, `"NATIVE_REDIRECT" where returnUrl opens an app`)}
		},
	}
}
