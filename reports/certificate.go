package reports

import (
	"fmt"
	"html/template"
	"io"
	"time"

	"kontrakt/harness/certify"
)

// A diploma is what the page of a certificate shows.
type diploma struct {
	*certify.Certificate
	page
	// Title is the verdict in words, Look the verdict of a report that looks
	// alike.
	Title, Look, Reason, Countdown string
	Tool                           certify.Tool
	Contracts                      []certify.Contract
	Facts                          []fact
	Rows                           []certify.Evidence
}

// Certificate writes the page of a certificate: one file that needs nothing
// beside it, and can be printed.
func Certificate(w io.Writer, c *certify.Certificate) error {
	c = new(rewritten(*c, lines))
	d := &diploma{Certificate: c, Tool: c.Tool, Contracts: c.Contracts, Reason: sentence(c.Reason)}
	if err := d.files(); err != nil {
		return err
	}
	switch c.Verdict {
	case certify.Certified:
		d.Title, d.Look = "Certified", "conforms"
		d.Countdown = countdown(c.FreshUntil, c.IssuedAt)
	case certify.NotCertified:
		d.Title, d.Look = "Not certified", "violates"
	default:
		d.Title, d.Look = "Inconclusive", "inconclusive"
	}
	d.Facts = named(
		fact{"Merchant", c.Subject.Merchant}, fact{"Merchant serial number", c.Subject.MSN},
		fact{"Integration", joined(c.Subject.Integration, c.Subject.Version)}, fact{"Build", c.Subject.Build},
		fact{"Environment", c.Target.Environment}, fact{"Target", joined(c.Target.Kind, c.Target.URL)},
		fact{"Issued", when(c.IssuedAt)}, fact{"Tool", joined(c.Tool.Name, c.Tool.Version)},
	)
	d.Rows = rowsOf(c)
	t, err := template.New("certificate.tmpl").Funcs(template.FuncMap{
		"took": took, "count": count, "thousands": thousands, "some": some, "text": inText, "when": when, "grade": grade,
	}).ParseFS(htmlFiles, "html/certificate.tmpl", "html/report.tmpl")
	if err != nil {
		return err
	}
	return t.Execute(w, d)
}

// rowsOf are the lines of the form: what proves each requirement, once.
func rowsOf(c *certify.Certificate) []certify.Evidence {
	var rows []certify.Evidence
	type row struct{ endpoint, comment, reference string }
	done := map[row]bool{}
	for _, l := range c.Requirements {
		for _, e := range l.Evidence {
			r := row{e.Endpoint, e.Comment, e.Reference}
			if l.Status == certify.Met && e.Comment != "" && !done[r] {
				done[r] = true
				rows = append(rows, e)
			}
		}
	}
	return rows
}

func grade(l certify.Line) string {
	switch l.Status {
	case certify.Met:
		return "ok"
	case certify.Unmet:
		return "bad"
	case certify.Manual:
		return "info"
	}
	return "warn"
}

// countdown says for how long evidence counts.
func countdown(until, now time.Time) string {
	days := int(until.Sub(now) / (24 * time.Hour))
	return fmt.Sprintf("The evidence is fresh until %s: %s.", until.UTC().Format("2 January 2006"), count(days, "day"))
}

func when(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

func named(all ...fact) []fact {
	var known []fact
	for _, f := range all {
		if f.Value != "" {
			known = append(known, f)
		}
	}
	return known
}
