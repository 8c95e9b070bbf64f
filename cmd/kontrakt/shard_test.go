package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Judged as published, much is found: what shards find adds up as well. All
// scenarios of all contracts take their time, and are run where KONTRAKT_WHOLE is set.
func TestFourShardsMergedAreTheSingleRun(t *testing.T) {
	t.Parallel()
	chosen := []string{"--api", "ecom.v2", "--tags", "@rule:ecom-callback,@rule:ecom-capture-all,@rule:ecom-issuer-refuses,@rule:payment-refund-within-captured"}
	if os.Getenv("KONTRAKT_WHOLE") != "" {
		chosen = nil
	}
	run := func(more ...string) transcript {
		return kontrakt(t, nil, slices.Concat([]string{"run", "--as-published", "--format", "json,har", "--quiet"}, chosen, more)...)
	}
	args, scenarios := []string{"report"}, map[string]bool{}
	var seed int64
	for _, i := range []int{3, 1, 4, 2} {
		part := run("--shard", fmt.Sprintf("%d/4", i))
		report := part.report(t)
		assert.Equal(t, []int{i, 4}, []int{report.Run.Shard.Index, report.Run.Shard.Of})
		assert.True(t, seed == 0 || seed == report.Run.Seed, "shards draw one seed")
		seed = report.Run.Seed
		for _, s := range report.Scenarios {
			assert.False(t, scenarios[s.ID], "%s is in two shards", s.ID)
			scenarios[s.ID] = true
		}
		args = append(args, filepath.Join(part.Out, "report.json"))
	}
	out := filepath.Join(t.TempDir(), "whole")
	merged := kontrakt(t, nil, append(args, "--out", out, "--format", "json,har,html")...).held(t, violates)
	merged.Out = out
	single := run("--seed", fmt.Sprint(seed)).held(t, violates)

	want, got := strings.Split(timeless(t, single), "\n"), strings.Split(timeless(t, merged), "\n")
	require.Greater(t, len(want), 1000)
	require.NotEmpty(t, single.report(t).Findings)
	for i := range min(len(want), len(got)) {
		require.Equal(t, want[i], got[i], "line %d", i+1)
	}
	require.Equal(t, len(want), len(got), "lines")
	assert.Contains(t, merged.files(t)["report.html"], `id="x0001"`, "the page has the exchanges of the archives")
}
