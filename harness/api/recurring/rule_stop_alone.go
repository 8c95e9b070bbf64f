package recurring

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An agreement is stopped, or changed. Whoever does both at once does neither.
var stopAlone = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.stop-alone",
		Severity: harness.Warning,
		Says:     "A request to stop an agreement changes nothing else.",
		Source:   "API guide of Recurring, 2023, stopping agreements; " + sourcePatch,
		Help:     "change it first, with a request of its own; a stopped agreement cannot be changed any more",
	},
	Operations: []string{updateID},
	Judge: func(v *rules.View) []harness.Finding {
		body, _ := v.RequestBody.At("")
		if v.Text("/status") != "STOPPED" {
			return nil
		}
		for name := range body.Members {
			if name != "status" {
				return []harness.Finding{v.InBody("/"+harness.PointerToken(name), "nothing beside the status STOPPED")}
			}
		}
		return nil
	},
}
