package reports

import (
	"cmp"
	"slices"
	"strings"

	"kontrakt/harness"
)

// A twinRemark is what the formats of other tools say of a twin run: an error of
// what nobody declared, or is not there, a note of what is known.
type twinRemark struct {
	severity harness.Severity
	// rule is twin.undeclared, twin.unmatched, or twin. with the kind.
	rule string
	// name is short, text says all.
	name, text string
	// scenarios are those of both sides; none of what is not there.
	scenarios []string
}

// twinRules say what the remarks are about.
var twinRules = map[string]string{
	"twin.undeclared": "The same scenario comes out otherwise on the other API, and nobody has declared it.",
	"twin.unmatched":  "A difference that is declared is not there.",
	"twin.gain":       "A known difference that whoever moves gains by.",
	"twin.lose":       "A known difference that whoever moves loses by.",
	"twin.change":     "A known difference that whoever moves must cope with.",
}

// remarks lists what there is to say, in the document's order.
func (t *Twin) remarks() []twinRemark {
	if t == nil {
		return nil
	}
	var all []twinRemark
	for _, g := range t.Groups() {
		for _, d := range g.All {
			m := twinRemark{
				severity: harness.Note, rule: "twin." + d.Kind, name: d.Scenario + ": " + d.Part, scenarios: []string{t.Old + "/" + d.Scenario, t.New + "/" + d.Scenario},
				text: g.Words + ": " + cmp.Or(d.Name, d.Scenario) + ": " + d.Part + ": " + t.Old + ": " + d.Old + "; " + t.New + ": " + d.New,
			}
			if d.Kind == undeclared {
				m.severity = harness.Error
			}
			if d.Says != "" {
				m.text += "\n" + d.Says + " (" + d.Source + ")"
			}
			all = append(all, m)
		}
	}
	for _, u := range t.Unmatched {
		all = append(all, twinRemark{severity: harness.Error, rule: "twin.unmatched", name: "not there: " + u, text: "a declared difference is not there: " + u, scenarios: []string{}})
	}
	return all
}

func (m twinRemark) id() string { return digest(m.rule + "\n" + m.name + "\n" + m.text) }

// at is the line of the first of its scenarios, or the configuration.
func (m twinRemark) at(p places) position {
	for _, id := range m.scenarios {
		if s, ok := p.scenarios[id]; ok {
			return p.scenario(s)
		}
	}
	return p.config()
}

// junitTwin has a case for each difference: what is declared passes, and says so.
func (r *Report) junitTwin() []*junitSuite {
	if r.Twin == nil {
		return nil
	}
	suite := r.junitSuite(r.Twin.Old+" and "+r.Twin.New, "")
	for _, m := range r.Twin.remarks() {
		c := junitCase{Name: oneLine(m.name), Class: m.rule, Time: seconds(0), Out: m.text + "\n"}
		if m.severity == harness.Error && r.Run.Verdict == harness.Failed.String() {
			first, _, _ := strings.Cut(m.text, "\n")
			c.Failure = &junitOutcome{Message: oneLine(first), Type: m.rule, Text: m.text}
		}
		suite.add(c, 0)
	}
	if suite.Tests == 0 {
		suite.add(junitCase{Name: "both come out alike", Class: "twin", Time: seconds(0), Out: count(r.Twin.Compared, "scenario") + " compared\n"}, 0)
	}
	return []*junitSuite{suite}
}

// sarifTwin has the results, whose rules are among those given.
func (r *Report) sarifTwin(rules []sarifRule, at places) []sarifResult {
	var results []sarifResult
	for _, m := range r.Twin.remarks() {
		i, _ := slices.BinarySearchFunc(rules, m.rule, func(r sarifRule, id string) int { return cmp.Compare(r.ID, id) })
		p := m.at(at)
		results = append(results, sarifResult{
			RuleID: m.rule, RuleIndex: i, Level: string(m.severity), Message: sarifText{strings.ReplaceAll(m.text, "](", "] (")},
			Locations:    []sarifLocation{{Physical: sarifAt(p.File, p.Line, sarifRoot), Logical: []sarifLogical{{m.name, "function"}}}},
			Fingerprints: map[string]string{"kontrakt/v1": m.id(), "primaryLocationLineHash": m.id() + ":1"},
			Occurrences:  1,
			More:         sarifEvidence{Contract: r.Twin.New, Exchanges: []string{}, Scenarios: m.scenarios},
		})
	}
	return results
}

// sarifTwinRules are the rules of the results.
func (r *Report) sarifTwinRules() []sarifRule {
	var rules []sarifRule
	for _, m := range r.Twin.remarks() {
		if slices.ContainsFunc(rules, func(s sarifRule) bool { return s.ID == m.rule }) {
			continue
		}
		says := sarifText{twinRules[m.rule]}
		rules = append(rules, sarifRule{ID: m.rule, Short: says, Full: says, Help: says, Default: sarifLevel{string(m.severity)}, More: sarifProperties{Tags: []string{"twin"}}})
	}
	return rules
}

// twin lists what came out otherwise, for a CI job's page.
func (m *markdown) twin() {
	t := m.report.Twin
	if t == nil {
		return
	}
	var rows []string
	for _, g := range t.Groups() {
		for _, d := range g.All {
			rows = append(rows, "| "+g.Words+" | "+md(d.Scenario, 160)+" | "+d.Part+" | "+md(d.Old, 300)+" | "+md(d.New, 300)+" | "+md(strings.TrimSpace(d.Says+" "+d.Source), 400)+" |")
		}
	}
	for _, u := range t.Unmatched {
		rows = append(rows, "| not there | "+md(u, 600)+" | | | | |")
	}
	title := md(t.Old, 40) + " and " + md(t.New, 40) + ": " + count(t.Compared, "scenario") + " compared, " + count(len(t.Differences), "difference")
	if len(rows) == 0 {
		m.line("\n## %s", title)
		return
	}
	m.list(title, "| | Scenario | Part | "+md(t.Old, 40)+" | "+md(t.New, 40)+" | What it means |\n| --- | --- | --- | --- | --- | --- |\n", rows, 40<<10)
}
