package checkout

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

var shownSummary = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.shown-summary",
		Severity: harness.Warning,
		Says:     "A session that shows the order's lines has some.",
		Source:   "checkout.v3, description of showOrderSummary; API guide",
		Help:     "add transaction.orderSummary, or leave showOrderSummary out",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		show, _ := v.RequestBody.At("/configuration/showOrderSummary")
		if !show.True() || asked(v, summaryAt) {
			return nil
		}
		return []harness.Finding{v.InBody(summaryAt, "an order summary where showOrderSummary is true")}
	},
}
