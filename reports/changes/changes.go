// Package changes makes a document of what changed between two editions of a
// contract, and renders it.
//
// It weighs nothing: that is package regress's.
package changes

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

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
	Place      Place       `json:"place"`
	Variants   []Variant   `json:"variants"`
	// Scenarios and Exchanges are those that have to do with what changed; Beside
	// counts those that call an operation of the change and have not.
	Scenarios []string `json:"scenarios"`
	Exchanges []string `json:"exchanges"`
	Beside    Beside   `json:"beside"`
}

// Place is where in its operations a change is: on which side, in body, query,
// header, path or status, and the name of what is there. An empty one is the
// operation as a whole.
type Place struct {
	Side   string `json:"side"`
	In     string `json:"in"`
	Name   string `json:"name"`
	Member string `json:"member"`
	Status string `json:"status"`
	// Absent says that the change is about those calls that leave it out.
	Absent bool `json:"absent"`
}

// Variant is one of those that a choice gives, on the way to the place, the outermost
// first: of which member, and what tells it from the others. Property and value are ""
// where the document does not say.
type Variant struct {
	Of       string `json:"of"`
	Name     string `json:"name"`
	Property string `json:"property"`
	Value    string `json:"value"`
}

// Beside counts those whom a change of their operation does not touch.
type Beside struct {
	Scenarios int `json:"scenarios"`
	Exchanges int `json:"exchanges"`
}

// Operation is one that a change is in; From is the old edition's path where it
// is another.
type Operation struct {
	Operation string `json:"operation"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	From      string `json:"from"`
}

// Against names whose calls the changes are held against: the scenarios of kontrakt
// or of a report, and a recording.
type Against struct {
	Scenarios string `json:"scenarios"`
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
		variants := []Variant{}
		for _, v := range change.Variants {
			variants = append(variants, Variant(v))
		}
		d.Changes = append(d.Changes, Change{
			ID: change.ID, Weight: string(change.Weight), Rule: change.Rule, Text: change.Text, Why: change.Why,
			Operations: operations, Place: Place{change.Place.Side, change.Place.In, change.Place.Name, change.Place.Member, change.Place.Status, change.Place.Absent}, Variants: variants,
			Scenarios: list(scenarios[i].Names), Exchanges: list(exchanges[i].Names), Beside: Beside{scenarios[i].Beside, exchanges[i].Beside},
		})
	}
	if d.Against.Report == "" && !slices.ContainsFunc(d.Changes, func(c Change) bool { return len(c.Scenarios)+c.Beside.Scenarios > 0 }) {
		d.Against.Scenarios = "" // the documents are of another API
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
	for _, fact := range []sheet.Row{{Label: "scenarios", Text: d.Against.Scenarios}, {Label: "recording", Text: d.Against.Recording}} {
		if fact.Text != "" {
			s.Facts = append(s.Facts, fact)
		}
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
	for _, v := range c.Variants {
		e.Rows = append(e.Rows, sheet.Row{Label: "variant", Text: v.String()})
	}
	if d.Against.Scenarios != "" {
		e.Rows = append(e.Rows, c.touches("scenario", c.Scenarios, c.Beside.Scenarios))
	}
	if d.Against.Recording != "" {
		e.Rows = append(e.Rows, c.touches("exchange", c.Exchanges, c.Beside.Exchanges))
	}
	return e
}

// String says which variant it is: LegacyPricing of pricing, where type is LEGACY.
func (v Variant) String() string {
	text := v.Name
	if v.Of != "" {
		text += " of " + v.Of
	}
	switch {
	case v.Value != "":
		text += ", where " + v.Property + " is " + v.Value
	case v.Property != "":
		text += ", which " + v.Property + " tells from the others"
	}
	return text
}

// touches says whom a change touches, and who calls the operation beside them.
func (c Change) touches(what string, names []string, beside int) sheet.Row {
	text, more := "no "+what, ""
	if len(names) > 0 {
		text, more = sheet.Count(len(names), what)+": "+sheet.Few(names, named), " more"
	}
	if beside > 0 {
		verb, how := "call", "without"
		if beside == 1 {
			verb = "calls"
		}
		switch {
		case c.Place.Absent && beside == 1:
			how = "and does not lack"
		case c.Place.Absent:
			how = "and do not lack"
		}
		text += fmt.Sprintf("; %d%s %s the operation %s %s", beside, more, verb, how, c.Place.words())
	}
	return sheet.Row{Label: "touches", Text: text}
}

// words name what a change is about.
func (p Place) words() string {
	switch {
	case p.In == "status":
		return "this status"
	case p.Member != "":
		return "this value"
	case p.In == "header":
		return "this header"
	case p.In == "query":
		return "this parameter"
	}
	return "this member"
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
