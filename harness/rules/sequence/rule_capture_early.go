package sequence

import (
	"kontrakt/harness"
)

// Who captures has seen that the customer approved.
var captureEarly = Check{
	Rule: harness.Rule{
		ID:       "guide.capture-early",
		Severity: harness.Warning,
		Says:     "A capture is made when polling or a callback has said that the payment is reserved.",
		Source:   "vippsas/vipps-epayment-api and vippsas/vipps-ecom-api of 2023, on capture and polling",
		Help:     "poll, or wait for the callback, and capture when the payment is reserved",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		started := false
		for i, f := range story {
			switch {
			case f.Deed == Start && f.OK():
				started = true
			case f.Deed != Capture || !started:
			case f.Status < 400 || f.Status >= 500 || story[:i].reserved():
				return nil
			default:
				return []Sighting{{
					At: f, In: harness.PartStatus, Want: "a capture after the payment is reserved", Got: "one before anybody has said so",
				}}
			}
		}
		return nil
	},
}

// reserved says whether anybody has said that money is reserved.
func (story Story) reserved() bool {
	for _, f := range story {
		if f.Deed == Approve && f.OK() || f.Stands != nil && (f.Stands.Authorized.Minor > 0 || f.Stands.Captured.Minor > 0) {
			return true
		}
	}
	return false
}
