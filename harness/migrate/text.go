package migrate

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// fateWords head what became of fields.
var fateWords = []struct {
	fate  Fate
	words string
}{{None, "no equivalent"}, {Decide, "needs a decision"}, {Maps, "maps by itself"}}

// Text writes the report for a terminal.
func Text(w io.Writer, r *Report) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s → %s: %s of %s\n", r.From, r.To, counted(r.Totals.Migrated, "call", "calls"), counted(r.Totals.Exchanges, "exchange", "exchanges"))
	for _, c := range r.Operations {
		fmt.Fprintf(b, "\n%s → %s, %s\n", c.From, orNothing(c.To), counted(c.Calls, "call", "calls"))
		for _, group := range fateWords {
			head := false
			for _, f := range c.Fields {
				if f.Fate != group.fate {
					continue
				}
				if !head {
					fmt.Fprintf(b, "  %s\n", group.words)
					head = true
				}
				fmt.Fprintf(b, "    %s\n", f.line())
			}
		}
		c.findings(b)
		for _, s := range c.Samples {
			s.text(b)
		}
	}
	fmt.Fprintf(b, "\n%s\n", r.summary())
	return b.Flush()
}

func (c *Called) findings(b *bufio.Writer) {
	if len(c.Findings) == 0 {
		return
	}
	fmt.Fprintln(b, "  breaks the new contract")
	for _, f := range c.Findings {
		before := ""
		if f.Before {
			before = ", as refused before"
		}
		fmt.Fprintf(b, "    %s %s [%s] (%d, %s%s)\n", f.Severity, f.Message, f.Rule, f.Count, strings.Join(f.Exchanges, " "), before)
	}
}

// line is a field in one line.
func (f *Fated) line() string {
	from, to := f.From, f.To
	if f.Part == "body" || f.Part == "answer" {
		from, to = whole(from), whole(to)
	}
	said := f.Part + " "
	switch {
	case from != "" && to != "" && from == to:
		said += from
	case from != "" && to != "":
		said += from + " → " + to
	case to != "":
		said += "→ " + to
	case from != "":
		said += from + " → nothing"
	}
	said = strings.TrimSpace(said)
	if f.Says != "" {
		said += ": " + f.Says
	}
	if f.Row != "" {
		said += " [" + f.Row + "]"
	}
	return fmt.Sprintf("%s (%d, %s)", said, f.Count, strings.Join(f.Exchanges, " "))
}

func whole(pointer string) string { return strings.TrimSuffix(pointer, "/*") }

// text shows old and new side by side.
func (s *Sample) text(b *bufio.Writer) {
	fmt.Fprintf(b, "  %s\n", s.Exchange)
	left := append([]string{s.Old.Method + " " + s.Old.Target}, strings.Split(indented(s.Old), "\n")...)
	var right []string
	for i, m := range s.New {
		if i > 0 {
			right = append(right, "")
		}
		right = append(append(right, m.Method+" "+m.Target), strings.Split(indented(m), "\n")...)
	}
	if len(s.New) == 0 {
		right = []string{"(nothing stands for it)"}
	}
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
		fmt.Fprintln(b, strings.TrimRight("    "+l+pad+" │ "+r, " "))
	}
}

func (r *Report) summary() string {
	t := r.Totals
	s := fmt.Sprintf("%d map by themselves, %d need a decision, %d have no equivalent, %d break the new contract", t.Maps, t.Decide, t.None, t.Breaks)
	if r.Holds() {
		return s + ": holds"
	}
	return s + ": does not hold"
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
