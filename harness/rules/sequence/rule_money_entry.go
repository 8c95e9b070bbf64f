package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// A history tells of a call what the call has asked for.
var moneyEntry = Check{
	Rule: harness.Rule{
		ID:       "money.entry",
		Severity: harness.Error,
		Says:     "The entry of a history that bears a call's idempotency key has the amount of the call, and only one entry has it.",
		Source:   "ecom.v2 transactionLogHistory; epayment.v1 #/components/schemas/PaymentEvent",
		Help:     "the target has moved another amount than it was asked for, or moved it twice: report it to whoever runs it",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		for _, f := range story {
			type mark struct {
				deed Deed
				key  uint64
			}
			seen := map[mark]bool{}
			for _, e := range f.Moved {
				call := story.called(e, f)
				if e.Key == 0 || call == nil {
					continue
				}
				s := Sighting{At: f, Because: []*Fact{call}, In: harness.PartBody, Pointer: e.Pointer, Got: fmt.Sprint(e.Minor)}
				switch {
				case seen[mark{e.Deed, e.Key}]:
					s.Want = fmt.Sprintf("one entry for the %s in %s", e.Deed, call.Exchange)
					return []Sighting{s}
				case call.Asked.Known && call.Asked.Minor != e.Minor:
					s.Want = fmt.Sprintf("%d, as asked for in %s", call.Asked.Minor, call.Exchange)
					return []Sighting{s}
				}
				seen[mark{e.Deed, e.Key}] = true
			}
		}
		return nil
	},
}

// called finds the one call that an entry is about; nil where that is not
// certain.
func (story Story) called(e Entry, f *Fact) *Fact {
	var call *Fact
	for _, g := range story {
		if g.Deed != e.Deed || g.Key != e.Key || !g.OK() || !g.Before(f) {
			continue
		}
		if call != nil && call.Sent != g.Sent {
			return nil // the same key for two requests is another rule's matter
		}
		call = g
	}
	return call
}
