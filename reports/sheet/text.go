package sheet

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
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
		if section.empty() {
			continue
		}
		fmt.Fprintf(b, "\n%s\n", plain(section.Title))
		for _, e := range section.Entries {
			if !section.Brief {
				fmt.Fprintln(b)
			}
			fmt.Fprintf(b, "%-*s  %s\n", section.width(), plain(e.Kind), plain(e.Head))
			if !section.Brief {
				rows(b, e.Rows)
			}
		}
		for _, side := range section.Beside {
			side.text(b)
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

func (s *Section) empty() bool { return len(s.Entries)+len(s.Beside) == 0 }

// width is how wide the kinds of a table are; of others each begins its own line.
func (s *Section) width() int {
	width := 0
	if len(s.Columns) == 0 {
		return width
	}
	for _, e := range s.Entries {
		width = max(width, utf8.RuneCountInString(plain(e.Kind)))
	}
	return width
}

// text shows before and after side by side.
func (s Beside) text(w io.Writer) {
	fmt.Fprintf(w, "\n  %s\n", plain(s.Title))
	left, right := lines(s.Before), lines(cmp.Or(s.After, nothing))
	width := 0
	for _, line := range left {
		width = max(width, utf8.RuneCountInString(line))
	}
	for i := range max(len(left), len(right)) {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		pad := strings.Repeat(" ", width-utf8.RuneCountInString(l))
		fmt.Fprintln(w, strings.TrimRight("    "+l+pad+" │ "+r, " "))
	}
}

// nothing is said where there is no After.
const nothing = "(nothing stands for it)"

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
		if section.empty() {
			continue
		}
		fmt.Fprintf(b, "\n## %s\n\n", md(section.Title))
		if len(section.Columns) > 0 {
			section.table(b)
		}
		for _, side := range section.Beside {
			side.markdown(b)
		}
		for _, e := range section.Entries {
			if len(section.Columns) > 0 {
				break
			}
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

// table writes the entries as one.
func (s *Section) table(w io.Writer) {
	fmt.Fprintf(w, "| | %s |\n|%s\n", strings.Join(each(s.Columns, md), " | "), strings.Repeat(" --- |", len(s.Columns)+1))
	for _, e := range s.Entries {
		fmt.Fprintf(w, "| %s | %s |\n", md(e.Kind), strings.Join(each(e.Cells, md), " | "))
	}
}

func each(all []string, convert func(string) string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = convert(s)
	}
	return out
}

// markdown shows before and after, folded; a fence is longer than any in them.
func (s Beside) markdown(w io.Writer) {
	fmt.Fprintf(w, "\n<details><summary>%s</summary>\n\n", md(s.Title))
	for _, text := range []string{s.Before, cmp.Or(s.After, nothing)} {
		fence := "```"
		for strings.Contains(text, fence) {
			fence += "`"
		}
		fmt.Fprintf(w, "%s\n%s\n%s\n\n", fence, strings.Join(lines(text), "\n"), fence)
	}
	fmt.Fprintln(w, "</details>")
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
