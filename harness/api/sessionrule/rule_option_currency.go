package sessionrule

import (
	"fmt"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// OptionCurrency: what is paid is one sum, of goods and shipping.
func OptionCurrency(operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.option-currency",
			Severity: harness.Warning,
			Says:     "Ways to ship cost money of the currency that the order is in.",
			Source:   "Checkout, how shipping works: the cost is added to the amount of the transaction",
			Help:     "use the currency of transaction.amount",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			want, which := v.Text("/transaction/amount/currency"), "as the transaction has it"
			var found []harness.Finding
			for o := range Offered(v).Each {
				const place = "/amount/currency"
				got := Text(o.Value, place)
				switch {
				case want == "" && got != "":
					// Of an answer nobody knows the order, but where Checkout is sold.
					want, which = got, "as the first option has it"
					if !slices.Contains([]string{"NOK", "DKK", "EUR"}, got) {
						found = append(found, o.Found(place, `"NOK", "DKK" or "EUR"`))
					}
				case got != "" && got != want:
					found = append(found, o.Found(place, fmt.Sprintf("%q, %s", want, which)))
				}
			}
			return found
		},
	}
}
