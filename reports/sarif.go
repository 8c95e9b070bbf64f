package reports

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"kontrakt/harness"
)

// sarifSchema is where the format's authors publish its schema.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

// What URIs are relative to: the first name is that which consumers know as the top
// of the repository.
const (
	sarifRoot      = "%SRCROOT%"
	sarifContracts = "CONTRACTS"
)

// renderSARIF writes the findings, and what comes out otherwise on the other of two
// APIs; scenarios are not results of an analysis.
func renderSARIF(w io.Writer, run *harness.Run) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	report = new(rewritten(*report, lines))
	rules, at := report.sarifRules(), report.places(run.Repository)
	ids := report.identities()
	results := make([]sarifResult, 0, len(report.Findings))
	for n, f := range report.Findings {
		i, _ := slices.BinarySearchFunc(rules, f.Rule, func(r sarifRule, id string) int { return cmp.Compare(r.ID, id) })
		results = append(results, report.sarifResult(f, i, at, ids[n]))
	}
	results = append(results, report.sarifTwin(rules, at)...)
	return encodeJSON(w, sarifLog{
		Schema:  sarifSchema,
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool: sarifTool{sarifDriver{report.Tool.Name, report.Tool.Version, rules}},
			Invocations: []sarifInvocation{{
				Successful: report.Run.Verdict != harness.Inconclusive.String(),
				Command:    report.Run.Command,
				Start:      report.Run.StartedAt.Format(time.RFC3339Nano),
				End:        report.Run.FinishedAt.Format(time.RFC3339Nano),
			}},
			Bases: map[string]sarifBase{
				sarifRoot:      {sarifText{"the repository that kontrakt was run in"}},
				sarifContracts: {sarifText{"the contracts inside of kontrakt, which kontrakt specs export writes"}},
			},
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
			ID: f.Rule, Short: sarifText{cut(r.says(f.Rule), 1000)}, Full: sarifText{r.says(f.Rule)}, HelpURI: webPage(r.docs(f.Contract)),
			Default: sarifLevel{f.Severity}, More: sarifProperties{[]string{family}, r.source(f.Rule)},
		})
	}
	for i, rule := range rules {
		rules[i].Help = sarifText{cmp.Or(strings.Join(helps[rule.ID], "\n"), rule.Short.Text)}
	}
	rules = append(rules, r.sarifTwinRules()...)
	slices.SortFunc(rules, func(a, b sarifRule) int { return cmp.Compare(a.ID, b.ID) })
	return rules
}

// webPage is a URL that a reader may follow, or none.
func webPage(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return u.String()
}

func (r *Report) sarifResult(f Finding, rule int, at places, id string) sarifResult {
	text := f.about() + ": " + f.Message
	if f.Help != "" {
		text += "\n" + f.Help
	}
	text = strings.ReplaceAll(text, "](", "] (") // or what was sent would be a link
	var suppressed []sarifSuppressed
	if f.Accepted != "" {
		suppressed = append(suppressed, sarifSuppressed{"external", f.Accepted})
	}
	primary := at.finding(f)
	return sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: f.Severity,
		Message: sarifText{text},
		Locations: []sarifLocation{{
			Physical: sarifAt(primary.File, primary.Line, sarifRoot),
			Logical:  sarifCalled(f),
		}},
		Related: sarifRelated(f, at, primary),
		// The second is what GitHub tells alerts apart by.
		Fingerprints: map[string]string{"kontrakt/v1": f.Fingerprint, "primaryLocationLineHash": id},
		Occurrences:  f.Count,
		Suppressions: suppressed,
		More:         sarifEvidence{f.Contract, f.Operation, f.Exchanges, f.Scenarios},
	}
}

// sarifCalled is what was called; a finding on a contract as a whole has nothing of it.
func sarifCalled(f Finding) []sarifLogical {
	if f.Method+f.Path == "" {
		return nil
	}
	return []sarifLogical{{f.Method + ":" + f.Path, "function"}}
}

// sarifRelated is the line of the contract that is broken, and the other scenarios in
// which it was seen.
func sarifRelated(f Finding, at places, primary position) []sarifLocation {
	var related []sarifLocation
	add := func(p *sarifPhysical, what string) {
		related = append(related, sarifLocation{ID: len(related) + 1, Physical: p, Message: &sarifText{what}})
	}
	if f.Spec.File != "" {
		file, base := f.Spec.File, sarifContracts
		if own, ok := at.has("specs/" + file); ok {
			file, base = own, sarifRoot
		}
		add(sarifAt(file, f.Spec.Line, base), strings.TrimSpace("what the contract says: "+f.Spec.Pointer))
	}
	for _, id := range f.Scenarios {
		if p, ok := at.feature(at.scenarios[id]); ok && p != primary {
			add(sarifAt(p.File, p.Line, sarifRoot), fmt.Sprintf("seen in %q", at.scenarios[id].Name))
		}
	}
	return related
}

func sarifAt(file string, line int, base string) *sarifPhysical {
	p := &sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: file}).String(), base}}
	if line > 0 {
		p.Region = &sarifRegion{line}
	}
	return p
}
