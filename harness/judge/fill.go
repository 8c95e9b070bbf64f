package judge

import (
	"maps"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/rules/sequence"
)

// Fill waits until everything that was submitted is judged, and fills in
// Findings, Operations, Coverage, Recorded, Dropped, Broken, Incomplete and
// Exchanges, the Shapes of its Scenarios and of their steps, and of a shard its
// Evidence. Exchanges can be ranged over until Close. An operation's figures count
// distinct findings.
func (j *Judge) Fill(run *harness.Run) {
	j.drain()
	j.mu.Lock()
	defer j.mu.Unlock()
	run.Findings = j.findings().list()
	for i := range run.Findings {
		run.Findings[i].Got = j.redactor.Scrub(run.Findings[i].Got)
	}
	run.Operations = j.tally.stats(run.Findings)
	run.Scenarios = slices.Clone(run.Scenarios)
	for i := range run.Scenarios {
		if s := j.perScen[run.Scenarios[i].ID]; s != nil {
			run.Scenarios[i].Shapes = slices.Sorted(maps.Keys(s.shapes))
			run.Scenarios[i].Steps = s.within(run.Scenarios[i].Steps)
		}
	}
	run.Incomplete = nil
	for _, err := range j.lacking() {
		run.Incomplete = append(run.Incomplete, j.redactor.Scrub(err.Error()))
	}
	run.Coverage = j.coverage()
	run.Proof = j.proof.Report(run.Findings, j.options.Unexercisable)
	run.Recorded, run.Dropped, run.Broken = j.tally.recorded, j.dropped, j.tally.broken
	run.Exchanges = j.exchanges
	if run.Shard != nil {
		run.Shard.Evidence = j.evidence()
	}
}

// Facts gives what the exchanges told that others can be held against, in no
// order. It waits until everything that was submitted is judged.
func (j *Judge) Facts() []*sequence.Fact {
	j.drain()
	j.mu.Lock()
	defer j.mu.Unlock()
	j.factsMu.Lock()
	facts := j.facts.All()
	j.factsMu.Unlock()
	for _, s := range j.perScen {
		facts = append(facts, s.facts.All()...)
	}
	return facts
}

// Broken lists the first breaks, in the order of their IDs.
func (j *Judge) Broken() []Break {
	j.mu.Lock()
	defer j.mu.Unlock()
	breaks := slices.Clone(j.tally.breaks)
	for i := range breaks {
		breaks[i].Detail = j.redactor.Scrub(breaks[i].Detail)
	}
	return breaks
}

// Scrub replaces known secrets and personal data in any text by pseudonyms. It
// knows the run's credentials and what was sensitive in any exchange judged so
// far.
func (j *Judge) Scrub(text string) string {
	j.recording.learn()
	return j.redactor.Scrub(text)
}

// Leaks counts the places of a finished text where a secret or a personal datum
// of the run stands in clear.
func (j *Judge) Leaks(text string) int {
	j.recording.learn()
	return j.redactor.Leaks(text)
}
