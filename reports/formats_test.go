package reports_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/har"
)

type junitRead struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
	Suites   []struct {
		Name  string `xml:"name,attr"`
		Tests int    `xml:"tests,attr"`
		Cases []struct {
			Name    string `xml:"name,attr"`
			Class   string `xml:"classname,attr"`
			Line    int    `xml:"line,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
			} `xml:"failure"`
			Error   *struct{} `xml:"error"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
			Out string `xml:"system-out"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

func readJUnit(t require.TestingT, text []byte) junitRead {
	var read junitRead
	require.NoError(t, xml.Unmarshal(text, &read))
	var tests, failures, errs, skipped int
	for _, s := range read.Suites {
		assert.Len(t, s.Cases, s.Tests)
		for _, c := range s.Cases {
			tests++
			if c.Failure != nil {
				failures++
			}
			if c.Error != nil {
				errs++
			}
			if c.Skipped != nil {
				skipped++
			}
		}
	}
	assert.Equal(t, []int{tests, failures, errs, skipped}, []int{read.Tests, read.Failures, read.Errors, read.Skipped}, "the counts are those of the cases")
	return read
}

func TestJUnitSaysWhatTheRunSays(t *testing.T) {
	t.Parallel()
	passed := []harness.Scenario{{ID: "a", Status: harness.StatusPassed}}
	warning := []harness.Finding{{Rule: "guide.x", Severity: harness.Warning, Direction: harness.InRequest, Contract: "ecom.v2"}}
	tests := []struct {
		name             string
		run              harness.Run
		failures, errors bool
	}{
		{"conforms", harness.Run{Verdict: harness.Passed, Scenarios: passed}, false, false},
		{"nothing ran", harness.Run{Verdict: harness.NotRun, Reason: "nothing was judged"}, false, true},
		{"conforms without scenarios", harness.Run{Verdict: harness.Passed, Recorded: 4}, false, false},
		{"a warning decides where the user says so", harness.Run{Verdict: harness.Failed, Scenarios: passed, Findings: warning}, true, false},
		{"a warning does not decide", harness.Run{Verdict: harness.Passed, Scenarios: passed, Findings: warning}, false, false},
		{"interrupted after a pass", harness.Run{Verdict: harness.Inconclusive, Interrupted: true, Scenarios: passed}, false, true},
		{"an undefined scenario", harness.Run{Verdict: harness.Inconclusive, Scenarios: []harness.Scenario{{ID: "a", Status: harness.StatusUndefined}}}, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			read := readJUnit(t, render(t, "junit", &tt.run))
			assert.Positive(t, read.Tests, "no file is empty")
			assert.Equal(t, tt.failures, read.Failures > 0)
			assert.Equal(t, tt.errors, read.Errors > 0)
		})
	}
}

func TestJUnitOfARichRun(t *testing.T) {
	t.Parallel()
	read := readJUnit(t, render(t, "junit", richRun()))
	assert.Equal(t, 21, read.Tests, "18 scenarios, and 3 findings that belong to none")
	assert.Equal(t, "Cancelling", read.Suites[0].Name)
	assert.Equal(t, "the target is no sandbox: time cannot be moved", read.Suites[0].Cases[0].Skipped.Message)
	failed := read.Suites[1].Cases[0]
	assert.Equal(t, "ecom.v2.Capturing a reserved payment", failed.Class)
	assert.Equal(t, 31, failed.Line)
	assert.Equal(t, "captured amount: want 199.00 NOK, got 198.99 NOK", failed.Failure.Message)
	assert.Contains(t, failed.Out, "[schema.enum]")
}

func TestEveryFormatTakesAnyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := string(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(rt, "bytes")) + rapid.String().Draw(rt, "text")
		run := emptyRun()
		run.Verdict, run.Reason, run.ID, run.Command = harness.Failed, text, text, text
		run.Scenarios = []harness.Scenario{{ID: text, Name: text, Feature: text, Status: harness.StatusFailed, Reason: text, Tags: []string{text}}}
		run.Findings = []harness.Finding{{Rule: "a.b", Severity: harness.Error, Direction: harness.InRequest, Contract: text, Want: text, Got: text, Help: text}}
		read := readJUnit(rt, render(t, "junit", run))
		assert.Equal(rt, 2, read.Failures)
		assert.True(rt, json.Valid(render(t, "sarif", run)))
		wellFormed(rt, render(t, "html", run))
		assert.NotContains(rt, strings.ReplaceAll(string(render(t, "markdown", run)), "\n", ""), "\x1b")
	})
}

func TestSARIFIsWhatConsumersShow(t *testing.T) {
	t.Parallel()
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log struct {
				Version string
				Runs    []struct {
					Tool struct {
						Driver struct {
							Name  string
							Rules []struct {
								ID               string
								ShortDescription struct{ Text string }
								Help             struct{ Text string }
							}
						}
					}
					Results []struct {
						RuleID              string
						RuleIndex           int
						Level               string
						Message             struct{ Text string }
						PartialFingerprints map[string]string
						Locations           []struct {
							PhysicalLocation *struct {
								ArtifactLocation struct{ URI string }
								Region           *struct{ StartLine int }
							}
						}
					}
				}
			}
			require.NoError(t, json.Unmarshal(render(t, "sarif", run), &log))
			assert.Equal(t, "2.1.0", log.Version)
			rules, results := log.Runs[0].Tool.Driver.Rules, log.Runs[0].Results
			assert.NotNil(t, rules, "an empty list, not null")
			require.Len(t, results, len(run.Findings)+remarked(run.Twin))
			for _, r := range results {
				rule := rules[r.RuleIndex]
				assert.Equal(t, r.RuleID, rule.ID)
				assert.NotEmpty(t, rule.ShortDescription.Text)
				assert.NotEmpty(t, rule.Help.Text)
				assert.Contains(t, []string{"error", "warning", "note"}, r.Level)
				assert.NotEmpty(t, r.Message.Text)
				assert.Len(t, r.PartialFingerprints["kontrakt/v1"], 32)
				if p := r.Locations[0].PhysicalLocation; p != nil && p.Region != nil {
					assert.Positive(t, p.Region.StartLine)
					assert.Regexp(t, `^[!-~]+$`, p.ArtifactLocation.URI, "a URI reference")
				}
			}
		})
	}
}

func TestMarkdownFitsAStepSummary(t *testing.T) {
	t.Parallel()
	run := largeRun(5000)
	for i := range run.Scenarios {
		run.Scenarios[i].Name = fmt.Sprintf("%d %s", i, strings.Repeat("long ", 50))
	}
	text := string(render(t, "markdown", run))
	assert.Less(t, len(text), 64<<10)
	assert.True(t, strings.HasPrefix(text, "# kontrakt: violates\n"), "the verdict comes first")
	left := regexp.MustCompile(`… and ([\d,]+) more in the report`).FindAllStringSubmatch(text, -1)
	require.Len(t, left, 2, "scenarios and findings say what they leave out")
	n, err := strconv.Atoi(strings.ReplaceAll(left[0][1], ",", ""))
	require.NoError(t, err)
	assert.Equal(t, 500, n+strings.Count(text, "\n- **"))
}

func TestMarkdownHoldsOutsideTextInItsCell(t *testing.T) {
	t.Parallel()
	text := string(render(t, "markdown", hostileRun()))
	assert.NotContains(t, text, "<script>")
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "| error") || strings.HasPrefix(line, "| warning") {
			assert.Len(t, regexp.MustCompile(`(?:^|[^\\])\|`).FindAllString(line, -1), 7, line)
		}
	}
}

var inline = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`)

// wellFormed holds the page against an XML parser: every element is closed,
// every attribute quoted, every character allowed.
func wellFormed(t require.TestingT, page []byte) {
	decoder := xml.NewDecoder(bytes.NewReader(inline.ReplaceAll(page, nil)))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
		if element, is := token.(xml.StartElement); is {
			assert.NotEqual(t, "script", element.Name.Local, "no script but ours")
		}
	}
}

func TestPageIsWellFormedAndBounded(t *testing.T) {
	t.Parallel()
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wellFormed(t, render(t, "html", run))
		})
	}
	t.Run("a thousand scenarios", func(t *testing.T) {
		t.Parallel()
		page := render(t, "html", largeRun(1000))
		wellFormed(t, page)
		assert.Less(t, len(page), 10<<20)
		assert.Contains(t, string(page), "of 2,000 exchanges")
		assert.Contains(t, string(page), "the beginning of 36,011 bytes")
	})
}

func TestPageNamesNoPlaceOnTheNetwork(t *testing.T) {
	t.Parallel()
	page := string(render(t, "html", emptyRun()))
	assert.NotRegexp(t, `(src|href|url\()\s*=?\s*["']?(https?:)?//`, page)
	assert.Contains(t, page, "default-src &#39;none&#39;")
}

func TestHARReadsBack(t *testing.T) {
	t.Parallel()
	for name, run := range runs() {
		entries, err := har.Read(bytes.NewReader(render(t, "har", run)))
		require.NoError(t, err, name)
		want := map[string]int{"rich": 5, "hostile": 2, "empty": 0}[name]
		assert.Len(t, entries, want, name)
	}
}
