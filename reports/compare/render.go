package compare

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"kontrakt/reports/sheet"
)

// JSON writes the document.
func (d *Document) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// named is how many scenarios are named before the rest is counted.
const named = 3

// Sheet is the document for people.
func (d *Document) Sheet() sheet.Sheet {
	s := sheet.Sheet{
		Title: "base → new", Good: d.Totals.Regressions == 0, Notes: d.Notes,
		Headline: fmt.Sprintf("%s, %s, %s", sheet.Count(d.Totals.Regressions, "regression"), sheet.Count(d.Totals.Changes, "change"), sheet.Count(d.Totals.Improvements, "improvement")),
		Facts:    []sheet.Row{{Label: "base", Text: d.Base.text()}, {Label: "new", Text: d.New.text()}},
	}
	if d.Again.ID != "" {
		s.Facts = append(s.Facts, sheet.Row{Label: "again", Text: d.Again.text()})
	}
	for _, kind := range []struct {
		weight string
		sheet.Section
	}{
		{Regression, sheet.Section{Title: "regressions", Tone: "bad"}},
		{Neutral, sheet.Section{Title: "changes", Tone: "warn", Brief: true}},
		{Improvement, sheet.Section{Title: "improvements", Tone: "good", Brief: true}},
	} {
		for _, c := range d.Changes {
			if c.Weight == kind.weight {
				kind.Entries = append(kind.Entries, c.entry())
			}
		}
		s.Sections = append(s.Sections, kind.Section)
	}
	return s
}

func (r Run) text() string {
	return fmt.Sprintf("run %s of %s against %s: %s, %s", r.ID, r.StartedAt, r.Target, r.Verdict, sheet.Count(r.Scenarios, "scenario"))
}

func (c Change) entry() sheet.Entry {
	e := sheet.Entry{Kind: c.Kind, Head: strings.TrimSpace(c.Contract + " " + c.Operation)}
	if e.Head != "" {
		e.Head += ": "
	}
	e.Head += c.Text
	for _, r := range []sheet.Row{{Label: "was", Text: c.Base}, {Label: "is", Text: c.New}} {
		if r.Text != "" {
			e.Rows = append(e.Rows, r)
		}
	}
	if len(c.Scenarios) > 0 {
		e.Rows = append(e.Rows, sheet.Row{Label: "in", Text: sheet.Count(len(c.Scenarios), "scenario") + ": " + sheet.Few(c.Scenarios, named)})
	}
	if len(c.Steps) > 0 {
		e.Rows = append(e.Rows, sheet.Row{Label: "at", Text: sheet.Few(c.Steps, named)})
	}
	return e
}
