package reports_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
