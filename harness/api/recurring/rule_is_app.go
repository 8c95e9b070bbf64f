package recurring

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An ordinary address opens the app by itself where there is one. isApp gives an
// address that opens nothing where there is none.
var isApp = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.is-app",
		Severity: harness.Warning,
		Says:     "isApp is left out.",
		Source:   "technical update of November 2025; " + sourceDraft + "/properties/isApp",
		Help:     "leave it out: the address that is answered finds the app on a phone, and works elsewhere",
	},
	Operations: []string{draftID},
	Judge: func(v *rules.View) []harness.Finding {
		if app, _ := v.RequestBody.At("/isApp"); !app.True() {
			return nil
		}
		return []harness.Finding{v.InBody("/isApp", "false, or nothing")}
	},
}
