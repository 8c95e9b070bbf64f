package steps_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/sandbox"
	"kontrakt/steps"
)

// every lets each seeded defect meet the whole suite, to see all that finds it.
var every = flag.Bool("every", false, "go on after the first scenario that finds a seeded defect, and list them all")

func TestTheSuiteFindsNothingInTheHealthySandbox(t *testing.T) {
	t.Parallel()
	for _, seed := range []int64{3, 20260} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			th := open(t, nil)
			th.options.Seed = seed
			all, err := steps.Run(t.Context(), th.options)
			require.NoError(t, err)
			for _, s := range all {
				assert.Equal(t, harness.StatusPassed, s.Status, "%s\n%s\n%s", s.ID, s.Reason, told(s))
			}
			var run harness.Run
			th.judge.Fill(&run)
			for _, f := range run.Findings {
				assert.Equal(t, harness.Note, f.Severity, "%s %s %v", f.Rule, f.Message(), f.Scenarios)
			}
		})
	}
}

// A fault is a seeded defect as the sandbox lists it.
type fault struct{ Name, API, Says string }

// faults asks a sandbox with every API for what it knows, so that a new defect
// is on trial as soon as it is there.
func faults(t *testing.T) []fault {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	box, err := sandbox.New(sandbox.Options{Services: c.Services()})
	require.NoError(t, err)
	defer box.Close()
	answer := httptest.NewRecorder()
	box.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/__sandbox/faults", nil))
	var list struct{ Known []fault }
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &list))
	return list.Known
}

// A kill is a scenario that found a seeded defect, with its reason.
type kill struct{ scenario, reason string }

func TestTheSuiteFindsEverySeededDefect(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	found := map[fault][]kill{}
	t.Cleanup(func() { t.Log("\n" + table(found)) })
	for i, f := range faults(t) {
		if testing.Short() && i%8 != 0 {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			kills := trial(t, f)
			mu.Lock()
			defer mu.Unlock()
			found[f] = kills
			assert.NotEmpty(t, kills, "%s: %s: nothing in the suite finds it", cmp.Or(f.API, "the sandbox"), f.Says)
		})
	}
}

// finds says whether a scenario is on to the defect. Where no answer comes there
// is nothing to fail by: that scenario cannot be judged, and has not passed.
func finds(s harness.Scenario, f fault) bool {
	return s.Status == harness.StatusFailed || f.Name == "answer-lost" && s.Status == harness.StatusInconclusive
}

// trial runs the suite against a sandbox with one defect until a scenario
// fails. What did not come to its end finds nothing.
func trial(t *testing.T, f fault) []kill {
	th := open(t, nil, f.Name)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var kills []kill
	th.options.Progress = func(s harness.Scenario) {
		if !finds(s, f) || ctx.Err() != nil {
			return
		}
		kills = append(kills, kill{s.ID, s.Reason})
		if !*every {
			stop()
		}
	}
	_, err := steps.Run(ctx, th.options)
	require.NoError(t, err)
	return kills
}

func table(found map[fault][]kill) string {
	var list []fault
	for f := range found {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b fault) int { return cmp.Or(cmp.Compare(a.API, b.API), cmp.Compare(a.Name, b.Name)) })
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, f := range list {
		kills := found[f]
		if len(kills) == 0 {
			kills = []kill{{"SURVIVES", f.Says}}
		}
		for _, k := range kills {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", cmp.Or(f.API, "-"), f.Name, k.scenario, k.reason)
		}
	}
	_ = w.Flush()
	return fmt.Sprintf("%d seeded defects\n%s", len(list), b.String())
}
