package sessionrule

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// OptionIDs: shippingMethodId is the only way back to the option that the
// customer chose.
func OptionIDs(operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.option-ids",
			Severity: harness.Warning,
			Says:     "No two ways to ship have the same id.",
			Source:   "Checkout, description of the option's id and of shippingMethodId",
			Help:     "give each option an id of its own: only the id comes back",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			return twice(v, "/id", func(first string) string { return "another id than " + first })
		},
	}
}

// twice finds the members of options that have the value of an earlier one.
func twice(v *rules.View, member string, want func(first string) string) []harness.Finding {
	first := map[string]int{}
	var found []harness.Finding
	for o := range Offered(v).Each {
		value, ok := o.At(member)
		if !ok || value.Null() {
			continue
		}
		if before, known := first[value.PeekRaw()]; known {
			found = append(found, o.Found(member, want(fmt.Sprintf("option %d", before))))
			continue
		}
		first[value.PeekRaw()] = o.i
	}
	return found
}
