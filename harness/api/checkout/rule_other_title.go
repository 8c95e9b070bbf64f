package checkout

import (
	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
	"kontrakt/harness/sandbox/logistics"
)

// An option of no known carrier says itself what it is. Until 2025 the document
// asked for it.
var otherTitle = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.other-title",
		Severity: harness.Warning,
		Says:     "A way to ship of the brand OTHER has a title.",
		Source:   "checkout.v3, edition of 2023-12, OtherLogisticsOption",
		Help:     "add what the customer is to read, such as Click and collect",
	},
	Operations: []string{createID, updateID, questionID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for o := range sessionrule.Offered(v).Each {
			title, _ := o.At("/title")
			if sessionrule.Text(o.Value, "/brand") == string(logistics.Other) && title.Null() {
				found = append(found, o.Found("/title", "a title with the brand OTHER"))
			}
		}
		return found
	},
}
