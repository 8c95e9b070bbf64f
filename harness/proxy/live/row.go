package live

import (
	"slices"
	"time"

	"kontrakt/harness"
)

// A row is one exchange in the list. Times are milliseconds.
type row struct {
	ID        string   `json:"id"`
	At        int64    `json:"at"`
	Method    string   `json:"method"`
	Target    string   `json:"target"`
	Status    int      `json:"status"`
	Took      float64  `json:"took"`
	Contract  string   `json:"contract,omitempty"`
	Operation string   `json:"operation,omitempty"`
	Callback  bool     `json:"callback,omitempty"`
	Failure   string   `json:"failure,omitempty"`
	Errors    int      `json:"errors,omitempty"`
	Warnings  int      `json:"warnings,omitempty"`
	Notes     int      `json:"notes,omitempty"`
	Rules     []string `json:"rules,omitempty"`

	// number is its place in the order of judging.
	number int
}

// longestTarget is how much of a request-target a row shows, in bytes.
const longestTarget = 300

func rowOf(j *harness.Judged, number int) row {
	r := row{
		number: number, ID: j.ID, At: j.Started.UnixMilli(), Method: j.Request.Method, Target: cut(j.Request.Target, longestTarget),
		Status: j.Response.Status, Took: milliseconds(j.Duration), Callback: j.Flow == harness.FlowCallback,
	}
	if j.Operation != nil {
		r.Contract, r.Operation = j.Operation.Contract, j.Operation.ID
	}
	if j.Failure != nil {
		r.Failure = string(j.Failure.Kind)
	}
	for _, f := range j.Findings {
		if f.Expected {
			continue
		}
		switch f.Severity {
		case harness.Error:
			r.Errors++
		case harness.Warning:
			r.Warnings++
		default:
			r.Notes++
		}
		if !slices.Contains(r.Rules, f.Rule) {
			r.Rules = append(r.Rules, f.Rule)
		}
	}
	return r
}

// milliseconds are exact to the microsecond.
func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && s[most]&0xc0 == 0x80 {
		most--
	}
	return s[:most] + "…"
}
