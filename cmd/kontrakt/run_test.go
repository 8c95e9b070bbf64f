package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/reports"
)

// merchantSide are the operations that the merchant implements, by their
// published ids.
var merchantSide = []string{
	"transactionUpdateCallbackForRegularPaymentUsingPOST",
	"InitiatePaymentTransactionUpdateCallbackForRegularPaymentUsingPOSTExpress",
	"fetchShippingCostUsingPOST",
	"removeUserConsentUsingDELETE",
}

// merchantCalls are those that the API implements.
var merchantCalls = []string{
	"initiatePaymentV3UsingPOST", "capturePaymentUsingPOST", "cancelPaymentRequestUsingPUT", "refundPaymentUsingPOST",
	"getPaymentDetailsUsingGET", "getOrderStatusUsingGET", "integrationTestApprovePayment",
}

// The main job, and what can be done with what it leaves behind.
func TestRunAgainstTheEmbeddedSandbox(t *testing.T) {
	t.Parallel()
	o := kontrakt(t, nil, "run", "--api", "ecom.v2", "--format", everyFormat)
	r := assertConforms(t, o, "sandbox")
	t.Run("the answer is on stdout and the way there on stderr", func(t *testing.T) {
		assert.Contains(t, o.Stdout, "conforms")
		assert.Contains(t, o.Stdout, "report: "+filepath.Join(o.Out, "report.html"))
		assert.Contains(t, o.Stderr, "passed       ecom.v2/capture/the-whole-order-ships-at-once (")
	})
	t.Run("every format was written, and nothing else", func(t *testing.T) {
		var names []string
		for _, format := range reports.Renderers() {
			if format.File == "" { // printed
				continue
			}
			names = append(names, format.File)
			assert.NotEmpty(t, o.files(t)[format.File], format.Name)
		}
		entries, err := os.ReadDir(o.Out)
		require.NoError(t, err)
		assert.Len(t, entries, len(names))
	})
	t.Run("check repeats the findings from the recording", func(t *testing.T) {
		assertRepeats(t, o, r)
	})
}

func TestRunAgainstASeparateSandbox(t *testing.T) {
	t.Parallel()
	address := separately(t)
	o := kontrakt(t, nil, "run", "--api", "ecom.v2", "--target", address, "--quiet")
	assert.Empty(t, o.Stderr, "--quiet shows no progress")
	r := assertConforms(t, o, "url")
	assert.Equal(t, address, r.Run.Target.URL)
}

const everyFormat = "json,html,junit,sarif,markdown,har,github,gitlab,messages"

func assertConforms(t *testing.T, o transcript, kind string) reports.Report {
	t.Helper()
	r := o.held(t, conforms).report(t)
	assert.Equal(t, "conforms", r.Run.Verdict)
	assert.Equal(t, kind, r.Run.Target.Kind)
	assert.Equal(t, "sandbox", r.Run.Environment)

	assert.GreaterOrEqual(t, r.Totals.Scenarios.Passed, 60)
	for _, s := range r.Scenarios {
		assert.Equal(t, "passed", s.Status, s.ID)
		assert.Equal(t, "ecom.v2", s.API, s.ID)
	}
	assert.Zero(t, r.Totals.Findings.Error, "%v", allShown(r.Findings))
	assert.Zero(t, r.Exchanges.Dropped)
	assert.Greater(t, r.Exchanges.Recorded, len(r.Scenarios))

	extent := r.Coverage.Operations
	assert.Equal(t, reports.Extent{Documented: 11, Exercisable: 11, Exercised: 11}, extent)
	calls := map[string]reports.Operation{}
	for _, op := range r.Operations {
		calls[op.Operation] = op
	}
	for _, name := range merchantCalls {
		assert.Positive(t, calls[name].OK, name)
	}
	for _, name := range merchantSide {
		assert.Positive(t, calls[name].OK, name)
		assert.Equal(t, "callback", calls[name].Flow, name)
	}
	return r
}

// assertRepeats holds what check finds in a recording against what was found
// live.
func assertRepeats(t *testing.T, live transcript, want reports.Report) {
	t.Helper()
	status := conforms
	if want.Totals.Findings.Error > 0 {
		status = violates
	}
	again := kontrakt(t, nil, "check", filepath.Join(live.Out, "exchanges.har")).held(t, status).report(t)
	assert.Equal(t, "check", again.Run.Command)
	assert.Equal(t, want.Totals.Findings, again.Totals.Findings)
	assert.Equal(t, counted(want.Findings), counted(again.Findings))
	assert.Equal(t, want.Exchanges, again.Exchanges)
}

// counted gives what of a finding does not depend on how it was seen. A
// pseudonym in what was got is another one each time.
func counted(findings []reports.Finding) map[string]int {
	counts := map[string]int{}
	for _, f := range findings {
		counts[f.Contract+" "+shown(f)+" "+f.Method+" "+f.Path+" "+f.Expected] += f.Count
	}
	return counts
}
