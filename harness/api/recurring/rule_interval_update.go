package recurring

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An interval is changed in other words than it was drafted in.
var intervalUpdate = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.interval-update",
		Severity: harness.Warning,
		Says:     "A new interval is RECURRING with a period, or FLEXIBLE without.",
		Source:   sourcePatch + "/properties/interval",
		Help:     `send {"type":"RECURRING","period":{"unit":"MONTH","count":1}}`,
	},
	Operations: []string{updateID},
	Replaces:   []string{"body.undocumented-property"},
	Judge: func(v *rules.View) []harness.Finding {
		interval, ok := v.RequestBody.At("/interval")
		if !ok || !interval.Object() {
			return nil
		}
		var found []harness.Finding
		for _, member := range []string{"unit", "count"} {
			if _, there := interval.At("/" + member); there {
				found = append(found, v.InBody("/interval/"+member, "it below period, unlike in a draft"))
			}
		}
		_, period := interval.At("/period")
		switch flexible := v.Text("/interval/type") == "FLEXIBLE"; {
		case flexible && period:
			found = append(found, v.InBody("/interval/period", "nothing where the type is FLEXIBLE"))
		case !flexible && !period && len(found) == 0:
			found = append(found, v.InBody("/interval/period", "a period where the type is RECURRING"))
		}
		return found
	},
}
