package sequence

import (
	"fmt"
	"time"

	"kontrakt/harness"
)

// patience is how long a customer has to approve a payment.
const patience = 10 * time.Minute

// A customer who is still at it loses what lies in the basket.
var cancelEarly = Check{
	Rule: harness.Rule{
		ID:       "guide.cancel-early",
		Severity: harness.Note,
		Says:     "A payment that waits for the customer is not cancelled within the ten minutes that the customer has.",
		Source:   "knowledge base on time limits; common mistakes of eCom and ePayment",
		Help:     "let the payment expire by itself, unless the customer has given up in your shop",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		var start, last *Fact
		for _, f := range story {
			switch {
			case f.Deed == Start && f.OK():
				start = f
			case f.Stands != nil && f.Stands.State != "" && f.Deed != Cancel:
				last = f
			case f.Deed == Approve && f.OK():
				return nil
			case f.Deed == Cancel && start != nil && last != nil && last.Stands.State == "pending" && f.Started.Sub(start.Ended) < patience:
				return []Sighting{{
					At: f, Because: []*Fact{start, last}, Want: "no cancel while the customer may still approve",
					Got: fmt.Sprintf("one after %s", f.Started.Sub(start.Ended).Round(time.Second)),
				}}
			}
		}
		return nil
	},
}
