package live

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"kontrakt/harness"
)

// figures are what stands above the list, and its two other sides. They count
// since the last reset, but for what breaks a run as a whole.
type figures struct {
	// at is how many exchanges they know of.
	at        int
	Exchanges int        `json:"exchanges"`
	Errors    int        `json:"errors"`
	Warnings  int        `json:"warnings"`
	Notes     int        `json:"notes"`
	Recorded  int        `json:"recorded"`
	Broken    int        `json:"broken"`
	Dropped   int        `json:"dropped"`
	Findings  []finding  `json:"findings"`
	Endpoints []endpoint `json:"endpoints"`
}

// A finding is one mistake with all its sightings.
type finding struct {
	Rule      string   `json:"rule"`
	Severity  string   `json:"severity"`
	Contract  string   `json:"contract,omitempty"`
	Operation string   `json:"operation,omitempty"`
	Method    string   `json:"method,omitempty"`
	Path      string   `json:"path,omitempty"`
	Where     string   `json:"where"`
	Want      string   `json:"want,omitempty"`
	Got       string   `json:"got,omitempty"`
	Spec      string   `json:"spec,omitempty"`
	Help      string   `json:"help,omitempty"`
	Blame     string   `json:"blame,omitempty"`
	Because   string   `json:"because,omitempty"`
	Count     int      `json:"count,omitempty"`
	Exchanges []string `json:"exchanges,omitempty"`
}

// mostFindings is how many are shown; the report has all.
const mostFindings = 500

// keyOf tells findings apart across two looks at the same run.
func keyOf(f *harness.Finding) string {
	if f.Direction == harness.InSequence {
		return strings.Join([]string{f.Fingerprint(), f.Path}, "|")
	}
	return strings.Join([]string{f.Fingerprint(), f.Path, f.Want}, "|")
}

func findingOf(f *harness.Finding) finding {
	one := finding{
		Rule: f.Rule, Severity: string(f.Severity), Contract: f.Contract, Operation: f.Operation, Method: f.Method, Path: f.Path,
		Where: f.Where(), Want: f.Want, Got: f.Got, Help: f.Help, Blame: string(f.Blame), Because: f.Because,
	}
	if f.Spec.File != "" {
		one.Spec = f.Spec.File + ":" + decimal(f.Spec.Line) + " " + f.Spec.Pointer
	}
	return one
}

// count makes the figures anew. The lock is held.
func (v *view) count() *figures {
	var run harness.Run
	v.source.Stand(&run)
	c := &figures{
		at: min(v.seen, run.Recorded), Exchanges: v.seen - v.base, Recorded: run.Recorded, Broken: run.Broken, Dropped: run.Dropped,
		Findings: []finding{}, Endpoints: v.endpoints.list(),
	}
	for i := range run.Findings {
		f := &run.Findings[i]
		since := f.Count - v.before[keyOf(f)]
		if since <= 0 {
			continue
		}
		switch f.Severity {
		case harness.Error:
			c.Errors++
		case harness.Warning:
			c.Warnings++
		default:
			c.Notes++
		}
		if len(c.Findings) < mostFindings {
			one := findingOf(f)
			one.Count, one.Exchanges = since, f.Exchanges
			c.Findings = append(c.Findings, one)
		}
	}
	return c
}

// An endpoint is the health of one operation.
type endpoint struct {
	Contract  string         `json:"contract"`
	Operation string         `json:"operation"`
	Method    string         `json:"method"`
	Path      string         `json:"path"`
	Callback  bool           `json:"callback,omitempty"`
	Calls     int            `json:"calls"`
	OK        int            `json:"ok"`
	Errors    int            `json:"errors"`
	Warnings  int            `json:"warnings"`
	Statuses  map[string]int `json:"statuses"`
	// P50, P95 and Max are milliseconds that the target took, of the latest
	// calls.
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	Max float64 `json:"max"`

	waited []time.Duration
	next   int
}

// endpoints are those that were called.
type endpoints map[harness.Operation]*endpoint

// latest is how many calls the times of an endpoint come from.
const latest = 256

func (all endpoints) add(j *harness.Judged) {
	if j.Operation == nil {
		return
	}
	e := all[*j.Operation]
	if e == nil {
		o := j.Operation
		e = &endpoint{Contract: o.Contract, Operation: o.ID, Method: o.Method, Path: o.Path, Callback: o.Flow == harness.FlowCallback, Statuses: map[string]int{}}
		all[*o] = e
	}
	e.Calls++
	status := j.Response.Status
	e.Statuses[decimal(status)]++
	if status/100 == 2 {
		e.OK++
	}
	for _, f := range j.Findings {
		switch {
		case f.Expected:
		case f.Severity == harness.Error:
			e.Errors++
		case f.Severity == harness.Warning:
			e.Warnings++
		}
	}
	if status == 0 || j.Failure != nil {
		return
	}
	if len(e.waited) < latest {
		e.waited = append(e.waited, j.Waited)
		return
	}
	e.waited[e.next] = j.Waited
	e.next = (e.next + 1) % latest
}

// list gives copies, sorted by contract and path.
func (all endpoints) list() []endpoint {
	list := make([]endpoint, 0, len(all))
	for _, e := range all {
		one := *e
		one.waited = nil
		one.Statuses = make(map[string]int, len(e.Statuses))
		for status, n := range e.Statuses {
			one.Statuses[status] = n
		}
		sorted := slices.Sorted(slices.Values(e.waited))
		one.P50, one.P95, one.Max = quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 1)
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b endpoint) int {
		return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method), cmp.Compare(a.Operation, b.Operation))
	})
	return list
}

// quantile gives the duration that a share of all does not exceed, in
// milliseconds.
func quantile(sorted []time.Duration, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(share * float64(len(sorted))))
	return milliseconds(sorted[max(rank, 1)-1])
}
