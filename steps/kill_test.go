package steps_test

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"text/tabwriter"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/sandbox"
	"kontrakt/steps"
)

var (
	every = flag.Bool("every", false, "go on after the first scenario that finds a seeded defect, and list them all")
	// Which scenario finds which defect first is only known by looking; the file
	// saves the looking and may be wrong.
	update = flag.Bool("update", false, "write "+killers+" anew")
)

const killers = "testdata/killers.txt"

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
				if f.Rule == "lifecycle.retired" && f.Contract == "recurring.v2" || f.Rule == "lifecycle.deprecated" && f.Contract == "checkout.v2" {
					continue // who uses a version that is gone is told so
				}
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
	t.Cleanup(func() {
		t.Log("\n" + table(found))
		if *update {
			write(t, found)
		}
	})
	plan := planned(t)
	likely := likelies(t, plan)
	for i, f := range faults(t) {
		// Scenarios that several APIs share claim nothing of what only one has.
		own := func(s harness.Scenario) bool { return strings.HasPrefix(s.File, f.API+"/") }
		if f.API != "" && !slices.ContainsFunc(plan, own) {
			t.Logf("%s has no features of its own yet: %s is not on trial", f.API, f.Name)
			continue
		}
		if testing.Short() && i%8 != 0 {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			kills := trial(t, f, likely[f.Name])
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
// finds it: first the feature that found it when somebody last looked, then all.
func trial(t *testing.T, f fault, likely fs.FS) []kill {
	if likely != nil && !*update && !*every {
		if kills := run(t, f, likely); len(kills) > 0 {
			return kills
		}
	}
	return run(t, f, features.FS)
}

func run(t *testing.T, f fault, which fs.FS) []kill {
	th := open(t, nil, f.Name)
	th.options.Features = which
	if *update {
		th.options.Concurrency = 1 // the same one is the first every time
	}
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

// planned lists every scenario there is.
func planned(t *testing.T) []harness.Scenario {
	t.Helper()
	plan, err := steps.Plan(steps.Options{Features: features.FS, Definitions: catalog.All()})
	require.NoError(t, err)
	return plan
}

// likelies gives the feature of the scenario that found each defect when
// somebody last looked; what is not there any more is left out.
func likelies(t *testing.T, plan []harness.Scenario) map[string]fs.FS {
	t.Helper()
	files := map[string]string{}
	for _, s := range plan {
		files[s.ID] = s.File
	}
	list, err := os.ReadFile(killers)
	require.NoError(t, err)
	found := map[string]fs.FS{}
	for line := range strings.Lines(string(list)) {
		defect, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		file, ok := files[strings.TrimSpace(id)]
		if !ok {
			continue
		}
		text, err := fs.ReadFile(features.FS, file)
		require.NoError(t, err)
		found[defect] = fstest.MapFS{file: {Data: text}}
	}
	return found
}

// write keeps what was found for the next time.
func write(t *testing.T, found map[fault][]kill) {
	var lines []string
	for f, kills := range found {
		if len(kills) > 0 {
			lines = append(lines, fmt.Sprintf("%-40s %s\n", f.Name, kills[0].scenario))
		}
	}
	slices.Sort(lines)
	assert.NoError(t, os.WriteFile(killers, []byte(strings.Join(lines, "")), 0o644))
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
