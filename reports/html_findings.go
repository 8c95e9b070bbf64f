package reports

import (
	"cmp"
	"slices"
	"strconv"

	"kontrakt/harness"
)

// othersLimit bounds the places that a rule lists beside its example.
const othersLimit = 50

// unfoldedLimit is how many failed scenarios are unfolded from the start.
const unfoldedLimit = 3

// A ruleGroup is all that one rule found.
type ruleGroup struct {
	Rule, Severity, Says, Source string
	// Link leads to the rule; empty where the page does not describe it.
	Link string
	// Seen counts occurrences, Places the findings.
	Seen, Places int
	Example      findingView
	Others       []findingView
	More         int
}

type findingView struct {
	Finding
	About, Where, Place, Docs string
	Exchanges, Scenarios      []link
	// More counts the occurrences whose exchanges are not listed.
	More int
}

// A link leads to a place on the page; without an anchor the page has none.
type link struct{ Text, Anchor string }

func (r *Report) ruleGroups(g *gallery) []ruleGroup {
	var groups []ruleGroup
	anchors := r.anchors()
	for _, f := range r.Findings {
		i := slices.IndexFunc(groups, func(g ruleGroup) bool { return g.Rule == f.Rule })
		view := r.findingView(f, g, anchors)
		if i < 0 {
			groups = append(groups, ruleGroup{
				Rule: f.Rule, Link: r.ruleLink(f.Rule), Severity: f.Severity, Says: r.says(f.Rule), Source: r.source(f.Rule), Seen: f.Count, Places: 1, Example: view,
			})
			continue
		}
		group := &groups[i]
		group.Seen += f.Count
		group.Places++
		if len(group.Others) < othersLimit {
			group.Others = append(group.Others, view)
		} else {
			group.More++
		}
	}
	return groups
}

func (r *Report) findingView(f Finding, g *gallery, anchors map[string]link) findingView {
	v := findingView{
		Finding: f, About: f.about(), Where: f.harness().Where(), Place: f.Spec.place(), Docs: r.docs(f.Contract),
		More: max(f.Count-len(f.Exchanges), 0),
	}
	for _, id := range f.Exchanges[:min(8, len(f.Exchanges))] {
		v.Exchanges = append(v.Exchanges, g.link(id))
	}
	v.More += len(f.Exchanges) - len(v.Exchanges)
	for _, id := range f.Scenarios[:min(8, len(f.Scenarios))] {
		v.Scenarios = append(v.Scenarios, cmp.Or(anchors[id], link{Text: id}))
	}
	return v
}

// A featureGroup is the scenarios of one feature.
type featureGroup struct {
	Name, File string
	Scenarios  []scenarioView
}

type scenarioView struct {
	Scenario
	Anchor, Why, Place, Label string
	// Kind is what the filter calls it: passed, failed, skipped, open.
	Kind      string
	Exchanges []exchangeRef
	// Open says that it is unfolded from the start.
	Open bool
}

// An exchangeRef is an exchange in full, or a link to where it is.
type exchangeRef struct {
	View *exchangeView
	Link link
}

func (r *Report) features(g *gallery) []featureGroup {
	var groups []featureGroup
	anchors := r.anchors()
	unfolded := 0
	for i, s := range r.Scenarios {
		if i == 0 || r.Scenarios[i-1].Feature != s.Feature || r.Scenarios[i-1].File != s.File {
			groups = append(groups, featureGroup{Name: cmp.Or(s.Feature, "Scenarios"), File: s.File})
		}
		view := scenarioView{Scenario: s, Anchor: anchors[s.ID].Anchor, Why: s.Reason, Place: s.place(), Label: s.Status, Kind: s.Status}
		if s.Status == string(harness.StatusFailed) && unfolded < unfoldedLimit {
			view.Open = true
			unfolded++
		}
		if !s.judged() {
			view.Label, view.Kind = "not judged", "open"
			if s.Status != string(harness.StatusInconclusive) {
				view.Label = s.Status
			}
		}
		for _, id := range s.Exchanges {
			view.Exchanges = append(view.Exchanges, g.take(id))
		}
		last := &groups[len(groups)-1]
		last.Scenarios = append(last.Scenarios, view)
	}
	return groups
}

// anchors names the place of every scenario on the page.
func (r *Report) anchors() map[string]link {
	all := map[string]link{}
	for i, s := range r.Scenarios {
		all[s.ID] = link{s.Name, "s" + strconv.Itoa(i+1)}
	}
	return all
}
