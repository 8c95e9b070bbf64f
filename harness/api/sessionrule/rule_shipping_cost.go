package sessionrule

import (
	"fmt"
	"math/big"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// ShippingCost: what shipping costs is in minor units here. In eCom's express
// payments it is in kroner, and code that was written for those goes wrong by a
// hundred.
//
// Choice: a cost of less than one krone or euro is taken for kroner or euros, and
// one of 5000 kroner or 500 euros for minor units that were multiplied once more.
func ShippingCost(operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.shipping-cost",
			Severity: harness.Warning,
			Says:     "What a way to ship costs is given in minor units.",
			Source:   "Checkout, description of the option's amount; eCom has shippingCost in kroner",
			Help:     "amounts are integers in minor units: 49.00 NOK is 4900",
		},
		Operations: operations,
		Replaces:   []string{"schema.type", "body.lossy-number"},
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			for o := range Offered(v).Each {
				cost, _ := o.At(costAt)
				if f, wrong := judgeCost(o, cost, Text(o.Value, "/amount/currency")); wrong {
					found = append(found, f)
				}
			}
			return found
		},
	}
}

const costAt = "/amount/value"

// judgeCost judges what one option costs.
func judgeCost(o Option, cost rules.Value, currency string) (harness.Finding, bool) {
	most := int64(500_000)
	if currency == "EUR" {
		most = 50_000
	}
	n, whole := cost.Int()
	switch {
	case whole && n > 0 && n < 100:
		return o.Found(costAt, fmt.Sprintf("minor units: %d.00 %s is %d", n, currency, 100*n)), true
	case whole && n >= most:
		return o.Found(costAt, fmt.Sprintf("a cost of shipping in minor units: %d is %d.%02d %s", n, n/100, n%100, currency)), true
	case whole:
		return harness.Finding{}, false
	}
	sum := cost.Decimal()
	if cost.Text() {
		sum, _ = new(big.Rat).SetString(cost.String())
	}
	if sum == nil {
		return harness.Finding{}, false // the contract says so
	}
	f := o.Found(costAt, "an integer in minor units")
	f.Severity = harness.Error
	return f, true
}
