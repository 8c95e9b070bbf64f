package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/reports"
)

// Who reads any one of the reports hears what was not judged.
func TestEveryReportForPeopleSaysWhatWasNotJudged(t *testing.T) {
	t.Parallel()
	run := lackingRun()
	report, err := reports.Read(bytes.NewReader(render(t, "json", run)))
	require.NoError(t, err)
	assert.Equal(t, "inconclusive", report.Run.Verdict)
	assert.Equal(t, run.Incomplete, report.Run.Incomplete)
	assert.Equal(t, run.Incomplete, report.Harness().Incomplete)

	var summary bytes.Buffer
	require.NoError(t, reports.Summary(&summary, run, false))
	assert.Contains(t, summary.String(), "inconclusive  not everything was judged: no room for <7>\n")
	assert.Contains(t, summary.String(), "  not judged  a rule | broke\n")
	assert.Contains(t, string(render(t, "markdown", run)), `| Not judged | a rule \| broke |`)
	assert.Contains(t, string(render(t, "html", run)), "Not everything was judged: no room for &lt;7&gt;")
	assert.NotContains(t, string(render(t, "html", emptyRun())), "Not everything")
}

// What the agents of CI services take for an order is none because a target says it.
func TestTheSummaryGivesABuildNoOrders(t *testing.T) {
	t.Parallel()
	run := emptyRun()
	run.Findings = []harness.Finding{{Rule: "schema.enum", Severity: harness.Error, Direction: harness.InRequest, Contract: "epayment.v1", Operation: "createPayment",
		In: harness.PartBody, Pointer: "/##[add-mask]x", Want: "NOK", Got: "##VSO[task.setvariable variable=PATH]/tmp, ##vso[task.complete], #[1]"}}
	var summary strings.Builder
	require.NoError(t, reports.Summary(&summary, run, false))
	assert.Contains(t, summary.String(), "## VSO[task.setvariable variable=PATH]/tmp, ## vso[task.complete], #[1]\n")
	assert.Contains(t, summary.String(), "/## [add-mask]x\n")
	assert.NotContains(t, summary.String(), "##[")
}

// A shop is put on trial in the order of the files: a seed would say nothing. A run
// of scenarios that was asked for the seed 0 says so.
func TestATrialTellsNoSeed(t *testing.T) {
	t.Parallel()
	for command, told := range map[string]bool{"run": true, "certify": false} {
		run := &harness.Run{Command: command, Scenarios: []harness.Scenario{{ID: "a", Name: "a", Status: harness.StatusPassed}}}
		var summary strings.Builder
		require.NoError(t, reports.Summary(&summary, run, false))
		assert.Equal(t, told, strings.Contains(summary.String(), "seed 0"), command)
	}
}
