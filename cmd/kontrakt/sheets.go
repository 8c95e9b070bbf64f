package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/reports"
	"kontrakt/reports/sheet"
)

// sheets are the flags of commands that write a sheet: to stdout in one format,
// or into a folder in several.
type sheets struct {
	formats []string
	out     string
	// scan looks at what is rendered before anybody else does; nil does not.
	scan reports.Scan
}

var sheetFiles = [...]struct{ format, extension string }{
	{"text", "txt"}, {"json", "json"}, {"html", "html"}, {"markdown", "md"},
}

func sheetFormats() []string {
	var names []string
	for _, f := range sheetFiles {
		names = append(names, f.format)
	}
	return names
}

func (s *sheets) flags(c *cobra.Command) {
	c.Flags().StringSliceVar(&s.formats, "format", []string{"text"}, "`formats`: "+strings.Join(sheetFormats(), ", "))
	c.Flags().StringVar(&s.out, "out", "", "`folder` for the formats, one file each (default: the one format goes to stdout)")
}

func (s *sheets) check() error {
	for _, f := range s.formats {
		if !slices.Contains(sheetFormats(), f) {
			return &harness.Stop{Err: fmt.Errorf("no format %q", f), Hint: "one of " + strings.Join(sheetFormats(), ", "), Usage: true}
		}
	}
	if s.out != "" {
		return checkFolder(s.out)
	}
	if len(s.formats) != 1 {
		return &harness.Stop{Err: fmt.Errorf("%d formats, and one stdout", len(s.formats)), Hint: "name a folder for them: --out FOLDER", Usage: true}
	}
	return nil
}

// write renders a sheet; document writes it as JSON. Files are put in place when
// all are rendered, and the text goes to stdout as well.
func (s *sheets) write(e env, name string, document func(io.Writer) error, paper sheet.Sheet) error {
	render := map[string]func(io.Writer) error{"text": paper.Text, "json": document, "html": paper.HTML, "markdown": paper.Markdown}
	told := "text"
	if s.out == "" {
		told = s.formats[0]
	}
	rendered := map[string][]byte{}
	for _, f := range sheetFiles {
		if !slices.Contains(s.formats, f.format) && f.format != told {
			continue
		}
		var b bytes.Buffer
		err := render[f.format](&b)
		if err == nil && s.scan != nil {
			err = s.scan(b.Bytes())
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.format, err)
		}
		rendered[f.format] = b.Bytes()
	}
	if _, err := e.Stdout.Write(rendered[told]); err != nil || s.out == "" {
		return err
	}
	for _, f := range sheetFiles {
		if !slices.Contains(s.formats, f.format) {
			continue
		}
		path := filepath.Join(s.out, name+"."+f.extension)
		if err := putInPlace(path, rendered[f.format]); err != nil {
			return &harness.Stop{Err: err, Usage: true}
		}
		fmt.Fprintln(e.Stdout, "\n"+name+": "+path)
	}
	return nil
}
