package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// Nobody takes more than was authorized, nor gives back more than was. What
// others have done unseen only leaves less.
var moneyBeyond = Check{
	Rule: harness.Rule{
		ID:       "money.beyond",
		Severity: harness.Error,
		Says:     "Captures that succeed stay within what is authorized and not captured or cancelled yet; refunds within what was authorized.",
		Source:   "vippsas/vipps-ecom-api and vippsas/vipps-epayment-api of 2023, on capture and refund",
		Help:     "the target moved money that was not there: report it to whoever runs it",
	},
	Scope: OfSubject,
	Judge: func(story Story) []Sighting {
		return append(story.beyond(Capture, leftToCapture), story.beyond(Refund, leftToRefund)...)
	},
}

// beyond finds the first success that moved more than any answer before left.
func (story Story) beyond(deed Deed, left func(*Standing) (int64, bool)) []Sighting {
	for _, f := range story {
		if f.Deed != deed || !f.OK() || !f.Asked.Known || f.repeats {
			continue
		}
		for _, g := range story {
			if g.Stands == nil || g.repeats || !g.Before(f) {
				continue
			}
			limit, known := left(g.Stands)
			if !known {
				continue
			}
			because := []*Fact{g}
			for _, act := range story.acts(deed, g, f) {
				limit -= act.Asked.Minor
				because = append(because, act)
			}
			if f.Asked.Minor > limit {
				return []Sighting{{
					At: f, Because: because, In: harness.PartStatus,
					Want: fmt.Sprintf("a refusal, with %d left after %s", max(limit, 0), ledger(because)),
					Got:  fmt.Sprintf("%d for %d", f.Status, f.Asked.Minor),
				}}
			}
		}
	}
	return nil
}

// leftToCapture is unknown before anything is authorized: the customer may
// approve unseen.
func leftToCapture(s *Standing) (int64, bool) {
	if !s.Authorized.Known || s.Authorized.Minor == 0 || !s.Captured.Known {
		return 0, false
	}
	return s.Authorized.Minor - s.Captured.Minor - s.Cancelled.Minor, true
}

// leftToRefund counts all that was authorized: captures may go unseen.
func leftToRefund(s *Standing) (int64, bool) {
	if !s.Authorized.Known || s.Authorized.Minor == 0 || !s.Refunded.Known {
		return 0, false
	}
	return s.Authorized.Minor - s.Cancelled.Minor - s.Refunded.Minor, true
}
