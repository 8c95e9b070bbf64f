package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// A payment has one currency from its start to its end.
var moneyCurrency = Check{
	Rule: harness.Rule{
		ID:       "money.currency",
		Severity: harness.Error,
		Says:     "All amounts of a payment that are accepted or told have the currency that it was started in.",
		Source:   "epayment.v1 #/components/schemas/Amount; vippsas/vipps-epayment-api of 2023, on currencies",
		Help:     "name the currency that the payment was started in; where the answer changed it, report it to whoever runs the target",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		var first *Fact
		for _, f := range story {
			currency := f.currency()
			switch {
			case currency == "":
			case first == nil:
				first = f
			case currency != first.currency():
				return []Sighting{{
					At: f, Because: []*Fact{first},
					Want: fmt.Sprintf("%q, as in %s", first.currency(), first.Exchange), Got: fmt.Sprintf("%q", currency),
				}}
			}
		}
		return nil
	},
}

// currency is what an accepted request or an answer names.
func (f *Fact) currency() string {
	if f.Stands != nil && f.Stands.Currency != "" {
		return f.Stands.Currency
	}
	if f.OK() && f.Asked.Known {
		return f.Asked.Currency
	}
	return ""
}
