package reports

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"kontrakt/harness"
)

// summaryLimit bounds the scenarios and the findings that a terminal shows.
const summaryLimit = 20

// Summary writes what a person at a terminal acts on: the verdict, the counts,
// what failed and why, and where to read on; files are the reports that were
// written. Notes are counted and not shown.
func Summary(w io.Writer, run *harness.Run, colour bool, files ...string) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	s := summary{Writer: bufio.NewWriter(w), report: new(rewritten(*report, lines)), colour: colour, files: files}
	s.counts()
	s.scenarios()
	s.findings()
	s.stale()
	s.twin()
	s.end()
	return s.Flush()
}

// String is the finding in one line, fit for a terminal:
// epayment.v1 createPayment: request body /amount/currency: want one of "NOK", "DKK", got "SEK" [schema.enum].
func (f Finding) String() string {
	return oneLine(f.about() + ": " + f.Message + " [" + f.Rule + "]")
}

type summary struct {
	*bufio.Writer
	report *Report
	colour bool
	files  []string
}

// The SGR codes of ECMA-48.
const (
	bold, red, green, yellow, cyan, faint = "1", "31", "32", "33", "36", "2"
)

func (s *summary) paint(code, text string) string {
	if !s.colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s *summary) line(format string, args ...any) {
	fmt.Fprintln(s, inert(fmt.Sprintf(format, args...)))
}

// orders are what the agents of Azure Pipelines and GitHub take for commands of their
// own wherever they stand in a line.
var orders = regexp.MustCompile(`(?i)##(vso)?\[`)

// inert makes no order of outside text that a build log shows.
func inert(line string) string { return orders.ReplaceAllString(line, "## $1[") }

// row is a labelled line, indented; lines that follow stand under the first.
func (s *summary) row(label, text string) {
	if text == "" {
		return
	}
	text = strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+strings.Repeat(" ", 14))
	s.line("  %s  %s", s.paint(faint, fmt.Sprintf("%-10s", label)), text)
}

func (s *summary) counts() {
	r, t := s.report, s.report.Totals
	code := map[string]string{harness.Passed.String(): green, harness.Failed.String(): red}[r.Run.Verdict]
	s.line("%s  %s", s.paint(bold+";"+cmp.Or(code, yellow), r.Run.Verdict), oneLine(r.headline()))
	s.line("")
	s.row("scenarios", phrases(phrases(thousands(t.Scenarios.Passed)+" passed", thousands(t.Scenarios.Failed)+" failed", thousands(t.Scenarios.Skipped)+" skipped"),
		suffixed(t.Scenarios.Inconclusive, " not judged")))
	s.row("findings", phrases(count(t.Findings.Error, "error"), count(t.Findings.Warning, "warning"), count(t.Findings.Note, "note"),
		suffixed(t.Accepted, " accepted")))
	s.row("exchanges", phrases(thousands(r.Exchanges.Recorded)+" judged",
		suffixed(r.Exchanges.Broken, " without a regular end"), suffixed(r.Exchanges.Dropped, " dropped")))
	for _, line := range r.Run.Incomplete {
		s.row("not judged", oneLine(line))
	}
	if c := r.Coverage.Operations; c.Documented > 0 {
		s.row("coverage", fmt.Sprintf("%d of %d operations, %d of %d answers that can be exercised",
			c.Exercised, c.Exercisable, r.Coverage.Responses.Exercised, r.Coverage.Responses.Exercisable))
	}
	s.row("proof", r.depth())
	s.row("target", phrases(oneLine(r.target()), took(r.Run.DurationMs), prefixed("seed ", r.seed())))
	s.row("shard", r.Run.Shard.String())
}

// scenarios lists the failed ones and those that could not be judged.
func (s *summary) scenarios() {
	var open []Scenario
	for _, scenario := range s.report.Scenarios {
		if scenario.Status == "failed" || !scenario.judged() {
			open = append(open, scenario)
		}
	}
	slices.SortStableFunc(open, func(a, b Scenario) int { return cmp.Compare(rank(a), rank(b)) })
	for _, scenario := range open[:min(summaryLimit, len(open))] {
		s.line("")
		s.scenario(scenario)
	}
	s.more(len(open)-summaryLimit, "scenario")
}

// rank puts the failed before those that could not be judged.
func rank(s Scenario) int {
	if s.Status == "failed" {
		return 0
	}
	return 1
}

func (s *summary) scenario(c Scenario) {
	code := yellow
	if c.Status == "failed" {
		code = red
	}
	s.line("%s  %s", s.paint(code, c.Status), s.paint(bold, oneLine(c.Name)))
	s.row("feature", oneLine(phrases(c.Feature, c.API)))
	for _, step := range c.Steps {
		if step.Error != "" {
			s.row("step", oneLine(strings.TrimSpace(step.Keyword+" "+step.Text)))
			s.row("because", step.Error)
		}
	}
	if why := c.why(); !slices.ContainsFunc(c.Steps, func(t Step) bool { return t.Error == why }) {
		s.row("because", why)
	}
	s.row("at", c.place())
	s.row("exchanges", firsts(c.Exchanges, 6, 0))
}

// findings lists errors and warnings, the heaviest first.
func (s *summary) findings() {
	all := slices.DeleteFunc(slices.Clone(s.report.Findings), func(f Finding) bool { return f.Severity == string(harness.Note) || f.Accepted != "" })
	for _, f := range all[:min(summaryLimit, len(all))] {
		s.line("")
		s.finding(f)
	}
	s.more(len(all)-summaryLimit, "finding")
	s.lived()
}

// lived names what somebody lives with, and why.
func (s *summary) lived() {
	all := slices.DeleteFunc(slices.Clone(s.report.Findings), func(f Finding) bool { return f.Severity == string(harness.Note) || f.Accepted == "" })
	for i, f := range all[:min(summaryLimit, len(all))] {
		if i == 0 {
			s.line("")
		}
		s.line("%s  %s  %s: %s", s.paint(faint, "accepted"), s.paint(bold, f.Rule), oneLine(f.about()), oneLine(f.Accepted))
	}
	s.more(len(all)-summaryLimit, "accepted finding")
}

// stale lists what is accepted and is gone, or whose day has passed.
func (s *summary) stale() {
	for _, a := range s.report.Accepted {
		if a.Status == "held" || a.Status == "unseen" {
			continue
		}
		s.line("")
		s.line("%s  %s:%d  %s", s.paint(red, a.Status), oneLine(a.File), a.Line, s.paint(bold, oneLine(a.Rule)))
		s.row("accepted", oneLine(strings.TrimSpace(a.Operation+" "+a.Pointer)))
		s.row("owner", oneLine(a.Owner))
		if a.Status == "gone" {
			s.row("hint", "nothing breaks it any more, or it did not run: take the entry out")
		} else {
			s.row("hint", "it held until "+a.Expires+": mend what it accepts, or agree on another day")
		}
	}
}

func (s *summary) finding(f Finding) {
	code := yellow
	if f.Severity == string(harness.Error) {
		code = red
	}
	head := f.about()
	switch len(f.Exchanges) {
	case 0:
	case 1:
		head = phrases(head, "exchange "+firsts(f.Exchanges, 1, f.Count))
	default:
		head = phrases(head, "exchanges "+firsts(f.Exchanges, 3, f.Count))
	}
	s.line("%s  %s  %s", s.paint(code, f.Severity), s.paint(bold, f.Rule), oneLine(head))
	for _, row := range [][2]string{
		{"where", f.harness().Where()}, {"want", f.Expected}, {"got", f.Actual},
		{"spec", f.Spec.place()}, {"blame", phrasedBlame(f)}, {"hint", f.Help}, {"docs", s.report.docs(f.Contract)},
	} {
		if row[1] != "" {
			s.line("  %s  %s", s.paint(faint, fmt.Sprintf("%-5s", row[0])), oneLine(row[1]))
		}
	}
}

func (s *summary) more(n int, what string) {
	if n <= 0 {
		return
	}
	s.line("")
	s.line("… and %s%s", count(n, "more "+what), s.where(" in "))
}

// where names the report to read on in, the page for people if there is one.
func (s *summary) where(before string) string {
	for _, suffix := range []string{".html", ".md", ".json"} {
		for _, f := range s.files {
			if strings.HasSuffix(f, suffix) {
				return before + f
			}
		}
	}
	return ""
}

func (s *summary) end() {
	if where := s.where(""); where != "" {
		s.line("")
		s.line("report: %s", s.paint(cyan, where))
	}
}

// phrasedBlame is whose fault it is, with the reasoning.
func phrasedBlame(f Finding) string {
	if f.Because == "" {
		return f.Blame
	}
	return f.Blame + ": " + f.Because
}
