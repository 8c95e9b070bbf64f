package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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

// Hundreds of sales units share a plan: each part calls as its own.
func TestAShardCallsAsItsOwnSalesUnit(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[string]bool{}
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if id := r.Header.Get("client_id"); id != "" {
			seen[id] = true
		}
		http.Error(w, "{}", http.StatusUnauthorized)
	}))
	t.Cleanup(target.Close)
	vars := settings{
		"KONTRAKT_CLIENT_ID": "everybodys", "KONTRAKT_CLIENT_SECRET": "s", "KONTRAKT_SUBSCRIPTION_KEY": "k", "KONTRAKT_MSN": "123456",
		"KONTRAKT_CLIENT_ID_2": "of-part-2", "KONTRAKT_CLIENT_SECRET_2": "s2", "KONTRAKT_SUBSCRIPTION_KEY_2": "k2", "KONTRAKT_MSN_2": "222222",
		"KONTRAKT_MSN_3": "333333",
	}
	run := func(shard string) transcript {
		return kontrakt(t, vars, "run", "--target", target.URL, "--api", "ecom.v2", "--tags", "@rule:payment-refund-full,@rule:ecom-capture-all", "--shard", shard, "--quiet", "--format", "json")
	}
	run("1/3")
	assert.Equal(t, map[string]bool{"everybodys": true}, seen)
	clear(seen)
	run("2/3")
	assert.Equal(t, map[string]bool{"of-part-2": true}, seen)
	refused := run("3/3").held(t, misused)
	assert.Contains(t, refused.Stderr, "KONTRAKT_CLIENT_ID_3, KONTRAKT_CLIENT_SECRET_3, KONTRAKT_SUBSCRIPTION_KEY_3: not set")
}
