package reports

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
)

// A ruleView is one rule with what each contract has it say.
type ruleView struct {
	ID, Anchor, Severity string
	Wordings             []wordingView
	Keeps, Breaks        *Example
	// Seen is how often it found something.
	Seen int
}

// A wordingView is a rule as some contracts have it.
type wordingView struct {
	Says, Source, Help, Contracts string
	// fix is Help also where it is not said again.
	fix string
}

// rulebook is every rule by its name.
func (r *Report) rulebook() []ruleView {
	seen := map[string]int{}
	for _, f := range r.Findings {
		seen[f.Rule] += f.Count
	}
	var book []ruleView
	for _, rule := range r.Rules {
		if n := len(book); n == 0 || book[n-1].ID != rule.ID {
			v := ruleView{ID: rule.ID, Anchor: ruleAnchor(rule.ID), Severity: rule.Severity, Seen: seen[rule.ID]}
			if rule.Keeps != nil && rule.Breaks != nil {
				keeps, breaks := rule.Keeps.headers(rule.Breaks.Found), rule.Breaks.headers(rule.Breaks.Found)
				v.Keeps, v.Breaks = new(keeps.beside(breaks)), new(breaks.beside(keeps))
			}
			book = append(book, v)
		}
		v := &book[len(book)-1]
		w := wordingView{Says: rule.Says, Source: rule.Source, Help: rule.Help, fix: rule.Help}
		i := slices.IndexFunc(v.Wordings, func(x wordingView) bool {
			return x.Says == w.Says && x.Source == w.Source && x.fix == w.fix
		})
		if i < 0 {
			if i = len(v.Wordings); i > 0 && v.Wordings[i-1].fix == w.fix {
				w.Help = "" // as before
			}
			v.Wordings = append(v.Wordings, w)
		}
		v.Wordings[i].Contracts = strings.TrimPrefix(v.Wordings[i].Contracts+", "+cmp.Or(rule.Contract, "every contract"), ", ")
	}
	return book
}

// inText escapes for a text between tags, where quotes mean nothing: bodies are
// full of them.
func inText(s string) template.HTML {
	return template.HTML(textEscapes.Replace(s)) // #nosec: escaped
}

var textEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// ruleAnchor names the place of a rule on the page.
func ruleAnchor(id string) string { return "rule-" + id }

// ruleLink leads to the rule where the page describes it, "" where it does not.
func (r *Report) ruleLink(id string) string {
	if slices.ContainsFunc(r.Rules, func(rule Rule) bool { return rule.ID == id }) {
		return ruleAnchor(id)
	}
	return ""
}
