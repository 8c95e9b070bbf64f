package recurring

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An orderId is one charge's. Of two with the same one is lost.
var bulkNumbers = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.orderid-twice",
		Severity: harness.Warning,
		Says:     "No two charges of a list have the same orderId.",
		Source:   "recurring.v3 #/components/schemas/CreateChargeAsyncV3/properties/orderId",
		Help:     "give every charge a number of its own; externalId may be shared",
	},
	Operations: []string{bulkID},
	Judge: func(v *rules.View) []harness.Finding {
		list, _ := v.RequestBody.At("")
		first := map[string]int{}
		var found []harness.Finding
		for i, item := range list.Items {
			order, ok := item.At("/orderId")
			if !ok || !order.Text() {
				continue
			}
			if at, twice := first[order.String()]; twice {
				found = append(found, v.InBody(fmt.Sprintf("/%d/orderId", i), fmt.Sprintf("another than at /%d/orderId", at)))
				continue
			}
			first[order.String()] = i
		}
		return found
	},
}
