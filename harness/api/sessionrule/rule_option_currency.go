package sessionrule

import (
	"fmt"

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
			for _, o := range Offered(v) {
				got := Text(o.Value, "/amount/currency")
				if want == "" && got != "" {
					want, which = got, "as the first option has it"
				}
				if got != "" && got != want {
					found = append(found, o.Found(o.Pointer+"/amount/currency", fmt.Sprintf("%q, %s", want, which)))
				}
			}
			return found
		},
	}
}
