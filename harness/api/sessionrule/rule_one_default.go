package sessionrule

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// OneDefault: one way to ship is chosen until the customer chooses another. Where
// none is the default, the one of the lowest priority is.
func OneDefault(operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.one-default",
			Severity: harness.Warning,
			Says:     "Exactly one of the ways to ship has isDefault.",
			Source:   "Checkout, description of isDefault and priority",
			Help:     "set isDefault of the one that is to be chosen beforehand, and of no other",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			options := Offered(v)
			if len(options) == 0 {
				return nil
			}
			first := ""
			var found []harness.Finding
			for _, o := range options {
				is, given := o.At("/isDefault")
				switch {
				case given && !is.True() && is.Raw() != "false" && !is.Null():
					return nil // the contract says so
				case !is.True():
				case first == "":
					first = o.Pointer
				default:
					found = append(found, o.Found(o.Pointer+"/isDefault", fmt.Sprintf("false, since %s is the default", first)))
				}
			}
			if first == "" {
				f := options[0].Found("/logistics/fixedOptions", "one option that is the default")
				f.Pointer = parent(options[0].Pointer)
				f.Got = fmt.Sprintf("none of %d", len(options))
				found = append(found, f)
			}
			return found
		},
	}
}

// parent leads to the list that an item stands in.
func parent(pointer string) string {
	for i := len(pointer) - 1; i >= 0; i-- {
		if pointer[i] == '/' {
			return pointer[:i]
		}
	}
	return ""
}
