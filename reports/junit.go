package reports

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
)

type junitSuites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`
	Skipped  int      `xml:"skipped,attr"`
	Time     string   `xml:"time,attr"`
	Suites   []*junitSuite
}

type junitSuite struct {
	XMLName   xml.Name `xml:"testsuite"`
	Name      string   `xml:"name,attr"`
	Tests     int      `xml:"tests,attr"`
	Failures  int      `xml:"failures,attr"`
	Errors    int      `xml:"errors,attr"`
	Skipped   int      `xml:"skipped,attr"`
	Time      string   `xml:"time,attr"`
	Timestamp string   `xml:"timestamp,attr"`
	File      string   `xml:"file,attr,omitempty"`
	Cases     []junitCase

	ms float64
}

type junitCase struct {
	XMLName    xml.Name        `xml:"testcase"`
	Name       string          `xml:"name,attr"`
	Class      string          `xml:"classname,attr"`
	Time       string          `xml:"time,attr"`
	File       string          `xml:"file,attr,omitempty"`
	Line       int             `xml:"line,attr,omitempty"`
	Properties []junitProperty `xml:"properties>property,omitempty"`
	Skipped    *junitOutcome   `xml:"skipped"`
	Failure    *junitOutcome   `xml:"failure"`
	Error      *junitOutcome   `xml:"error"`
	Out        string          `xml:"system-out,omitempty"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitOutcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// renderJUnit writes one suite per feature. Findings that belong to no scenario
// are cases of their own, and so is a verdict that no case shows: the file has
// no failure and no error exactly when the run conforms.
func renderJUnit(w io.Writer, run *harness.Run) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	report = new(rewritten(*report, lines))
	all := junitSuites{Name: report.Tool.Name, Time: seconds(report.Run.DurationMs)}
	all.Suites = slices.Concat(report.junitFeatures(), report.junitFindings(), report.junitTwin())
	all.sum()
	if verdict := report.junitVerdict(all); verdict != nil {
		all.Suites = append(all.Suites, verdict)
		all.sum()
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n")
	return err
}

func (r *Report) junitFeatures() []*junitSuite {
	var suites []*junitSuite
	by := r.findingsBy()
	var last *Scenario
	for _, s := range r.Scenarios {
		if last == nil || last.File != s.File || last.Feature != s.Feature {
			suites = append(suites, r.junitSuite(cmp.Or(s.Feature, s.File, "scenarios"), s.File))
		}
		last = &s
		suites[len(suites)-1].add(s.junit(by[s.ID]), s.DurationMs)
	}
	return suites
}

func (r *Report) junitSuite(name, file string) *junitSuite {
	return &junitSuite{Name: oneLine(name), File: file, Timestamp: r.Run.StartedAt.Format("2006-01-02T15:04:05Z")}
}

func (s Scenario) junit(findings []Finding) junitCase {
	c := junitCase{
		Name: oneLine(s.Name), Class: oneLine(strings.Trim(s.API+"."+s.Feature, ".")), Time: seconds(s.DurationMs),
		File: s.File, Line: s.Line,
		Properties: []junitProperty{{"id", s.ID}},
	}
	if len(s.Tags) > 0 {
		c.Properties = append(c.Properties, junitProperty{"tags", strings.Join(s.Tags, " ")})
	}
	var out strings.Builder
	for _, step := range s.Steps {
		fmt.Fprintf(&out, "%-12s %s %s\n", step.Status, step.Keyword, step.Text)
	}
	for _, f := range findings {
		fmt.Fprintf(&out, "%s: %s\n", f.Severity, f.String())
	}
	c.Out = out.String()
	outcome := &junitOutcome{Message: oneLine(s.why()), Text: s.evidence(findings)}
	switch s.Status {
	case "passed":
	case "skipped":
		outcome.Text = ""
		c.Skipped = outcome
	case "failed":
		outcome.Type = "failed"
		c.Failure = outcome
	default:
		outcome.Type = s.Status
		c.Error = outcome
	}
	return c
}

// evidence is what a failed scenario broke: its step's error and its error findings.
func (s Scenario) evidence(findings []Finding) string {
	var b strings.Builder
	for _, step := range s.Steps {
		if step.Error != "" {
			fmt.Fprintf(&b, "%s %s\n  %s\n", step.Keyword, step.Text, step.Error)
		}
	}
	for _, f := range findings {
		if f.counts() {
			b.WriteString(f.String() + "\n")
		}
	}
	return b.String()
}

// junitFindings has a suite per contract with the findings that no scenario shows.
func (r *Report) junitFindings() []*junitSuite {
	suites := map[string]*junitSuite{}
	var order []*junitSuite
	for _, f := range r.Findings {
		if len(f.Scenarios) > 0 {
			continue
		}
		name := cmp.Or(f.Contract, "no contract") + " findings"
		if suites[name] == nil {
			suites[name] = r.junitSuite(name, "")
			order = append(order, suites[name])
		}
		c := junitCase{
			Name:  oneLine(f.Rule + " " + f.harness().Where() + " [" + f.ID + "]"),
			Class: oneLine(f.about()), Time: seconds(0), Out: f.String() + "\n",
		}
		if f.counts() && r.Run.Verdict == harness.Failed.String() {
			c.Failure = &junitOutcome{Message: oneLine(f.Message), Type: f.Rule, Text: f.String()}
		}
		suites[name].add(c, 0)
	}
	return order
}

// junitVerdict is the case that makes the file say what the run says, where the
// others do not.
func (r *Report) junitVerdict(all junitSuites) *junitSuite {
	suite := r.junitSuite(cmp.Or(r.Tool.Name, "run"), "")
	c := junitCase{Name: "the run as a whole", Class: "verdict", Time: seconds(r.Run.DurationMs)}
	outcome := &junitOutcome{Message: oneLine(r.headline()), Type: r.Run.Verdict}
	switch {
	case r.Run.Verdict == harness.Failed.String() && all.Failures == 0:
		c.Failure = outcome
	case r.Run.Verdict == harness.Inconclusive.String() && all.Errors == 0:
		c.Error = outcome
	case all.Tests == 0:
	default:
		return nil
	}
	suite.add(c, r.Run.DurationMs)
	return suite
}

func (s *junitSuite) add(c junitCase, ms float64) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	s.ms += ms
	s.Time = seconds(s.ms)
	if c.Failure != nil {
		s.Failures++
	}
	if c.Error != nil {
		s.Errors++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
}

func (a *junitSuites) sum() {
	a.Tests, a.Failures, a.Errors, a.Skipped = 0, 0, 0, 0
	for _, s := range a.Suites {
		a.Tests += s.Tests
		a.Failures += s.Failures
		a.Errors += s.Errors
		a.Skipped += s.Skipped
	}
}

func seconds(ms float64) string { return strconv.FormatFloat(ms/1000, 'f', 3, 64) }
