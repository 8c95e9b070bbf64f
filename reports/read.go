package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"
	"time"

	"kontrakt/harness"
)

// Read reads a report document back. A document of another schema, or of none,
// is an error that says which.
func Read(r io.Reader) (*Report, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	var head struct{ Schema string }
	if err := decoder.Decode(&head); err != nil {
		return nil, fmt.Errorf("read report: %w", harness.WrongJSON(raw, err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read report: something follows the document")
	}
	if head.Schema == "" {
		return nil, fmt.Errorf("read report: no schema named, want %q", Schema)
	}
	if head.Schema != Schema {
		return nil, fmt.Errorf("read report: schema is %q, want %q", head.Schema, Schema)
	}
	report := &Report{}
	if err := json.Unmarshal(raw, report); err != nil {
		return nil, fmt.Errorf("read report: %w", harness.WrongJSON(raw, err))
	}
	if err := vocabularies(report); err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	return report, nil
}

// Harness gives the run that the report is of, as far as the document holds it,
// for the renderers: the exchanges' own contents are not in it.
func (r *Report) Harness() *harness.Run {
	return &harness.Run{
		Tool:        harness.Tool(r.Tool),
		ID:          r.Run.ID,
		Command:     r.Run.Command,
		Started:     r.Run.StartedAt,
		Finished:    r.Run.FinishedAt,
		Target:      harness.Target(r.Run.Target),
		Environment: r.Run.Environment,
		Seed:        r.Run.Seed,
		Interrupted: r.Run.Interrupted,
		Incomplete:  r.Run.Incomplete,
		Policy:      r.Run.Policy.harness(),
		Require:     r.Run.Policy.RequireProof,
		Shard:       r.Run.Shard.harness(),
		Twin:        r.Twin.harness(),
		Verdict:     verdictOf(r.Run.Verdict),
		Reason:      r.Run.Reason,
		Contracts:   each(r.Contracts, Contract.harness),
		Scenarios:   each(r.Scenarios, Scenario.harness),
		Findings:    each(r.Findings, Finding.harness),
		Rules:       each(r.Rules, Rule.harness),
		Operations:  each(r.Operations, Operation.harness),
		Coverage: harness.Coverage{
			Operations: harness.Extent(r.Coverage.Operations),
			Responses:  harness.Extent(r.Coverage.Responses),
			Missing:    each(r.Coverage.Missing, func(m Missing) harness.Missing { return harness.Missing(m) }),
		},
		Proof:     each(r.Coverage.Proof, func(p Proof) harness.Proof { return harness.Proof(p) }),
		Checklist: each(r.Checklist, func(c Checked) harness.Requirement { return harness.Requirement(c) }),
		Accepted:  each(r.Accepted, Accepted.harness),
		Recorded:  r.Exchanges.Recorded,
		Dropped:   r.Exchanges.Dropped,
		Broken:    r.Exchanges.Broken,
		Exchanges: func() iter.Seq2[harness.Judged, error] { return func(func(harness.Judged, error) bool) {} },
	}
}

func each[A, B any](all []A, convert func(A) B) []B {
	out := make([]B, 0, len(all))
	for _, a := range all {
		out = append(out, convert(a))
	}
	return out
}

func verdictOf(word string) harness.Verdict {
	for _, v := range []harness.Verdict{harness.Passed, harness.Failed} {
		if v.String() == word {
			return v
		}
	}
	return harness.Inconclusive
}

func (c Contract) harness() harness.ContractUsed {
	return harness.ContractUsed{
		ID: c.ID, Title: c.Title, Version: c.Version, State: c.State, Source: harness.ContractSource(c.Source),
		Errata: c.Overlay.Errata, Updates: c.Overlay.Updates, AsPublished: c.AsPublished, Docs: c.Docs, Digest: c.Digest,
	}
}

func (s Scenario) harness() harness.Scenario {
	return harness.Scenario{
		ID: s.ID, Feature: s.Feature, Name: s.Name, File: s.File, Line: s.Line, Tags: s.Tags, API: s.API,
		Status: harness.Status(s.Status), Reason: s.Reason, Duration: duration(s.DurationMs),
		Steps: each(s.Steps, func(t Step) harness.Step {
			return harness.Step{Keyword: t.Keyword, Text: t.Text, Status: harness.Status(t.Status), Error: t.Error, Shapes: t.Shapes}
		}),
		Exchanges: s.Exchanges, Shapes: s.Shapes,
	}
}

func (f Finding) harness() harness.Finding {
	return harness.Finding{
		Rule: f.Rule, Severity: harness.Severity(f.Severity), Direction: harness.Direction(f.Direction),
		Contract: f.Contract, Operation: f.Operation, Method: f.Method, Path: f.Path, Status: f.Status,
		In: harness.Part(f.In), Pointer: f.Pointer, Want: f.Expected, Got: f.Actual,
		Spec: harness.SpecRef(f.Spec), Help: f.Help, Blame: harness.Blame(f.Blame), Because: f.Because, Accepted: f.Accepted, Count: f.Count, Exchanges: f.Exchanges, Scenarios: f.Scenarios,
	}
}

func (a Accepted) harness() harness.Acceptance {
	expires, _ := time.Parse(time.DateOnly, a.Expires) // the schema says that it is one
	return harness.Acceptance{
		Rule: a.Rule, Operation: a.Operation, Pointer: a.Pointer, Owner: a.Owner, Reason: a.Reason,
		Expires: expires, File: a.File, Line: a.Line, Seen: a.Seen, Past: a.Status == "expired",
	}
}

func (r Rule) harness() harness.RuleUsed {
	return harness.RuleUsed{
		Contract: r.Contract, Keeps: r.Keeps.harness(), Breaks: r.Breaks.harness(),
		Rule: harness.Rule{ID: r.ID, Severity: harness.Severity(r.Severity), Says: r.Says, Source: r.Source, Help: r.Help},
	}
}

func (x *Example) harness() harness.Example {
	if x == nil {
		return harness.Example{}
	}
	return harness.Example{About: x.About, Text: x.Text, Found: x.Found}
}

func (o Operation) harness() harness.OperationStats {
	statuses := map[int]int{}
	for name, n := range o.Statuses {
		status, _ := strconv.Atoi(name) // "none" is 0
		statuses[status] += n
	}
	return harness.OperationStats{
		Operation: harness.Operation{
			Contract: o.Contract, ID: o.Operation, Method: o.Method, Path: o.Path, Flow: harness.Flow(o.Flow), Deprecated: o.Deprecated,
		},
		Calls: o.Calls, OK: o.OK, ClientErrors: o.ClientErrors, ServerErrors: o.ServerErrors, Statuses: statuses,
		Errors: o.Findings.Error, Warnings: o.Findings.Warning, Notes: o.Findings.Note,
		P50: duration(o.Latency.P50), P95: duration(o.Latency.P95), Max: duration(o.Latency.Max),
		MedianLow: duration(o.Latency.MedianLow), MedianHigh: duration(o.Latency.MedianHigh),
		Shapes: each(o.Shapes, func(s Shape) harness.Shape { return harness.Shape{ID: s.ID, Status: s.Status, Members: s.Members} }),
	}
}

func duration(ms float64) time.Duration {
	return time.Duration(math.Round(ms*1000)) * time.Microsecond
}
