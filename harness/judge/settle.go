package judge

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules/sequence"
)

// add keeps what was found in one of the scenario's exchanges.
func (s *scenario) add(judged *harness.Judged, fault error) {
	s.waiting--
	s.findings.add(judged.Findings)
	s.exchanges = append(s.exchanges, judged.ID)
	if b := broke(judged, fault); b != nil && s.broken == "" {
		s.broken = fmt.Sprintf("exchange %s: %s: %s", b.Exchange, b.Kind, b.Detail)
	}
}

// An answer is the shape of one, with when it was asked for.
type answer struct {
	asked        time.Time
	id, exchange string
}

// shape keeps one of what the API said in the scenario.
func (s *scenario) shape(x *harness.Exchange, shape *harness.Shape) {
	if shape == nil {
		return
	}
	if x.Flow == harness.FlowAPI {
		s.answers = append(s.answers, answer{x.Started, shape.ID, x.ID})
	}
	if s.shapes == nil {
		s.shapes = map[string]bool{}
	}
	s.shapes[shape.ID] = true
}

// within gives the steps with the shapes of what was answered in each.
func (s *scenario) within(steps []harness.Step) []harness.Step {
	slices.SortFunc(s.answers, func(a, b answer) int { return byID(a.exchange, b.exchange) })
	steps = slices.Clone(steps)
	for i, step := range steps {
		step.Shapes = nil
		for _, a := range s.answers {
			if a.asked.Before(step.Started) || a.asked.After(step.Ended) {
				continue
			}
			if n := len(step.Shapes); n == 0 || step.Shapes[n-1] != a.id {
				step.Shapes = append(step.Shapes, a.id)
			}
		}
		steps[i] = step
	}
	return steps
}

// Settled is what the judge knows of a scenario.
type Settled struct {
	// Findings are sorted.
	Findings []harness.Finding
	// Exchanges are the IDs, in the order of arrival.
	Exchanges []string
	// Broken says of the first exchange that tool or target broke how; empty
	// where none did.
	Broken string
}

// Settle waits until everything that was submitted for a scenario is judged.
func (j *Judge) Settle(id string) Settled {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.perScen[id]
	if s == nil {
		return Settled{}
	}
	for s.waiting > 0 {
		j.watch()
	}
	exchanges := slices.Clone(s.exchanges)
	slices.SortFunc(exchanges, byID)
	found := maps.Clone(s.findings)
	found.add(j.between(&s.facts))
	return Settled{Findings: found.list(), Exchanges: exchanges, Broken: j.redactor.Scrub(s.broken)}
}

// Excuse says that a scenario meant to cause this finding: it counts for
// nothing, in the run and in the figures.
func (j *Judge) Excuse(id string, f harness.Finding) {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.scenarioOf(id)
	if s.expected == nil {
		s.expected = map[group]bool{}
	}
	s.expected[groupOf(&f)] = true
}

// findings merges what was found, but for what scenarios meant to cause. The
// lock is held.
func (j *Judge) findings() groups {
	all := groups{}
	for _, f := range j.tally.findings {
		all.add([]harness.Finding{*f})
	}
	j.factsMu.Lock()
	all.add(j.between(&j.facts))
	j.factsMu.Unlock()
	for _, s := range j.perScen {
		found := maps.Clone(s.findings)
		found.add(j.between(&s.facts))
		for key, f := range found {
			if !s.expected[key] {
				all.add([]harness.Finding{*f})
			}
		}
	}
	return all
}

// between judges what lies between exchanges. For a record of the judge's the
// lock is held.
func (j *Judge) between(facts *sequence.Record) []harness.Finding {
	return j.weigh(facts.Findings(j.options.Stories))
}

// exchanges yields what was recorded, with expected findings marked.
func (j *Judge) exchanges() iter.Seq2[harness.Judged, error] {
	return func(yield func(harness.Judged, error) bool) {
		for judged, err := range j.recording.all() {
			j.mark(&judged)
			if !yield(judged, err) {
				return
			}
		}
	}
}

func (j *Judge) mark(judged *harness.Judged) {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.perScen[judged.Scenario]
	if judged.Scenario == "" || s == nil || len(s.expected) == 0 {
		return
	}
	judged.Findings = slices.Clone(judged.Findings)
	for i := range judged.Findings {
		judged.Findings[i].Expected = s.expected[groupOf(&judged.Findings[i])]
	}
}
