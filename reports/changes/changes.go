// Package changes makes a document of what changed between two editions of a
// contract, and renders it.
//
// It weighs nothing: that is package regress's.
package changes

import (
	"encoding/json"
	"fmt"
	"io"

	"kontrakt/harness/regress"
	"kontrakt/reports/sheet"
)

// Schema names the version of the document.
const Schema = "kontrakt/diff/v1"

// A Document is the comparison of two editions. No list is null.
type Document struct {
	Schema  string   `json:"schema"`
	Old     Side     `json:"old"`
	New     Side     `json:"new"`
	Totals  Totals   `json:"totals"`
	Changes []Change `json:"changes"`
	// Against says which uses the changes were held against; "" is none.
	Against Against `json:"against"`
}

// Side is one edition.
type Side struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Missing are references that lead to no file at hand.
	Missing []string `json:"missing"`
}

// Totals counts changes by weight.
type Totals struct {
	Breaking int `json:"breaking"`
	Risky    int `json:"risky"`
	Harmless int `json:"harmless"`
}

// Change is one thing that changed. Its ID is the same in every comparison.
type Change struct {
	ID         string      `json:"id"`
	Weight     string      `json:"weight"`
	Rule       string      `json:"rule"`
	Text       string      `json:"text"`
	Why        string      `json:"why"`
	Operations []Operation `json:"operations"`
	Scenarios  []string    `json:"scenarios"`
	Exchanges  []string    `json:"exchanges"`
}

// Operation is one that a change is in; From is the old edition's path where it
// is another.
type Operation struct {
	Operation string `json:"operation"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	From      string `json:"from"`
}

// Against names the files of uses.
type Against struct {
	Report    string `json:"report"`
	Recording string `json:"recording"`
}

// Uses are the calls that changes are held against.
type Uses struct {
	Against
	Scenarios, Exchanges []regress.Use
}

// New makes the document.
func New(c *regress.Comparison, u Uses) *Document {
	d := &Document{Schema: Schema, Old: sideOf(c.Old), New: sideOf(c.New), Against: u.Against, Changes: []Change{}}
	scenarios, exchanges := c.Touched(u.Scenarios), c.Touched(u.Exchanges)
	for i, change := range c.Changes {
		switch change.Weight {
		case regress.Breaking:
			d.Totals.Breaking++
		case regress.Risky:
			d.Totals.Risky++
		default:
			d.Totals.Harmless++
		}
		operations := []Operation{}
		for _, o := range change.Operations {
			operations = append(operations, Operation{o.ID, o.Method, o.Path, o.From})
		}
		d.Changes = append(d.Changes, Change{
			ID: change.ID, Weight: string(change.Weight), Rule: change.Rule, Text: change.Text, Why: change.Why,
			Operations: operations, Scenarios: list(scenarios[i]), Exchanges: list(exchanges[i]),
		})
	}
	return d
}

func sideOf(s regress.Side) Side { return Side{s.Name, s.Version, list(s.Missing)} }

func list(all []string) []string { return append([]string{}, all...) }

// JSON writes the document.
func (d *Document) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// Sheet is the document for people.
func (d *Document) Sheet() sheet.Sheet {
	s := sheet.Sheet{
		Title: d.Old.Name + " → " + d.New.Name,
		Good:  d.Totals.Breaking == 0,
		Headline: fmt.Sprintf("%d breaking, %d risky, %s from %s to %s", d.Totals.Breaking, d.Totals.Risky,
			sheet.Count(d.Totals.Harmless, "harmless change"), d.Old.title(), d.New.title()),
	}
	if len(d.Changes) == 0 {
		s.Headline = "no change from " + d.Old.title() + " to " + d.New.title()
	}
	if d.Against.Report != "" {
		s.Facts = append(s.Facts, sheet.Row{Label: "scenarios", Text: d.Against.Report})
	}
	if d.Against.Recording != "" {
		s.Facts = append(s.Facts, sheet.Row{Label: "recording", Text: d.Against.Recording})
	}
	for _, kind := range []sheet.Section{
		{Title: "breaking", Tone: "bad"}, {Title: "risky", Tone: "warn"}, {Title: "harmless", Tone: "good", Brief: true},
	} {
		for _, c := range d.Changes {
			if c.Weight == kind.Title {
				kind.Entries = append(kind.Entries, d.entry(c, kind.Brief))
			}
		}
		s.Sections = append(s.Sections, kind)
	}
	for _, side := range []Side{d.Old, d.New} {
		for _, m := range side.Missing {
			s.Notes = append(s.Notes, side.Name+" refers to "+m+", which is not at hand: what it stands for is not compared")
		}
	}
	return s
}

func (s Side) title() string {
	if s.Version == "" {
		return s.Name
	}
	return s.Name + " (" + s.Version + ")"
}

// named is how many scenarios or exchanges are named before the rest is counted.
const named = 3

func (d *Document) entry(c Change, brief bool) sheet.Entry {
	e := sheet.Entry{Kind: c.Rule, Head: c.Text}
	if brief {
		e.Head += " (" + d.in(c.Operations) + ")"
	}
	e.Rows = append(e.Rows, sheet.Row{Label: "why", Text: c.Why})
	for _, o := range c.Operations {
		e.Rows = append(e.Rows, sheet.Row{Label: "in", Text: o.String()})
	}
	if d.Against.Report != "" {
		e.Rows = append(e.Rows, touches("scenario", c.Scenarios))
	}
	if d.Against.Recording != "" {
		e.Rows = append(e.Rows, touches("exchange", c.Exchanges))
	}
	return e
}

func touches(what string, names []string) sheet.Row {
	text := "no " + what
	if len(names) > 0 {
		text = sheet.Count(len(names), what) + ": " + sheet.Few(names, named)
	}
	return sheet.Row{Label: "touches", Text: text}
}

// in says in short where a change is.
func (d *Document) in(all []Operation) string {
	switch len(all) {
	case 0:
		return "everywhere"
	case 1:
		return all[0].String()
	case 2:
		return all[0].String() + ", " + all[1].String()
	}
	return sheet.Count(len(all), "operation")
}

// String names an operation as findings do: POST:/recurring/v3/agreements.
func (o Operation) String() string {
	return o.Method + ":" + o.Path
}
