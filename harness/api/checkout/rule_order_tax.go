package checkout

import (
	"fmt"
	"math/big"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// taxRate is in hundredths of a percent, taxPercentage, which it replaced, in
// percent: the usual mistake is a factor of a hundred.
var orderTax = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.order-tax",
		Severity: harness.Warning,
		Says:     "A line's tax is what its rate makes of its total without tax, but for rounding.",
		Source:   "checkout.v3 #/components/schemas/OrderLine/properties/taxRate and taxPercentage",
		Help:     "taxRate is in hundredths of a percent: 25 % is 2500",
	},
	Operations: []string{createID, updateID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for i, line := range orderLines(v).Items {
			without, ok1 := number(line, "/totalAmountExcludingTax")
			tax, ok2 := number(line, "/totalTaxAmount")
			for _, rate := range []struct {
				field string
				whole int64
			}{{"/taxRate", 10_000}, {"/taxPercentage", 100}} {
				n, ok := number(line, rate.field)
				if !ok || !ok1 || !ok2 || small(without, n, tax) && near(without*n, tax*rate.whole, rate.whole) || !apart(big.NewRat(without*n, rate.whole), tax) {
					continue
				}
				want := fmt.Sprintf("a rate that makes %d of %d", tax, without)
				if n < rate.whole/100 && !apart(big.NewRat(without*n*100, rate.whole), tax) {
					want = fmt.Sprint(100 * n)
				}
				found = append(found, v.InBody(lineAt(i)+rate.field, want))
				break // one rate of a line is enough
			}
		}
		return found
	},
}
