package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// What was answered as a success is in the sums from then on. Others may have
// moved more, so that a sum may be greater than what is known of, never smaller.
var moneyLost = Check{
	Rule: harness.Rule{
		ID:       "money.lost",
		Severity: harness.Error,
		Says:     "Sums of captured, refunded and cancelled money hold every capture, refund and cancel that was answered as a success before.",
		Source:   "ecom.v2 transactionSummary; epayment.v1 #/components/schemas/Aggregate",
		Help:     "the target has lost money that it said was moved: report it to whoever runs it",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		return append(story.lost(Capture, func(s *Standing) Sum { return s.Captured }),
			story.lost(Refund, func(s *Standing) Sum { return s.Refunded })...)
	},
}

// lost finds the first answer in which a sum lacks what was moved before.
func (story Story) lost(deed Deed, of func(*Standing) Sum) []Sighting {
	for _, f := range story {
		if !f.states(of) {
			continue
		}
		stands := of(f.Stands)
		told, since, because := story.standing(f, of)
		base := told
		for _, act := range append(story.acts(deed, since, f), f) {
			if act != f || f.Deed == deed && f.OK() && f.Asked.Known && !f.repeats {
				base += act.Asked.Minor
				because = append(because, act)
			}
		}
		// Less than was told before is another rule's matter.
		if stands.Minor >= told && stands.Minor < base {
			return []Sighting{{
				At: f, Because: because, In: harness.PartBody, Pointer: stands.Pointer,
				Want: fmt.Sprintf("at least %d, after %s", base, ledger(because)), Got: fmt.Sprint(stands.Minor),
			}}
		}
	}
	return nil
}

// standing is the greatest sum that was told before f, and who told it.
func (story Story) standing(f *Fact, of func(*Standing) Sum) (minor int64, teller *Fact, because []*Fact) {
	for _, g := range story {
		if !g.states(of) || !g.Before(f) {
			continue
		}
		if sum := of(g.Stands); teller == nil || sum.Minor > minor {
			minor, teller = sum.Minor, g
		}
	}
	if teller != nil {
		because = append(because, teller)
	}
	return minor, teller, because
}

// acts are the calls of a kind that were answered as a success after since had
// ended and before f began, each once however often it was repeated.
func (story Story) acts(deed Deed, since, f *Fact) []*Fact {
	var list []*Fact
	for _, g := range story {
		if g.Deed != deed || !g.OK() || !g.Asked.Known || !g.Before(f) || g.repeats {
			continue
		}
		if since == nil || since != g && since.Before(g) {
			list = append(list, g)
		}
	}
	return list
}

// states says whether an exchange states a sum as it stands by then.
func (f *Fact) states(of func(*Standing) Sum) bool {
	return f.Stands != nil && !f.repeats && of(f.Stands).Known
}
