// Package migration renders what a recording needs in order to hold under another
// version: the report of package migrate as JSON and as a sheet for people.
//
// It decides nothing: what becomes of a field is package migrate's to say.
package migration

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/regress/migrate"
	"kontrakt/reports/sheet"
)

// JSON writes the report for programs.
func JSON(r *migrate.Report) func(io.Writer) error {
	return func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
}

// fates head what became of fields, the worst first.
var fates = [...]struct {
	fate        migrate.Fate
	words, tone string
}{
	{migrate.None, "no equivalent", "bad"}, {migrate.Decide, "needs a decision", "warn"}, {migrate.Maps, "maps by itself", "good"},
}

// breaks heads what the rewritten requests break, before what the recorded ones
// were refused for as well: that comes last, as nothing new is to be done about it.
const (
	breaks = "breaks the contract"
	before = "was refused before"
)

// Sheet is the report for people.
func Sheet(r *migrate.Report) sheet.Sheet {
	s := sheet.Sheet{
		Title: r.From + " → " + r.To, Good: r.Holds(), Headline: headline(r),
		Facts: []sheet.Row{{Label: "migrated", Text: fmt.Sprintf("%s of %s", sheet.Count(r.Totals.Migrated, "call"), sheet.Count(r.Totals.Exchanges, "exchange"))}},
	}
	for _, source := range r.Sources {
		s.Facts = append(s.Facts, sheet.Row{Label: "source", Text: source})
	}
	for _, c := range r.Operations {
		s.Sections = append(s.Sections, section(c))
	}
	if r.Totals.Unsaid > 0 {
		s.Notes = append(s.Notes, sheet.Count(r.Totals.Unsaid, "new answer")+" left out of the new recording: the old one does not say all that the new one would")
	}
	return s
}

func headline(r *migrate.Report) string {
	t, ends := r.Totals, "does not hold"
	if r.Holds() {
		ends = "holds"
	}
	refused := ""
	if t.Before > 0 {
		refused = fmt.Sprintf(" (%d of them were refused before)", t.Before)
	}
	return fmt.Sprintf("%d map by themselves, %d need a decision, %d have no equivalent, %d break the new contract%s: %s", t.Maps, t.Decide, t.None, t.Breaks, refused, ends)
}

// section is one operation.
func section(c *migrate.Called) sheet.Section {
	to := c.To
	if to == "" {
		to = "nothing"
	}
	s := sheet.Section{
		Title: fmt.Sprintf("%s → %s, %s", c.From, to, sheet.Count(c.Calls, "call")), Brief: true,
		Columns: []string{"part", "before", "after", "what is to know", "seen"},
	}
	s.Entries = append(s.Entries, findings(c, false, breaks)...)
	for _, g := range fates {
		for _, f := range c.Fields {
			if f.Fate == g.fate {
				s.Entries = append(s.Entries, sheet.Entry{
					Kind: g.words, Tone: g.tone, Head: line(f),
					Cells: []string{f.Part, codes(f.From), codes(f.To), strings.TrimSpace(f.Says + rowOf(f)), seen(f.Count, f.Exchanges)},
				})
			}
		}
	}
	s.Entries = append(s.Entries, findings(c, true, before)...)
	for _, sample := range c.Samples {
		s.Beside = append(s.Beside, beside(sample))
	}
	return s
}

// findings are those that were refused before, or those that were not.
func findings(c *migrate.Called, refused bool, kind string) []sheet.Entry {
	var out []sheet.Entry
	for _, f := range c.Findings {
		if f.Before != refused {
			continue
		}
		e := sheet.Entry{
			Kind: kind, Head: fmt.Sprintf("%s [%s] (%s)", f.Message, f.Rule, seen(f.Count, f.Exchanges)),
			Cells: []string{string(f.Severity), "", "", f.Message + " [" + f.Rule + "]", seen(f.Count, f.Exchanges)},
		}
		if !refused {
			e.Tone = tone(f.Severity)
		}
		out = append(out, e)
	}
	return out
}

func tone(s harness.Severity) string {
	if s == harness.Error {
		return "bad"
	}
	return "warn"
}

// line is a field in one line.
func line(f *migrate.Fated) string {
	from, to := f.From, f.To
	if f.Part == "body" || f.Part == "answer" {
		from, to = strings.TrimSuffix(from, "/*"), strings.TrimSuffix(to, "/*")
	}
	said := f.Part + " "
	switch {
	case from != "" && to != "" && from == to:
		said += from
	case from != "" && to != "":
		said += from + " → " + to
	case to != "":
		said += "→ " + to
	case from != "":
		said += from + " → nothing"
	}
	said = strings.TrimSpace(said)
	if f.Says != "" {
		said += ": " + f.Says
	}
	return said + rowOf(f) + " (" + seen(f.Count, f.Exchanges) + ")"
}

// rowOf names the row of the tables.
func rowOf(f *migrate.Fated) string {
	if f.Row == "" {
		return ""
	}
	return " [" + f.Row + "]"
}

// seen is how often, and in which exchanges first.
func seen(n int, exchanges []string) string {
	return fmt.Sprintf("%d, %s", n, strings.Join(exchanges, " "))
}

// codes are names of the documents, or of a stranger, as a sheet marks them.
func codes(names string) string {
	if names == "" || strings.Contains(names, "`") {
		return names
	}
	return "`" + strings.ReplaceAll(names, ", ", "`, `") + "`"
}

// beside shows a request before and after.
func beside(s *migrate.Sample) sheet.Beside {
	after := make([]string, len(s.New))
	for i, m := range s.New {
		after[i] = message(m)
	}
	return sheet.Beside{Title: s.Exchange, Before: message(s.Old), After: strings.Join(after, "\n\n")}
}

func message(m migrate.Message) string {
	head := m.Method + " " + m.Target + "\n"
	if len(m.Body) == 0 {
		return head + "(no body)"
	}
	var b bytes.Buffer
	if err := json.Indent(&b, m.Body, "", "  "); err != nil {
		return head + string(m.Body)
	}
	return head + b.String()
}
