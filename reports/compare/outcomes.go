package compare

import (
	"cmp"
	"fmt"
	"slices"

	"kontrakt/reports"
)

// rank orders what may become of a scenario, the best last.
var rank = map[string]int{"failed": 0, "undefined": 1, "pending": 1, "inconclusive": 1, "skipped": 2, "passed": 3}

// scenarios compares what became of them.
func (c *comparing) scenarios() {
	for i := range c.fresh.Scenarios {
		now := &c.fresh.Scenarios[i]
		was := c.base.scenario[now.ID]
		switch {
		case was == nil:
			c.add(Change{Weight: Neutral, Kind: "scenario-new", Contract: now.API, Text: now.Name, New: now.Status, Scenarios: []string{now.ID}})
		case was.Status != now.Status:
			c.turn(was, now)
		}
	}
	for i := range c.base.Scenarios {
		was := &c.base.Scenarios[i]
		if c.fresh.scenario[was.ID] == nil {
			c.add(Change{Weight: Neutral, Kind: "scenario-gone", Contract: was.API, Text: was.Name, Base: was.Status, Scenarios: []string{was.ID}})
		}
	}
}

func (c *comparing) turn(was, now *reports.Scenario) {
	if c.again != nil {
		if other := c.again.scenario[was.ID]; other == nil || other.Status != was.Status {
			c.d.Totals.Volatile++
			c.turned[was.ID] = true
			return
		}
	}
	weight := Improvement
	if rank[now.Status] < rank[was.Status] {
		weight = Regression
		c.turned[was.ID] = true
		c.explain(c.base, was)
	}
	c.explain(c.fresh, now)
	c.add(Change{
		Weight: weight, Kind: "scenario-turned", Contract: now.API, Text: cmp.Or(now.Name, now.ID),
		Base: told(was), New: told(now), Scenarios: []string{now.ID},
	})
}

// told is a scenario's status, with the reason where it has one.
func told(s *reports.Scenario) string {
	if s.Reason == "" {
		return s.Status
	}
	return s.Status + ": " + s.Reason
}

// explain notes the operations that a scenario called.
func (c *comparing) explain(in *side, s *reports.Scenario) {
	for _, id := range s.Shapes {
		if shape, ok := in.shape[id]; ok {
			c.explained[[2]string{shape.contract, shape.operation}] = true
		}
	}
}

// findings compares what was found, by fingerprint.
func (c *comparing) findings() {
	for _, now := range once(c.fresh.Findings) {
		was := c.base.finding[now.Fingerprint]
		if was == nil && c.again != nil {
			if was = c.again.finding[now.Fingerprint]; was != nil {
				c.d.Totals.Volatile++
			}
		}
		switch {
		case was == nil:
			c.found("finding-new", c.weight(now), now)
			c.explained[[2]string{now.Contract, now.Operation}] = true
		case heavier(now.Severity, was.Severity):
			change := c.found("finding-heavier", Regression, now)
			change.Base, change.New = was.Severity, now.Severity
		}
	}
	for _, was := range once(c.base.Findings) {
		if c.fresh.finding[was.Fingerprint] != nil {
			continue
		}
		if c.again != nil && c.again.finding[was.Fingerprint] == nil {
			c.d.Totals.Volatile++
			continue
		}
		if weight := Improvement; was.Severity != "note" {
			c.found("finding-gone", weight, was)
		} else {
			c.found("finding-gone", Neutral, was)
		}
	}
}

// once gives the first finding of each fingerprint, in their order, with the
// scenarios of all: what was wanted and what was got may differ, the mistake does
// not.
func once(all []reports.Finding) []*reports.Finding {
	index := map[string]*reports.Finding{}
	var out []*reports.Finding
	for _, f := range all {
		if known := index[f.Fingerprint]; known != nil {
			for _, s := range f.Scenarios {
				if !slices.Contains(known.Scenarios, s) {
					known.Scenarios = append(slices.Clip(known.Scenarios), s)
				}
			}
			continue
		}
		index[f.Fingerprint] = &f
		out = append(out, &f)
	}
	return out
}

// weight of a new finding: a note, and what somebody lives with, is no
// regression.
func (c *comparing) weight(f *reports.Finding) string {
	if f.Severity == "note" || f.Accepted != "" {
		return Neutral
	}
	return Regression
}

func heavier(now, was string) bool {
	weights := map[string]int{"note": 1, "warning": 2, "error": 3}
	return weights[now] > weights[was]
}

func (c *comparing) found(kind, weight string, f *reports.Finding) *Change {
	change := Change{
		Weight: weight, Kind: kind, Contract: f.Contract, Operation: f.Operation, Fingerprint: f.Fingerprint,
		Text: fmt.Sprintf("%s %s: %s", f.Severity, f.Rule, f.Message), Scenarios: append([]string{}, f.Scenarios...),
	}
	c.add(change)
	return &c.d.Changes[len(c.d.Changes)-1]
}
