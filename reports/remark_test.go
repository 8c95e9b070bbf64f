package reports_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/reports"
)

// An annotation is a workflow command as GitHub's runner reads it.
type annotation struct {
	command, text string
	properties    map[string]string
}

var workflowCommand = regexp.MustCompile(`^::(error|warning|notice) ([^:]*)::(.*)$`)

// annotations reads what the runner would make of a step's output: every line is a
// command, or plain.
func annotations(t require.TestingT, output string) (all []annotation, plain []string) {
	undo := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	for line := range strings.Lines(output) {
		line = strings.TrimSuffix(line, "\n")
		m := workflowCommand.FindStringSubmatch(line)
		if m == nil {
			require.NotContains(t, line, "::", "no half a command")
			plain = append(plain, line)
			continue
		}
		a := annotation{m[1], undo.Replace(m[3]), map[string]string{}}
		for property := range strings.SplitSeq(m[2], ",") {
			name, value, found := strings.Cut(property, "=")
			require.True(t, found, line)
			a.properties[name] = undo.Replace(value)
		}
		require.Len(t, a.properties, 3, line)
		all = append(all, a)
	}
	return all, plain
}

func TestGitHubAnnotations(t *testing.T) {
	t.Parallel()
	run := richRun()
	run.Repository = repositoryOf("features/ecom.v2/capture.feature")
	all, plain := annotations(t, string(render(t, "github", run)))
	assert.Empty(t, plain)
	counts := map[string]int{}
	for _, a := range all {
		counts[a.command]++
	}
	assert.Equal(t, map[string]int{"error": 3, "warning": 3, "notice": 1}, counts, "the findings, which explain both failures, and the scenario that was not judged")
	for _, a := range all {
		if a.properties["title"] == "kontrakt schema.enum" {
			assert.Equal(t, []string{"features/ecom.v2/capture.feature", "31"}, []string{a.properties["file"], a.properties["line"]})
			assert.Equal(t, "ecom.v2 getPaymentDetailsUsingGET: response body /transactionLogHistory/0/operation: want one of "+
				`"INITIATE", "RESERVE", "SALE", "CAPTURE", "REFUND", "CANCEL", "VOID", "FAILED", "REJECTED", got "RESERVED"`+
				"\ncompare with the closed vocabulary of operations", a.text)
		}
	}
}

func TestGitHubAnnotationsHoldOutsideText(t *testing.T) {
	t.Parallel()
	for name, run := range runs() {
		all, _ := annotations(t, string(render(t, "github", run)))
		assert.NotEmpty(t, all, name)
	}
}

// GitHub shows ten annotations of a severity and drops the rest in silence.
func TestGitHubAnnotationsSayWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	run := largeRun(500)
	all, plain := annotations(t, string(render(t, "github", run)))
	counts := map[string]int{}
	for _, a := range all {
		counts[a.command]++
	}
	for command, n := range counts {
		assert.LessOrEqual(t, n, 10, command)
	}
	require.NotEmpty(t, plain)
	assert.Regexp(t, `^[\d,]+ more of severity error in the report$`, plain[0])
}

func TestAnAcceptedFindingIsNoRemark(t *testing.T) {
	t.Parallel()
	run := emptyRun()
	run.Verdict, run.Scenarios = harness.Passed, []harness.Scenario{{ID: "a", Status: harness.StatusPassed}}
	run.Findings = []harness.Finding{{Rule: "a.b", Severity: harness.Error, Direction: harness.InRequest, Accepted: "till, until 2999-12-31: old"}}
	assert.Empty(t, render(t, "github", run))
	assert.JSONEq(t, `[]`, string(render(t, "gitlab", run)))

	run.Scenarios = append(run.Scenarios, harness.Scenario{ID: "b", Name: "It pays", File: "b.feature", Line: 9, Status: harness.StatusFailed, Reason: "it did not"})
	run.Repository = repositoryOf("b.feature")
	all, _ := annotations(t, string(render(t, "github", run)))
	require.Len(t, all, 1, "a failure that no finding explains")
	assert.Equal(t, annotation{"error", "It pays: it did not", map[string]string{"file": "b.feature", "line": "9", "title": "kontrakt scenario.failed"}}, all[0])

	run.Scenarios = run.Scenarios[:1]
	run.Verdict, run.Reason = harness.Failed, "1 accepted finding is gone or out of date"
	all, _ = annotations(t, string(render(t, "github", run)))
	require.Len(t, all, 1, "a run that failed says why")
	assert.Equal(t, run.Reason, all[0].text)
}

func TestGitLabCodeQuality(t *testing.T) {
	t.Parallel()
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := *run
			run.Repository = repositoryOf()
			decoder := json.NewDecoder(strings.NewReader(string(render(t, "gitlab", &run))))
			decoder.DisallowUnknownFields()
			var all []struct {
				Description string `json:"description"`
				Check       string `json:"check_name"`
				Fingerprint string `json:"fingerprint"`
				Severity    string `json:"severity"`
				Location    struct {
					Path  string `json:"path"`
					Lines struct {
						Begin int `json:"begin"`
					} `json:"lines"`
				} `json:"location"`
			}
			require.NoError(t, decoder.Decode(&all))
			require.NotEmpty(t, all)
			seen := map[string]bool{}
			for _, q := range all {
				assert.NotEmpty(t, q.Description)
				assert.NotContains(t, q.Description, "\n")
				assert.NotEmpty(t, q.Check)
				assert.False(t, seen[q.Fingerprint], "GitLab keeps one of each fingerprint")
				seen[q.Fingerprint] = true
				assert.Contains(t, []string{"info", "minor", "major"}, q.Severity)
				assert.Equal(t, "ci/kontrakt.yaml", q.Location.Path)
				assert.Positive(t, q.Location.Lines.Begin)
			}
		})
	}
}

func TestPrintGivesWhatHasNoFile(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, reports.Print(&out, []string{"json", "github"}, richRun(), reports.Options{}))
	assert.Equal(t, string(render(t, "github", richRun())), out.String())

	paths, err := reports.Write(t.TempDir()+"/none", []string{"github"}, richRun(), reports.Options{})
	require.NoError(t, err)
	assert.Empty(t, paths)

	out.Reset()
	scan := func(text []byte) error {
		if strings.Contains(string(text), "a,b:c%") {
			return errors.New("leaks")
		}
		return nil
	}
	run := emptyRun()
	run.Findings = []harness.Finding{{Rule: "a.b", Severity: harness.Error, Direction: harness.InRequest, Got: "a,b:c%"}}
	assert.EqualError(t, reports.Print(&out, []string{"github"}, run, reports.Options{Scan: scan}), "print github: leaks")
	assert.Empty(t, out.String(), "what leaks is not printed")
}
