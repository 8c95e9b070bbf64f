package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// What a customer chooses in Checkout, or in express, costs something, and is
// reserved on top of what lies in the basket.
var captureShipping = Check{
	Rule: harness.Rule{
		ID:       "guide.capture-shipping",
		Severity: harness.Warning,
		Says:     "What is captured includes the shipping that the customer chose in Checkout or in express.",
		Source:   "Checkout API guide of 2023, paymentDetails.amount; eCom API guide, express; common mistakes",
		Help:     "capture what is reserved, not what was in the basket",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		var session, told *Fact
		var captures []*Fact
		for _, f := range story {
			switch {
			case f.Deed == Start && f.Cart > 0 && f.OK():
				session = f
			case f.Deed == Cancel && f.OK():
				return nil
			case f.Deed == Capture && f.OK():
				captures = append(captures, f)
			case f.Stands != nil && f.Stands.Authorized.Known:
				told = f
			}
		}
		if session == nil || told == nil || len(captures) != 1 || !captures[0].Asked.Known {
			return nil
		}
		reserved, took := told.Stands.Authorized.Minor, captures[0].Asked.Minor
		if took != session.Cart || took >= reserved {
			return nil
		}
		return []Sighting{{
			At: captures[0], Because: []*Fact{session, told},
			Want: fmt.Sprintf("%d, which is reserved", reserved), Got: fmt.Sprintf("%d, which is the order without shipping", took),
		}}
	},
}
