package epayment

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Every currency has an amount below which nothing can be paid.
var minimumAmount = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.minimum-amount",
		Severity: harness.Warning,
		Says:     "A payment is of 100 øre in NOK, 1 øre in DKK and 1 cent in EUR at the least.",
		Source:   "epayment.v1 #/components/schemas/Amount/properties/value; error 6010",
		Help:     "amounts are in minor units: 10.00 NOK is 1000",
	},
	Operations: []string{createID},
	Judge: func(v *rules.View) []harness.Finding {
		var least int64
		switch v.Text("/amount/currency") {
		case "NOK":
			least = 100
		case "DKK", "EUR":
			least = 1
		}
		value, ok := v.RequestBody.At("/amount/value")
		minor, is := value.Int()
		if !ok || !is || minor < 0 || minor >= least { // below zero the contract speaks
			return nil
		}
		return []harness.Finding{v.InBody("/amount/value", fmt.Sprintf("at least %d", least))}
	},
}
