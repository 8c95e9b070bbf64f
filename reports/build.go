package reports

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"kontrakt/harness"
)

// New makes the report document of a run: sorted, counted, without nulls. An
// error names every value that the document's vocabularies do not know.
func New(run *harness.Run) (*Report, error) {
	valid := func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") } // JSON holds nothing else
	run = Scrubbed(run, valid)
	run.Contracts = rewritten(run.Contracts, valid)
	r := &Report{
		Schema:     Schema,
		Tool:       Tool(run.Tool),
		Run:        runOf(run),
		Contracts:  sorted(run.Contracts, contractOf, func(a, b Contract) int { return cmp.Compare(a.ID, b.ID) }),
		Scenarios:  sorted(run.Scenarios, scenarioOf, Scenario.compare),
		Findings:   findingsOf(run.Findings),
		Operations: sorted(run.Operations, operationOf, Operation.compare),
		Coverage: Coverage{
			Operations: Extent(run.Coverage.Operations),
			Responses:  Extent(run.Coverage.Responses),
			Missing: sorted(run.Coverage.Missing, func(m harness.Missing) Missing { return Missing(m) },
				func(a, b Missing) int { return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Reason, b.Reason)) }),
			Proof: sorted(run.Proof, proofOf, func(a, b Proof) int {
				return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Operation, b.Operation))
			}),
		},
		// A checklist's order is the list's own.
		Checklist: sorted(run.Checklist, checkedOf, func(Checked, Checked) int { return 0 }),
		// So is that of what is accepted.
		Accepted:  sorted(run.Accepted, func(a harness.Acceptance) Accepted { return acceptedOf(a, run.Shard) }, func(Accepted, Accepted) int { return 0 }),
		Exchanges: Exchanges{Recorded: run.Recorded, Dropped: run.Dropped, Broken: run.Broken},
		Twin:      twinOf(run.Twin),
	}
	r.Rules = rulesOf(run.Rules)
	r.Totals = totalsOf(r)
	if err := vocabularies(r); err != nil {
		return nil, fmt.Errorf("make report: %w", err)
	}
	return r, nil
}

// sorted converts and orders a list; equal ones keep their order.
func sorted[A, B any](all []A, convert func(A) B, compare func(B, B) int) []B {
	out := make([]B, 0, len(all))
	for _, a := range all {
		out = append(out, convert(a))
	}
	slices.SortStableFunc(out, compare)
	return out
}

func runOf(run *harness.Run) Run {
	started, finished := run.Started.UTC().Truncate(time.Millisecond), run.Finished.UTC().Truncate(time.Millisecond)
	return Run{
		ID:          run.ID,
		Command:     run.Command,
		StartedAt:   started,
		FinishedAt:  finished,
		DurationMs:  max(milliseconds(finished.Sub(started)), 0),
		Target:      Target(run.Target),
		Environment: run.Environment,
		Verdict:     run.Verdict.String(),
		Reason:      run.Reason,
		Seed:        run.Seed,
		Interrupted: run.Interrupted,
		Incomplete:  run.Incomplete,
		Policy:      policyOf(run),
		Shard:       shardOf(run.Shard),
	}
}

func contractOf(c harness.ContractUsed) Contract {
	return Contract{
		ID: c.ID, Title: c.Title, Version: c.Version, State: c.State,
		Source:      Source(c.Source),
		Overlay:     Overlay{c.Errata, c.Updates},
		AsPublished: c.AsPublished,
		Docs:        c.Docs,
		Digest:      c.Digest,
	}
}

func scenarioOf(s harness.Scenario) Scenario {
	return Scenario{
		ID: s.ID, Feature: s.Feature, Name: s.Name, File: s.File, Line: s.Line, Tags: list(s.Tags), API: s.API,
		// What was planned and never ended was not judged.
		Status: string(cmp.Or(s.Status, harness.StatusInconclusive)),
		Reason: s.Reason, DurationMs: milliseconds(s.Duration),
		Steps: sorted(s.Steps, func(t harness.Step) Step {
			return Step{t.Keyword, t.Text, string(cmp.Or(t.Status, harness.StatusSkipped)), t.Error, t.Shapes}
		}, func(Step, Step) int { return 0 }),
		Exchanges: list(s.Exchanges),
		Shapes:    list(s.Shapes),
	}
}

func (s Scenario) compare(t Scenario) int {
	return cmp.Or(cmp.Compare(s.File, t.File), cmp.Compare(s.Feature, t.Feature), cmp.Compare(s.Line, t.Line),
		cmp.Compare(s.API, t.API), cmp.Compare(s.ID, t.ID))
}

func findingsOf(all []harness.Finding) []Finding {
	ordered := slices.Clone(all)
	slices.SortStableFunc(ordered, harness.Finding.Compare)
	out := make([]Finding, 0, len(ordered))
	for i, f := range ordered {
		g := findingOf(f)
		g.ID = fmt.Sprintf("f%04d", i+1)
		out = append(out, g)
	}
	return out
}

func findingOf(f harness.Finding) Finding {
	f.In = cmp.Or(f.In, harness.PartNone)
	if f.Blame == "" { // found by what lays none
		f.Lay(&harness.Exchange{})
	}
	digest := sha256.Sum256([]byte(f.Fingerprint()))
	return Finding{
		Rule: f.Rule, Severity: string(f.Severity), Direction: string(f.Direction),
		Contract: f.Contract, Operation: f.Operation, Method: f.Method, Path: f.Path, Status: f.Status,
		In: string(f.In), Pointer: f.Pointer,
		Message: f.Message(), Expected: f.Want, Actual: f.Got,
		Spec: Spec(f.Spec), Help: f.Help,
		Blame: string(f.Blame), Because: f.Because, Accepted: f.Accepted,
		// A finding was seen at least once, also where nobody counted.
		Count:     max(f.Count, 1),
		Exchanges: list(f.Exchanges), Scenarios: list(f.Scenarios),
		Fingerprint: hex.EncodeToString(digest[:16]),
	}
}

// rulesOf describes every rule that was held against the exchanges; an example of
// each kind stands with the first contract that has the rule.
func rulesOf(all []harness.RuleUsed) []Rule {
	rules := sorted(all, func(r harness.RuleUsed) Rule {
		return Rule{
			ID: r.ID, Contract: r.Contract, Severity: string(r.Severity), Says: r.Says, Source: r.Source, Help: r.Help,
			Keeps: exampleOf(r.Keeps), Breaks: exampleOf(r.Breaks),
		}
	}, func(a, b Rule) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Contract, b.Contract)) })
	for i := 1; i < len(rules); i++ {
		if rules[i].ID == rules[i-1].ID {
			rules[i].Keeps, rules[i].Breaks = nil, nil
		}
	}
	return rules
}

func exampleOf(x harness.Example) *Example {
	if x.Text == "" {
		return nil
	}
	return &Example{x.About, x.Text, x.Found}
}

func operationOf(o harness.OperationStats) Operation {
	statuses := map[string]int{}
	for status, n := range o.Statuses {
		statuses[statusName(status)] += n
	}
	return Operation{
		Contract: o.Contract, Operation: o.ID, Method: o.Method, Path: o.Path,
		Flow: string(cmp.Or(o.Flow, harness.FlowAPI)), Deprecated: o.Deprecated,
		Calls: o.Calls, OK: o.OK, ClientErrors: o.ClientErrors, ServerErrors: o.ServerErrors,
		Statuses: statuses,
		Findings: Severities{o.Errors, o.Warnings, o.Notes},
		Latency:  Latency{milliseconds(o.P50), milliseconds(o.P95), milliseconds(o.Max), milliseconds(o.MedianLow), milliseconds(o.MedianHigh)},
		Shapes:   each(o.Shapes, func(s harness.Shape) Shape { return Shape{s.ID, s.Status, list(s.Members)} }),
	}
}

func (o Operation) compare(p Operation) int {
	return cmp.Or(cmp.Compare(o.Contract, p.Contract), cmp.Compare(o.Path, p.Path), cmp.Compare(o.Method, p.Method),
		cmp.Compare(o.Operation, p.Operation), cmp.Compare(o.Flow, p.Flow))
}

func checkedOf(c harness.Requirement) Checked {
	return Checked{c.ID, c.Contract, c.Text, c.Status, list(c.Evidence), c.Help}
}

func proofOf(p harness.Proof) Proof {
	return Proof{p.Contract, p.Operation, p.Kind, p.Total, p.Proven, p.Contradicted, list(p.Missing), list(p.Broken)}
}

func acceptedOf(a harness.Acceptance, part *harness.Shard) Accepted {
	status := "held"
	switch {
	case a.Past:
		status = "expired"
	case a.Seen == 0 && part != nil:
		status = "unseen"
	case a.Seen == 0:
		status = "gone"
	}
	return Accepted{
		a.Rule, a.Operation, a.Pointer, a.Owner, a.Reason, a.Expires.Format(time.DateOnly), a.File, a.Line, a.Seen, status,
	}
}

func totalsOf(r *Report) Totals {
	var t Totals
	for _, s := range r.Scenarios {
		switch harness.Status(s.Status) {
		case harness.StatusPassed:
			t.Scenarios.Passed++
		case harness.StatusFailed:
			t.Scenarios.Failed++
		case harness.StatusSkipped:
			t.Scenarios.Skipped++
		default:
			t.Scenarios.Inconclusive++
		}
	}
	for _, f := range r.Findings {
		if f.Accepted != "" {
			t.Accepted++
			continue
		}
		t.Findings.add(f.Severity)
	}
	return t
}

func (s *Severities) add(severity string) {
	switch harness.Severity(severity) {
	case harness.Error:
		s.Error++
	case harness.Warning:
		s.Warning++
	case harness.Note:
		s.Note++
	}
}

func list(all []string) []string { return append([]string{}, all...) }

// milliseconds keeps three decimals.
func milliseconds(d time.Duration) float64 {
	return float64(d.Round(time.Microsecond).Microseconds()) / 1000
}

// noAnswer is the name of status 0.
const noAnswer = "none"

func statusName(status int) string {
	if status == 0 {
		return noAnswer
	}
	return strconv.Itoa(status)
}
