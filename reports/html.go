package reports

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"kontrakt/harness"
)

//go:embed html
var htmlFiles embed.FS

// schema is that of report.json.
//
//go:embed report.schema.json
var schema string

// Texts are what reports are made of whatever was found: the page, and the words
// of the report document.
func Texts() []string {
	texts := []string{schema}
	for _, name := range []string{"report.tmpl", "report.js"} {
		if text, err := htmlFiles.ReadFile("html/" + name); err == nil {
			texts = append(texts, string(text))
		}
	}
	return texts
}

// Style is the page's style sheet, for pages beside it.
func Style() string {
	style, err := htmlFiles.ReadFile("html/report.css")
	if err != nil {
		return "" // a page without style can be read
	}
	return string(style)
}

// A page is what the template shows. Every text in it is printable.
type page struct {
	*Report
	Style  template.CSS
	Script template.JS
	// Policy lets the browser load nothing and run only our own script.
	Policy           string
	Headline, Reason string
	Facts            []fact
	Tiles            []tile
	Groups           []endpointGroup
	Rules            []ruleGroup
	Proven           []proofGroup
	Book             []ruleView
	Features         []featureGroup
	Loose            []*exchangeView
	Shown            string
}

type fact struct{ Label, Value string }

type tile struct {
	Label, Value, Detail string
	Parts                []barPart
}

// renderHTML writes one page that needs nothing beside it, and works, without
// its filters, where no script runs.
func renderHTML(w io.Writer, run *harness.Run) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	report = new(rewritten(*report, lines))
	p := &page{Report: report, Headline: sentence(report.headline()), Reason: report.extraReason()}
	if err := p.files(); err != nil {
		return err
	}
	gallery, err := collect(report, exchangesOf(run))
	if err != nil {
		return err
	}
	p.Facts = report.facts()
	p.Tiles = report.tiles()
	p.Groups = report.endpoints()
	p.Rules = report.ruleGroups(gallery)
	p.Proven, p.Book = report.proven(), report.rulebook()
	p.Features = report.features(gallery)
	p.Loose, p.Shown = gallery.rest(), gallery.shown(report.Exchanges.Recorded)
	t, err := template.New("report.tmpl").Funcs(template.FuncMap{
		"took": took, "count": count, "thousands": thousands, "some": some, "text": inText,
	}).ParseFS(htmlFiles, "html/report.tmpl")
	if err != nil {
		return err
	}
	return t.Execute(w, p)
}

func (p *page) files() error {
	style, err := htmlFiles.ReadFile("html/report.css")
	if err != nil {
		return err
	}
	script, err := htmlFiles.ReadFile("html/report.js")
	if err != nil {
		return err
	}
	digest := sha256.Sum256(script)
	p.Style, p.Script = template.CSS(style), template.JS(script) // #nosec: our own files
	p.Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" +
		base64.StdEncoding.EncodeToString(digest[:]) + "'; base-uri 'none'; form-action 'none'"
	return nil
}

// extraReason is the reason where the headline does not say it already.
func (r *Report) extraReason() string {
	reason := r.Run.Reason
	if reason == r.headline() || strings.HasSuffix(reason, " failed") && r.Totals.Scenarios.Failed > 0 ||
		strings.HasSuffix(reason, " at or above error") && r.Totals.Findings.Error > 0 {
		return ""
	}
	return sentence(reason)
}

func (r *Report) facts() []fact {
	return named(
		fact{"Target", r.target()},
		fact{"Environment", r.Run.Environment},
		fact{"Started", r.Run.StartedAt.Format("2 January 2006, 15:04:05 UTC")},
		fact{"Took", took(r.Run.DurationMs)},
		fact{"Seed", r.seed()},
		fact{"Command", r.Run.Command},
		fact{"Run", r.Run.ID},
		fact{"Tool", r.Tool.Name + " " + r.Tool.Version},
	)
}

// seed is what the order of the scenarios came from; where none ran there was
// none, and a shop is put on trial without one, while a run in the order of the
// files has the seed 0.
func (r *Report) seed() string {
	if r.Run.Seed == 0 && (len(r.Scenarios) == 0 || r.Run.Command == "certify") {
		return ""
	}
	return fmt.Sprint(r.Run.Seed)
}

// FoundFirst says that what is wrong comes before how every operation did.
func (r *Report) FoundFirst() bool { return r.Totals.Findings.Error > 0 }

func (r *Report) tiles() []tile {
	s, f, e, c := r.Totals.Scenarios, r.Totals.Findings, r.Exchanges, r.Coverage
	return []tile{
		{"Scenarios", thousands(len(r.Scenarios)), cmp.Or(phrases(suffixed(s.Passed, " passed"), suffixed(s.Failed, " failed"),
			suffixed(s.Skipped, " skipped"), suffixed(s.Inconclusive, " not judged")), "none ran"),
			bar(barPart{"ok", "passed", s.Passed}, barPart{"bad", "failed", s.Failed}, barPart{"warn", "not judged", s.Inconclusive}, barPart{"none", "skipped", s.Skipped})},
		{"Findings", thousands(len(r.Findings)), cmp.Or(phrases(some(f.Error, "error"), some(f.Warning, "warning"), some(f.Note, "note"), suffixed(r.Totals.Accepted, " accepted")), "nothing found"),
			bar(barPart{"bad", "errors", f.Error}, barPart{"warn", "warnings", f.Warning}, barPart{"info", "notes", f.Note}, barPart{"none", "accepted", r.Totals.Accepted})},
		{"Exchanges", thousands(e.Recorded), phrases("judged", suffixed(e.Broken, " without a regular end"), suffixed(e.Dropped, " dropped")), nil},
		extentTile("Operations", c.Operations),
		extentTile("Answers", c.Responses),
	}
}

func extentTile(label string, e Extent) tile {
	return tile{
		label, thousands(e.Exercised), fmt.Sprintf("of %s that can be exercised, %s documented", thousands(e.Exercisable), thousands(e.Documented)),
		bar(barPart{"ok", "exercised", e.Exercised}, barPart{"none", "not exercised", max(e.Exercisable-e.Exercised, 0)}),
	}
}

// A barPart is a part of a stacked bar: its colour, its name, its size.
type barPart struct {
	Class, Name string
	N           int
}

// bar leaves out the empty parts.
func bar(parts ...barPart) []barPart {
	var kept []barPart
	for _, p := range parts {
		if p.N > 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

// sentence begins with a capital letter.
func sentence(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
