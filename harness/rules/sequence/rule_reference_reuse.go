package sequence

import (
	"kontrakt/harness"
)

// A reference is used up with the first attempt, whatever became of it.
var referenceReuse = Check{
	Rule: harness.Rule{
		ID:       "guide.reference-reuse",
		Severity: harness.Warning,
		Says:     "A new attempt at a payment has a reference of its own.",
		Source:   "knowledge base on orderId; errors 34 of eCom and 4150 of ePayment",
		Help:     "add a number for the attempt: order-456-2",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		var first *Fact
		for _, f := range story {
			switch {
			case f.Deed != Start || f.Kind != "payment":
			case f.OK() && first == nil:
				first = f
			case first != nil && first.Operation.Contract == f.Operation.Contract && f.Status >= 400 && f.Status < 500 && f.Status != 429 &&
				(f.Key == 0 || f.Key != first.Key):
				return []Sighting{{
					At: f, Because: []*Fact{first}, In: harness.PartStatus, Want: "a reference that no earlier attempt has", Got: "that of an earlier attempt, and a refusal",
				}}
			}
		}
		return nil
	},
}
