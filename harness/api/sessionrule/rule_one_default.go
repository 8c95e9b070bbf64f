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
			first, n := "", 0
			var found []harness.Finding
			for o := range options.Each {
				n++
				is, given := o.At("/isDefault")
				switch {
				case given && !is.True() && is.PeekRaw() != "false" && !is.Null():
					return nil // the contract says so
				case !is.True():
				case first == "":
					first = o.Pointer()
				default:
					found = append(found, o.Found("/isDefault", fmt.Sprintf("false, since %s is the default", first)))
				}
			}
			if n > 0 && first == "" {
				f := options.found(options.at, "one option that is the default")
				f.Got = fmt.Sprintf("none of %d", n)
				found = append(found, f)
			}
			return found
		},
	}
}
