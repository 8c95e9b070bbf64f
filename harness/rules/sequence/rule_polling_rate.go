package sequence

import (
	"fmt"
	"time"

	"kontrakt/harness"
)

// A status is asked for every two seconds, beginning five seconds after the
// start; every second where somebody waits at a counter. One question too soon is
// nobody's trouble, a row of them is.
const (
	pollingPause = 2 * time.Second
	counterPause = time.Second
	// pollingSlack is what timers and networks take from a pause.
	pollingSlack = 500 * time.Millisecond
	pollingRow   = 5
)

var pollingRate = Check{
	Rule: harness.Rule{
		ID:       "guide.polling-rate",
		Severity: harness.Warning,
		Says:     "The status of a payment is asked for every two seconds at most, or every second while the customer waits at a counter.",
		Source:   "vippsas/vipps-developers of 2023, polling-guidelines.md; knowledge base on points of sale",
		Help:     "wait two seconds between two questions about the same payment, and five before the first",
	},
	Scope:  OfSubject,
	Caller: true,
	Pace:   true,
	Judge: func(story Story) []Sighting {
		var row []*Fact
		told, between := 0, pollingPause
		for _, f := range story {
			switch {
			case f.Deed == Start && f.Counter:
				row, between = nil, counterPause
				continue
			case f.Deed == Tell:
				told++
				continue
			case f.Deed != Read && f.Deed != Log:
				row = nil
				continue
			case told > 0: // who is told that something has happened asks what
				told--
				continue
			}
			if n := len(row); n > 0 && f.Started.Sub(row[n-1].Started) >= between-pollingSlack {
				row = nil
			}
			if row = append(row, f); len(row) >= pollingRow {
				apart := f.Started.Sub(row[0].Started) / time.Duration(len(row)-1)
				return []Sighting{{
					At: f, Because: row[:len(row)-1], Want: fmt.Sprintf("%s between two questions", between),
					Got: fmt.Sprintf("%d of them %s apart", len(row), apart.Round(10*time.Millisecond)),
				}}
			}
		}
		return nil
	},
}
