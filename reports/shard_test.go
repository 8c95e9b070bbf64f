package reports_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/reports"
)

func TestAShardCarriesWhatTheWholeIsReckonedFrom(t *testing.T) {
	t.Parallel()
	want := shardRun()
	report, err := reports.Read(bytes.NewReader(render(t, "json", want)))
	require.NoError(t, err)
	got := report.Harness()
	assert.Equal(t, want.Shard, got.Shard)
	assert.Equal(t, want.Policy, got.Policy)
	assert.InDelta(t, 12.5, got.Require, 0)
	assert.Equal(t, "unseen", report.Accepted[0].Status, "a shard cannot say that it is gone")

	var out bytes.Buffer
	require.NoError(t, reports.Summary(&out, want, false))
	assert.Contains(t, out.String(), "  shard       2 of 4, of 471 scenarios in all\n")
	assert.NotContains(t, out.String(), "unseen")
	assert.Contains(t, string(render(t, "markdown", want)), "| Shard | 2 of 4, of 471 scenarios in all |")
}
