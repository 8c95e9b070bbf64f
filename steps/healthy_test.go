package steps_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/steps"
)

func TestTheSuiteFindsNothingInTheHealthySandbox(t *testing.T) {
	t.Parallel()
	th := open(t, nil)
	th.options.Seed = 20260
	all, err := steps.Run(t.Context(), th.options)
	require.NoError(t, err)
	for _, s := range all {
		assert.Equal(t, harness.StatusPassed, s.Status, "%s\n%s\n%s", s.ID, s.Reason, told(s))
	}
	var run harness.Run
	th.judge.Fill(&run)
	for _, f := range run.Findings {
		if f.Rule == "lifecycle.retired" && f.Contract == "recurring.v2" || f.Rule == "lifecycle.deprecated" && f.Contract == "checkout.v2" {
			continue // who uses a version that is gone is told so
		}
		assert.Equal(t, harness.Note, f.Severity, "%s %s %v", f.Rule, f.Message(), f.Scenarios)
	}
	assertReach(t, &run)
}
