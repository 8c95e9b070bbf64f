package sheet

import (
	"crypto/sha256"
	_ "embed" // the page's template and style
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
)

//go:embed sheet.tmpl
var page string

//go:embed sheet.css
var style string

// HTML writes a sheet as one page that loads nothing and runs nothing.
func (s Sheet) HTML(w io.Writer) error {
	t, err := template.New("sheet").Funcs(template.FuncMap{"code": code, "plain": plain, "lines": lines, "grouped": grouped}).Parse(page)
	if err != nil {
		return fmt.Errorf("read the page's template: %w", err)
	}
	digest := sha256.Sum256([]byte(style))
	return t.Execute(w, struct {
		Sheet
		Style  template.CSS
		Policy string
	}{s, template.CSS(style), "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(digest[:]) + "'; base-uri 'none'; form-action 'none'"})
}

// Shown says that there is something in the section.
func (s Section) Shown() bool { return !s.empty() }

// Contents says whether there is enough in a sheet for a list of its sections.
func (s Sheet) Contents() bool {
	shown := 0
	for _, section := range s.Sections {
		if section.Shown() {
			shown++
		}
	}
	return shown > 1
}

// A group is rows of one label that follow each other.
type group struct {
	Label string
	Texts []string
}

func grouped(rows []Row) []group {
	var out []group
	for _, r := range rows {
		if n := len(out); n == 0 || out[n-1].Label != r.Label {
			out = append(out, group{Label: r.Label})
		}
		last := &out[len(out)-1]
		last.Texts = append(last.Texts, r.Text)
	}
	return out
}

// A piece is a part of a text; code stood between backticks.
type piece struct {
	Text string
	Code bool
}

func code(s string) []piece {
	parts := strings.Split(plain(s), "`")
	out := make([]piece, 0, len(parts))
	for i, p := range parts {
		if p != "" {
			out = append(out, piece{p, i%2 == 1 && len(parts)%2 == 1})
		}
	}
	return out
}
