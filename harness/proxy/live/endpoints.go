package live

import (
	"math"
	"slices"
	"time"

	"kontrakt/harness"
)

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
	// P50, P95 and Max are milliseconds that the target took, of the latest calls
	// that were read.
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	Max float64 `json:"max"`
}

// before is how the run stood at the last reset.
type before struct {
	// findings counts sightings, by the finding.
	findings   map[string]int
	operations map[harness.Operation]harness.OperationStats
}

func newBefore(run *harness.Run) before {
	b := before{map[string]int{}, map[harness.Operation]harness.OperationStats{}}
	for i := range run.Findings {
		b.findings[keyOf(&run.Findings[i])] = run.Findings[i].Count
	}
	for _, o := range run.Operations {
		b.operations[o.Operation] = o
	}
	return b
}

// endpoints gives those that were called since, in the order of the run.
func (v *view) endpoints(run *harness.Run, since []finding) []endpoint {
	list := []endpoint{}
	for _, o := range run.Operations {
		then := v.before.operations[o.Operation]
		if o.Calls <= then.Calls {
			continue
		}
		e := endpoint{
			Contract: o.Contract, Operation: o.ID, Method: o.Method, Path: o.Path, Callback: o.Flow == harness.FlowCallback,
			Calls: o.Calls - then.Calls, OK: o.OK - then.OK, Statuses: map[string]int{},
		}
		for status, n := range o.Statuses {
			if n > then.Statuses[status] {
				e.Statuses[decimal(status)] = n - then.Statuses[status]
			}
		}
		for _, f := range since {
			switch {
			case f.Contract != e.Contract || f.Operation != e.Operation:
			case f.Severity == string(harness.Error):
				e.Errors += f.Count
			case f.Severity == string(harness.Warning):
				e.Warnings += f.Count
			}
		}
		if times := v.recent[o.Operation]; times != nil {
			sorted := slices.Sorted(slices.Values(times.waited))
			e.P50, e.P95, e.Max = quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 1)
		}
		list = append(list, e)
	}
	return list
}

// recent are the times that the target took of late, by operation.
type recent map[harness.Operation]*times

// times are those of the latest calls, in a ring.
type times struct {
	waited []time.Duration
	next   int
}

// latest is how many calls the times of an endpoint come from.
const latest = 256

func (all recent) add(j *harness.Judged) {
	if j.Operation == nil || j.Response.Status == 0 || j.Failure != nil {
		return
	}
	t := all[*j.Operation]
	if t == nil {
		t = new(times)
		all[*j.Operation] = t
	}
	if len(t.waited) < latest {
		t.waited = append(t.waited, j.Waited)
		return
	}
	t.waited[t.next] = j.Waited
	t.next = (t.next + 1) % latest
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
