package sequence

import (
	"kontrakt/harness"
)

// A sales unit has one set of keys for tests and another for production.
var environmentKeys = Check{
	Rule: harness.Rule{
		ID:       "guide.environment-keys",
		Severity: harness.Warning,
		Says:     "Keys of the test environment are not used in production, nor the other way round.",
		Source:   "knowledge base on HTTP errors, 401; common mistakes",
		Help:     "take host and keys from one configuration for each environment",
	},
	Scope:  OfMerchant,
	Caller: true,
	Judge: func(story Story) []Sighting {
		var first *Fact
		for _, f := range story {
			switch {
			case f.Place == "":
			case first == nil:
				first = f
			case f.Place != first.Place:
				return []Sighting{{
					At: f, Because: []*Fact{first}, In: harness.PartHeader, Pointer: "Ocp-Apim-Subscription-Key",
					Want: "a subscription key of " + f.Place, Got: "the one that was used in " + first.Place,
				}}
			}
		}
		return nil
	},
}
