// Package compare holds two reports against each other: what regressed, what got
// better, what changed, and what of that was volatile before.
//
// It reads report documents and nothing else; it judges no exchange. What follows
// from a scenario that turned is not told again: where the scenario ended early,
// operations lack proof, and that is no second regression.
package compare

import (
	"cmp"
	"slices"

	"kontrakt/reports"
)

// Schema names the version of the document.
const Schema = "kontrakt/compare/v1"

// The weights of changes.
const (
	Regression  = "regression"
	Improvement = "improvement"
	Neutral     = "change"
)

// A Document is the comparison of two runs. No list is null.
type Document struct {
	Schema string `json:"schema"`
	Base   Run    `json:"base"`
	New    Run    `json:"new"`
	// Again is the second run of the base side; its ID is "" where there is none.
	Again  Run    `json:"again"`
	Totals Totals `json:"totals"`
	// Changes are sorted: regressions first, then by kind and place.
	Changes []Change `json:"changes"`
	Notes   []string `json:"notes"`
}

// Run is one of the runs that are compared.
type Run struct {
	ID        string `json:"id"`
	StartedAt string `json:"startedAt"`
	Tool      string `json:"tool"`
	Target    string `json:"target"`
	Verdict   string `json:"verdict"`
	Scenarios int    `json:"scenarios"`
}

// Totals counts changes by weight. Volatile are those left out because the base
// side differs from itself there, Follow those that follow from others.
type Totals struct {
	Regressions  int `json:"regressions"`
	Improvements int `json:"improvements"`
	Changes      int `json:"changes"`
	Volatile     int `json:"volatile"`
	Follow       int `json:"follow"`
}

// Change is one thing that is otherwise. Kind is scenario-turned, scenario-new,
// scenario-gone, finding-new, finding-gone, finding-heavier, coverage-lost,
// coverage-gained, proof-lost, proof-gained, latency, shape or status.
type Change struct {
	Weight    string `json:"weight"`
	Kind      string `json:"kind"`
	Contract  string `json:"contract"`
	Operation string `json:"operation"`
	// Text says what is otherwise; Base and New are how it was and is.
	Text string `json:"text"`
	Base string `json:"base"`
	New  string `json:"new"`
	// Scenarios are those in which it is so.
	Scenarios []string `json:"scenarios"`
	// Steps are the lines in which it is so, where that is known.
	Steps []string `json:"steps"`
	// Fingerprint is the finding's, where it is one.
	Fingerprint string `json:"fingerprint"`
}

// Two compares NEW with BASE. again is a second run of the base side, or nil: what
// differs between the two is volatile, and left out.
func Two(base, fresh, again *reports.Report) *Document {
	d := &Document{Schema: Schema, Base: runOf(base), New: runOf(fresh), Changes: []Change{}, Notes: []string{}}
	c := &comparing{d: d, base: sideOf(base), fresh: sideOf(fresh), explained: map[[2]string]bool{}, turned: map[string]bool{}}
	if again != nil {
		d.Again = runOf(again)
		c.again = sideOf(again)
	}
	c.scenarios()
	c.findings()
	c.shapes()
	c.coverage()
	c.latencies()
	c.notes()
	slices.SortStableFunc(d.Changes, Change.compare)
	for _, change := range d.Changes {
		switch change.Weight {
		case Regression:
			d.Totals.Regressions++
		case Improvement:
			d.Totals.Improvements++
		default:
			d.Totals.Changes++
		}
	}
	return d
}

var order = map[string]int{Regression: 0, Neutral: 1, Improvement: 2}

func (c Change) compare(e Change) int {
	return cmp.Or(cmp.Compare(order[c.Weight], order[e.Weight]), cmp.Compare(c.Kind, e.Kind), cmp.Compare(c.Contract, e.Contract),
		cmp.Compare(c.Operation, e.Operation), cmp.Compare(c.Text, e.Text))
}

// comparing is a comparison under way.
type comparing struct {
	d           *Document
	base, fresh *side
	// again is nil where there was no second run.
	again *side
	// turned are scenarios that are told of, explained the operations, by contract
	// and ID, that they called and that new findings are about: what is lacking
	// there follows.
	turned    map[string]bool
	explained map[[2]string]bool
}

func (c *comparing) add(change Change) {
	if change.Scenarios == nil {
		change.Scenarios = []string{}
	}
	if change.Steps == nil {
		change.Steps = []string{}
	}
	c.d.Changes = append(c.d.Changes, change)
}

// A side is a report with what is looked up in it.
type side struct {
	*reports.Report
	scenario map[string]*reports.Scenario
	finding  map[string]*reports.Finding
	shape    map[string]seen
}

// seen is a shape with the operation that it is of.
type seen struct {
	reports.Shape
	contract, operation string
}

func sideOf(r *reports.Report) *side {
	s := &side{r, map[string]*reports.Scenario{}, map[string]*reports.Finding{}, map[string]seen{}}
	for i := range r.Scenarios {
		s.scenario[r.Scenarios[i].ID] = &r.Scenarios[i]
	}
	for i := range r.Findings {
		s.finding[r.Findings[i].Fingerprint] = &r.Findings[i]
	}
	for _, o := range r.Operations {
		for _, shape := range o.Shapes {
			s.shape[shape.ID] = seen{shape, o.Contract, o.Operation}
		}
	}
	return s
}

func runOf(r *reports.Report) Run {
	return Run{
		ID: r.Run.ID, StartedAt: r.Run.StartedAt.UTC().Format("2006-01-02T15:04:05.000Z"), Tool: r.Tool.Name + " " + r.Tool.Version,
		Target: r.Run.Target.Kind, Verdict: r.Run.Verdict, Scenarios: len(r.Scenarios),
	}
}
