package sheet

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Text writes a sheet for a terminal.
func (s Sheet) Text(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s\n", plain(s.Headline))
	if len(s.Facts) > 0 {
		fmt.Fprintln(b)
	}
	rows(b, s.Facts)
	for _, section := range s.Sections {
		if len(section.Entries) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n%s\n", section.Title)
		for _, e := range section.Entries {
			if !section.Brief {
				fmt.Fprintln(b)
			}
			fmt.Fprintf(b, "%s  %s\n", plain(e.Kind), plain(e.Head))
			if !section.Brief {
				rows(b, e.Rows)
			}
		}
	}
	for i, n := range s.Notes {
		if i == 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "note: %s\n", plain(n))
	}
	return b.Flush()
}

func rows(w io.Writer, all []Row) {
	width := 0
	for _, r := range all {
		width = max(width, len(r.Label))
	}
	for _, r := range all {
		fmt.Fprintf(w, "  %-*s  %s\n", width, r.Label, plain(r.Text))
	}
}

// Markdown writes a sheet for a CI job's page.
func (s Sheet) Markdown(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# %s\n\n**%s**\n", md(s.Title), md(s.Headline))
	if len(s.Facts) > 0 {
		fmt.Fprint(b, "\n| | |\n| --- | --- |\n")
		for _, r := range s.Facts {
			fmt.Fprintf(b, "| %s | %s |\n", md(r.Label), md(r.Text))
		}
	}
	for _, section := range s.Sections {
		if len(section.Entries) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n## %s\n\n", md(section.Title))
		for _, e := range section.Entries {
			fmt.Fprintf(b, "- %s: %s\n", md(e.Kind), md(e.Head))
			if section.Brief {
				continue
			}
			for _, r := range e.Rows {
				fmt.Fprintf(b, "  - %s: %s\n", md(r.Label), md(r.Text))
			}
		}
	}
	if len(s.Notes) > 0 {
		fmt.Fprint(b, "\n## Notes\n\n")
		for _, n := range s.Notes {
			fmt.Fprintf(b, "- %s\n", md(n))
		}
	}
	return b.Flush()
}

// md escapes outside text; what stands between backticks stays code.
func md(s string) string {
	parts := strings.Split(plain(s), "`")
	if len(parts)%2 == 0 { // one backtick is alone: none is code
		return escape(strings.Join(parts, "'"))
	}
	for i := range parts {
		if i%2 == 0 {
			parts[i] = escape(parts[i])
		} else {
			parts[i] = "`" + strings.ReplaceAll(parts[i], "|", `\|`) + "`"
		}
	}
	return strings.Join(parts, "")
}

var escapes = strings.NewReplacer(
	`\`, `\\`, `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `&lt;`, `>`, `&gt;`, `&`, `&amp;`, `#`, `\#`, `|`, `\|`, `~`, `\~`, `@`, "&#64;",
)

func escape(s string) string { return escapes.Replace(s) }
