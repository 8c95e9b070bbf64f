package migrate

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Markdown writes the report for a step summary or a ticket.
func Markdown(w io.Writer, r *Report) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# %s → %s\n\n%s of %s: %s.\n", r.From, r.To, counted(r.Totals.Migrated, "call", "calls"),
		counted(r.Totals.Exchanges, "exchange", "exchanges"), r.summary())
	for _, c := range r.Operations {
		fmt.Fprintf(b, "\n## %s → %s (%s)\n\n| fate | part | old | new | row | what is to know | seen |\n| --- | --- | --- | --- | --- | --- | --- |\n",
			c.From, orNothing(c.To), counted(c.Calls, "call", "calls"))
		for _, group := range fateWords {
			for _, f := range c.Fields {
				if f.Fate == group.fate {
					fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %d |\n", group.words, f.Part, code(f.From), code(f.To), f.Row, cell(f.Says), f.Count)
				}
			}
		}
		for _, f := range c.Findings {
			fmt.Fprintf(b, "| breaks the new contract | %s | | | %s | %s | %d |\n", f.Severity, code(f.Rule), cell(f.Message), f.Count)
		}
		for _, s := range c.Samples {
			fmt.Fprintf(b, "\n<details><summary>%s</summary>\n\n", s.Exchange)
			fenced(b, s.Old)
			for _, m := range s.New {
				fenced(b, m)
			}
			fmt.Fprintln(b, "</details>")
		}
	}
	return b.Flush()
}

// fenced shows a message; a fence is longer than any in it.
func fenced(b *bufio.Writer, m Message) {
	text := m.Method + " " + m.Target + "\n" + indented(m)
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	fmt.Fprintf(b, "%s\n%s\n%s\n\n", fence, text, fence)
}

func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;", "`", "'").Replace(s)
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + cell(s) + "`"
}
