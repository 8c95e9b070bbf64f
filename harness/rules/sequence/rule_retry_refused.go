package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// refusedRow is how many times the same refused call is sent before it is a
// habit.
const refusedRow = 3

// What was refused stays refused: a request is mended, not repeated.
var retryRefused = Check{
	Rule: harness.Rule{
		ID:       "guide.retry-refused",
		Severity: harness.Warning,
		Says:     "A call that was refused with 400, 403, 404, 409 or 422 is not sent again unchanged.",
		Source:   "vippsas/vipps-developers of 2023, errors.md",
		Help:     "read the error, mend the request, and send it with a new key",
	},
	Scope:  OfSubject,
	Caller: true,
	Judge: func(story Story) []Sighting {
		type call struct {
			operation string
			sent      uint64
			status    int
		}
		refused := map[call][]*Fact{}
		for _, f := range story {
			switch f.Status {
			case 400, 403, 404, 409, 422:
			default:
				continue
			}
			if f.Deed == Read || f.Deed == Log || f.Deed == Tell {
				continue
			}
			c := call{f.Operation.ID, f.Sent, f.Status}
			refused[c] = append(refused[c], f)
			if row := refused[c]; len(row) >= refusedRow {
				return []Sighting{{
					At: f, Because: row[:len(row)-1], Want: fmt.Sprintf("another request after %d", f.Status),
					Got: fmt.Sprintf("that of %s for the third time", row[0].Exchange),
				}}
			}
		}
		return nil
	},
}
