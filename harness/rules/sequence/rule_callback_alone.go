package sequence

import (
	"kontrakt/harness"
)

// A callback is tried once or a few times and may be lost; polling is what an
// order rests on.
var callbackAlone = Check{
	Rule: harness.Rule{
		ID:       "guide.callback-alone",
		Severity: harness.Warning,
		Says:     "A merchant that is told of a payment by callback also asks for its status before it moves money.",
		Source:   "vippsas/vipps-developers of 2023, polling-guidelines.md; common mistakes",
		Help:     "ask for the payment's status as well; a callback alone may be lost or come late",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		var started, told bool
		for _, f := range story {
			switch {
			case f.Deed == Start && f.OK():
				started = true
			case f.Deed == Tell:
				told = true
			case f.Deed == Read || f.Deed == Log:
				return nil
			case f.Deed == Capture && started && told:
				return []Sighting{{At: f, Want: "a question for the status first", Got: "a capture on the word of a callback alone"}}
			}
		}
		return nil
	},
}
