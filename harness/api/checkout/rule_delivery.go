package checkout

import (
	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// Who says when and where itself says one thing, and leaves the lookup by type to
// those who do not.
//
// Choice: an official plug-in sends type beside delivery, and it works; so it is
// a warning.
var delivery = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.delivery",
		Severity: harness.Warning,
		Says:     "A way to ship has one of leadTime, pickupPoints and timeslots in delivery, and no type beside it.",
		Source:   "Checkout API, page on shipping, June 2025",
		Help:     "leave out type, and all of delivery but one",
	},
	Operations: []string{createID, updateID, questionID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for o := range sessionrule.Offered(v).Each {
			given := 0
			for _, name := range []string{"leadTime", "pickupPoints", "timeslots"} {
				if part, ok := o.At("/delivery/" + name); ok && !part.Null() {
					given++
				}
			}
			if given > 1 {
				f := o.Found("/delivery", "one of leadTime, pickupPoints and timeslots")
				f.Got = "more than one"
				found = append(found, f)
			}
			if given > 0 && sessionrule.Text(o.Value, "/type") != "" {
				found = append(found, o.Found("/type", "nothing beside delivery"))
			}
		}
		return found
	},
}
