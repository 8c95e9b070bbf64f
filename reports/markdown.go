package reports

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"kontrakt/harness"
)

// markdownLimit is the size to stay under, in bytes. GitHub takes 1 MiB per
// step summary, GitLab and others far less in a comment.
const markdownLimit = 60 << 10

// renderMarkdown writes a summary for a CI job's page: what does not fit is
// counted.
func renderMarkdown(w io.Writer, run *harness.Run) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	m := &markdown{report: report}
	m.head()
	m.scenarios()
	m.twin()
	m.findings()
	m.operations()
	m.contracts()
	_, err = io.WriteString(w, m.String())
	return err
}

type markdown struct {
	strings.Builder
	report *Report
}

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *markdown) head() {
	r, t := m.report, m.report.Totals
	m.line("# %s: %s", md(cmp.Or(r.Tool.Name, "report"), 40), r.Run.Verdict)
	m.line("")
	m.line("**%s**", md(r.headline(), 300))
	m.line("")
	m.line("| | |")
	m.line("| --- | --- |")
	m.row("Scenarios", phrases(
		phrases(thousands(t.Scenarios.Passed)+" passed", thousands(t.Scenarios.Failed)+" failed", thousands(t.Scenarios.Skipped)+" skipped"),
		suffixed(t.Scenarios.Inconclusive, " not judged")))
	m.row("Findings", phrases(count(t.Findings.Error, "error"), count(t.Findings.Warning, "warning"), count(t.Findings.Note, "note"),
		suffixed(t.Accepted, " accepted")))
	m.row("Exchanges", phrases(thousands(r.Exchanges.Recorded)+" judged",
		suffixed(r.Exchanges.Broken, " without a regular end"), suffixed(r.Exchanges.Dropped, " dropped")))
	for _, line := range r.Run.Incomplete {
		m.row("Not judged", line)
	}
	if c := r.Coverage; c.Operations.Documented > 0 {
		m.row("Coverage", fmt.Sprintf("%d of %d operations, %d of %d answers that can be exercised",
			c.Operations.Exercised, c.Operations.Exercisable, c.Responses.Exercised, c.Responses.Exercisable))
	}
	if depth := r.depth(); depth != "" {
		m.row("Proof", depth)
	}
	m.row("Target", r.target())
	m.row("Run", phrases(r.Run.StartedAt.Format("2006-01-02 15:04:05 UTC"), took(r.Run.DurationMs), prefixed("seed ", r.seed())))
	if part := r.Run.Shard.String(); part != "" {
		m.row("Shard", part)
	}
}

// row writes a row of a table; cells are outside text.
func (m *markdown) row(cells ...string) {
	for i, c := range cells {
		cells[i] = md(c, 300)
	}
	m.line("| %s |", strings.Join(cells, " | "))
}

func (m *markdown) scenarios() {
	var rows []string
	for _, status := range []string{"failed", "inconclusive", "undefined", "pending"} {
		for _, s := range m.report.Scenarios {
			if s.Status == status {
				rows = append(rows, fmt.Sprintf("- **%s** (%s, %s): %s", md(s.Name, 200), md(s.API, 40), s.Status, md(s.why(), 400)))
			}
		}
	}
	if len(rows) > 0 {
		m.list("Scenarios to look at", "", rows, 28<<10)
	}
}

func (m *markdown) findings() {
	var rows []string
	for _, f := range m.report.Findings {
		rows = append(rows, fmt.Sprintf("| %s | %s | %s | %s | %s | %s |", f.weight(), md(f.Rule, 80), md(f.about(), 160),
			md(f.Message, 400), md(f.Spec.place(), 160), thousands(f.Count)))
	}
	if len(rows) > 0 {
		m.list("Findings", "| Severity | Rule | Operation | What | Contract | Seen |\n| --- | --- | --- | --- | --- | ---: |\n", rows, 46<<10)
	}
}

func (m *markdown) operations() {
	var rows []string
	for _, o := range m.report.Operations {
		if o.Calls == 0 {
			continue
		}
		rows = append(rows, fmt.Sprintf("| %s:%s | %s | %s %% | %s | %s |", md(o.Method, 20), md(o.Path, 160), thousands(o.Calls),
			o.successRate(), took(o.Latency.P50), took(o.Latency.P95)))
	}
	if len(rows) > 0 {
		m.list("Endpoints", "| Endpoint | Calls | 2xx | p50 | p95 |\n| --- | ---: | ---: | ---: | ---: |\n", rows, 54<<10)
	}
}

func (m *markdown) contracts() {
	var rows []string
	for _, c := range m.report.Contracts {
		rows = append(rows, fmt.Sprintf("| %s | %s | %s | %s |", md(c.ID, 60), md(c.Version, 40), md(c.Source.Edition, 60),
			count(c.Overlay.Errata, "erratum")+", "+count(c.Overlay.Updates, "update")))
	}
	if len(rows) > 0 {
		m.list("Judged by", "| Contract | Version | Edition | Overlay |\n| --- | --- | --- | --- |\n", rows, markdownLimit)
	}
}

// list writes rows until the whole is limit bytes long, and how many were left
// out.
func (m *markdown) list(title, head string, rows []string, limit int) {
	m.line("\n## %s\n", title)
	m.WriteString(head)
	for i, row := range rows {
		if m.Len()+len(row) > limit {
			m.line("\n… and %s more in the report.", thousands(len(rows)-i))
			return
		}
		m.line("%s", row)
	}
}

// md is outside text as inline Markdown: nothing in it is markup, and it stays
// in its line and in its table cell. Longer text than limit runes is cut.
func md(s string, limit int) string {
	s = oneLine(cut(strings.Join(strings.Fields(s), " "), limit))
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '@', '#': // would name people and issues
			fmt.Fprintf(&b, "&#%d;", r)
		case '|', '\\', '`', '*', '_', '[', ']', '~', '!', '$':
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cut shortens a text to limit runes and says so.
func cut(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit-1]) + "…"
}
