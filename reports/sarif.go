package reports

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"kontrakt/harness"
)

// The types follow SARIF 2.1.0 (OASIS, sarif-v2.1.0-os), as far as we use it.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
		ColumnKind  string            `json:"columnKind"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string          `json:"id"`
		Short   sarifText       `json:"shortDescription"`
		Help    sarifText       `json:"help"`
		HelpURI string          `json:"helpUri,omitempty"`
		Default sarifLevel      `json:"defaultConfiguration"`
		More    sarifProperties `json:"properties"`
	}
	sarifProperties struct {
		Tags   []string `json:"tags"`
		Source string   `json:"source,omitempty"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		Successful bool   `json:"executionSuccessful"`
		Command    string `json:"commandLine,omitempty"`
		Start      string `json:"startTimeUtc"`
		End        string `json:"endTimeUtc"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Occurrences  int               `json:"occurrenceCount"`
		Suppressions []sarifSuppressed `json:"suppressions,omitempty"`
		More         sarifEvidence     `json:"properties"`
	}
	sarifSuppressed struct {
		Kind string `json:"kind"`
		Why  string `json:"justification"`
	}
	sarifEvidence struct {
		Contract  string   `json:"contract"`
		Operation string   `json:"operation"`
		Exchanges []string `json:"exchanges"`
		Scenarios []string `json:"scenarios"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

// renderSARIF writes the findings; scenarios are not results of an analysis.
func renderSARIF(w io.Writer, run *harness.Run) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	report = new(rewritten(*report, lines))
	rules := report.sarifRules()
	results := make([]sarifResult, 0, len(report.Findings))
	for _, f := range report.Findings {
		i, _ := slices.BinarySearchFunc(rules, f.Rule, func(r sarifRule, id string) int { return cmp.Compare(r.ID, id) })
		results = append(results, report.sarifResult(f, i))
	}
	return encodeJSON(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool: sarifTool{sarifDriver{report.Tool.Name, report.Tool.Version, rules}},
			Invocations: []sarifInvocation{{
				Successful: report.Run.Verdict != harness.Inconclusive.String(),
				Command:    report.Run.Command,
				Start:      report.Run.StartedAt.Format(time.RFC3339Nano),
				End:        report.Run.FinishedAt.Format(time.RFC3339Nano),
			}},
			Results:    results,
			ColumnKind: "unicodeCodePoints",
		}},
	})
}

// sarifRules has every rule that found something, by ID. Its help is what the
// findings advise, its level the heaviest of theirs.
func (r *Report) sarifRules() []sarifRule {
	rules := []sarifRule{}
	helps := map[string][]string{}
	for _, f := range r.Findings {
		if f.Help != "" && !slices.Contains(helps[f.Rule], f.Help) {
			helps[f.Rule] = append(helps[f.Rule], f.Help)
		}
		if slices.ContainsFunc(rules, func(s sarifRule) bool { return s.ID == f.Rule }) {
			continue
		}
		family, _, _ := strings.Cut(f.Rule, ".")
		rules = append(rules, sarifRule{
			ID: f.Rule, Short: sarifText{r.says(f.Rule)}, HelpURI: r.docs(f.Contract),
			Default: sarifLevel{f.Severity}, More: sarifProperties{[]string{family}, r.source(f.Rule)},
		})
	}
	for i, rule := range rules {
		rules[i].Help = sarifText{cmp.Or(strings.Join(helps[rule.ID], "\n"), rule.Short.Text)}
	}
	slices.SortFunc(rules, func(a, b sarifRule) int { return cmp.Compare(a.ID, b.ID) })
	return rules
}

func (r *Report) sarifResult(f Finding, rule int) sarifResult {
	text := f.about() + ": " + f.Message
	if f.Help != "" {
		text += "\n" + f.Help
	}
	var suppressed []sarifSuppressed
	if f.Accepted != "" {
		suppressed = append(suppressed, sarifSuppressed{"external", f.Accepted})
	}
	return sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: f.Severity,
		Message: sarifText{text},
		Locations: []sarifLocation{{
			Physical: r.sarifPlace(f),
			Logical:  []sarifLogical{{f.Method + ":" + f.Path, "function"}},
		}},
		Fingerprints: map[string]string{"kontrakt/v1": f.Fingerprint},
		Occurrences:  f.Count,
		Suppressions: suppressed,
		More:         sarifEvidence{f.Contract, f.Operation, f.Exchanges, f.Scenarios},
	}
}

// sarifPlace is the line of the contract that is broken; else the contract;
// else the scenario in which it was seen. Consumers show no result without a
// file. Contracts stand in the folder specs, as in this project.
func (r *Report) sarifPlace(f Finding) *sarifPhysical {
	switch {
	case f.Spec.File != "":
		return sarifAt("specs/"+f.Spec.File, f.Spec.Line)
	case f.Contract != "":
		return sarifAt("specs/"+f.Contract+".yaml", 1)
	}
	for _, id := range f.Scenarios {
		i := slices.IndexFunc(r.Scenarios, func(s Scenario) bool { return s.ID == id })
		if i >= 0 && r.Scenarios[i].File != "" {
			return sarifAt(r.Scenarios[i].File, r.Scenarios[i].Line)
		}
	}
	return nil
}

func sarifAt(file string, line int) *sarifPhysical {
	place := &sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: file}).EscapedPath()}}
	if line > 0 {
		place.Region = &sarifRegion{line}
	}
	return place
}
