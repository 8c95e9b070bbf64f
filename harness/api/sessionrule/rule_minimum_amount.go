package sessionrule

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// MinimumAmount: a transaction of 0 is right where shipping costs something, so
// what counts is what the customer pays with the cheapest way to ship.
//
// Choice: where the merchant is asked for ways to ship, nothing is known of the
// sum.
func MinimumAmount(operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.minimum-amount",
			Severity: harness.Warning,
			Says:     "With the cheapest way to ship, a customer pays 100 øre in NOK, 1 øre in DKK and 1 cent in EUR at the least.",
			Source:   "Checkout, how shipping works, vippsas/vipps-checkout-api @e903467; quick start",
			Help:     "amounts are in minor units: 10.00 NOK is 1000; free shipping needs an order that costs something",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			const pointer = "/transaction/amount/value"
			value, ok := v.RequestBody.At(pointer)
			goods, is := value.Int()
			if !ok || !is || goods < 0 || v.Text("/type") == "SUBSCRIPTION" || asked(v, "/logistics/dynamicOptionsCallback") {
				return nil
			}
			currency := v.Text("/transaction/amount/currency")
			least := leastOf(currency)
			shipping, cheapest := cheapest(v)
			if goods+shipping >= least {
				return nil
			}
			f := v.InBody(pointer, fmt.Sprintf("at least %d", least))
			if cheapest != "" {
				f.Want = fmt.Sprintf("at least %d with the cheapest option, %s", least, cheapest)
			}
			return []harness.Finding{f}
		},
	}
}

// cheapest is the lowest cost of the options and which has it; "" where there is
// none.
func cheapest(v *rules.View) (int64, string) {
	cost, which := int64(0), ""
	for o := range Offered(v).Each {
		value, _ := o.At("/amount/value")
		if n, is := value.Int(); is && (which == "" || n < cost) {
			cost, which = n, o.Pointer()
		}
	}
	return cost, which
}

// asked says whether the request's body has something other than null there.
func asked(v *rules.View, pointer string) bool {
	value, ok := v.RequestBody.At(pointer)
	return ok && !value.Null()
}

// leastOf is the least that can be paid in a currency, in minor units.
func leastOf(currency string) int64 {
	switch currency {
	case "NOK":
		return 100
	case "DKK", "EUR":
		return 1
	}
	return 0
}
