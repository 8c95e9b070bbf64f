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
			return twice(Offered(v), "/id", func(first string) string { return "another id than " + first })
		},
	}
}

// twice finds the members of options that have the value of an earlier one.
func twice(options []Option, member string, want func(first string) string) []harness.Finding {
	first := map[string]string{}
	var found []harness.Finding
	for _, o := range options {
		value, ok := o.At(member)
		if !ok || value.Null() {
			continue
		}
		if before, known := first[value.Raw()]; known {
			found = append(found, o.Found(o.Pointer+member, want(fmt.Sprintf("option %s", before))))
			continue
		}
		first[value.Raw()] = index(o.Pointer)
	}
	return found
}

// index is an item's place in its list.
func index(pointer string) string { return pointer[len(parent(pointer))+1:] }
