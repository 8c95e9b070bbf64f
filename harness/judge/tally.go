package judge

import (
	"cmp"
	"maps"
	"slices"

	"kontrakt/harness"
)

// A Break is an exchange that tool or target broke, so that it could not be
// judged whole.
type Break struct {
	Exchange, Scenario string
	Kind               harness.FailureKind
	Detail             string
}

// tally counts what was judged.
type tally struct {
	recorded   int
	broken     int
	breaks     []Break
	findings   groups
	operations map[harness.Operation]*figures
}

// maxBreaks is how many breaks are listed; all are counted.
const maxBreaks = 100

func newTally() tally {
	return tally{findings: groups{}, operations: map[harness.Operation]*figures{}}
}

// figures are those of one operation.
type figures struct {
	calls, ok, client, server int
	statuses                  map[int]int
	// answered holds the statuses that the callee itself gave.
	answered  map[int]bool
	latencies latencies
	shapes    map[string]harness.Shape
}

func (f *figures) shape(s *harness.Shape) {
	if f.shapes == nil {
		f.shapes = map[string]harness.Shape{}
	}
	f.shapes[s.ID] = *s
}

func (t *tally) add(judged *harness.Judged, fault error) {
	t.recorded++
	if b := broke(judged, fault); b != nil {
		t.broken++
		at, _ := slices.BinarySearchFunc(t.breaks, *b, func(a, b Break) int { return byID(a.Exchange, b.Exchange) })
		if at < maxBreaks {
			t.breaks = slices.Insert(t.breaks, at, *b)
			t.breaks = t.breaks[:min(len(t.breaks), maxBreaks)]
		}
	}
	if judged.Operation == nil {
		return
	}
	f := t.operations[*judged.Operation]
	if f == nil {
		f = &figures{statuses: map[int]int{}, answered: map[int]bool{}}
		t.operations[*judged.Operation] = f
	}
	f.add(&judged.Exchange)
}

// broke says how tool or target broke an exchange; nil where neither did. What
// a merchant's endpoint does not answer is the scenario's matter.
func broke(judged *harness.Judged, fault error) *Break {
	b := &Break{Exchange: judged.ID, Scenario: judged.Scenario}
	if fault != nil {
		b.Kind, b.Detail = harness.Refused, fault.Error()
		return b
	}
	if judged.Failure == nil || judged.Flow == harness.FlowCallback {
		return nil
	}
	switch judged.Failure.Kind {
	case harness.CallerGone:
		if judged.Response.Status != 0 {
			return nil
		}
		fallthrough // who hung up before there was an answer leaves nothing to judge
	case harness.Unreachable, harness.TimedOut, harness.CutOff:
		b.Kind, b.Detail = judged.Failure.Kind, judged.Failure.Detail
		return b
	}
	return nil
}

func (f *figures) add(x *harness.Exchange) {
	status := x.Response.Status
	f.calls++
	f.statuses[status]++
	switch {
	case status >= 500:
		f.server++
	case status >= 400:
		f.client++
	case status >= 200:
		f.ok++
	}
	if status == 0 || x.Failure != nil {
		return
	}
	f.answered[status] = true
	f.latencies.add(x.Waited)
}

// stats gives the figures of every operation that was called, sorted.
func (t *tally) stats(findings []harness.Finding) []harness.OperationStats {
	all := make([]harness.OperationStats, 0, len(t.operations))
	index := map[[2]string]int{}
	for op, f := range t.operations {
		stats := harness.OperationStats{
			Operation: op, Calls: f.calls, OK: f.ok, ClientErrors: f.client, ServerErrors: f.server,
			Statuses: make(map[int]int, len(f.statuses)),
			Shapes:   f.listShapes(),
			P50:      f.latencies.quantile(0.50), P95: f.latencies.quantile(0.95), Max: f.latencies.max,
		}
		stats.MedianLow, stats.MedianHigh = f.latencies.median()
		for status, n := range f.statuses {
			stats.Statuses[status] = n
		}
		all = append(all, stats)
	}
	slices.SortFunc(all, func(a, b harness.OperationStats) int {
		return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method), cmp.Compare(a.ID, b.ID))
	})
	for i, stats := range all {
		index[[2]string{stats.Contract, stats.ID}] = i
	}
	for _, f := range findings {
		i, known := index[[2]string{f.Contract, f.Operation}]
		if !known {
			continue
		}
		switch f.Severity {
		case harness.Error:
			all[i].Errors++
		case harness.Warning:
			all[i].Warnings++
		case harness.Note:
			all[i].Notes++
		}
	}
	return all
}

func (f *figures) listShapes() []harness.Shape {
	all := slices.Collect(maps.Values(f.shapes))
	slices.SortFunc(all, func(a, b harness.Shape) int { return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.ID, b.ID)) })
	return all
}
