package selftest_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/catalog"
	"kontrakt/steps/selftest"
)

var (
	every  = flag.Bool("every", false, "go on after the first scenario that finds a seeded defect, and list them all")
	update = flag.Bool("update", false, "write "+killers+" anew")
)

const killers = "killers.txt"

var loaded = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(false) })

func TestEverythingSeededIsFound(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	o := selftest.Options{Catalog: c, Every: *every, Done: func(trial selftest.Trial) {
		assert.NoError(t, trial.Err, "%s %s", trial.Kind, trial.Name)
		assert.True(t, trial.Held(), "%s %s %s: %s %v", trial.Kind, trial.API, trial.Name, trial.Says, trial.Stray)
	}}
	if testing.Short() {
		o.Sample = 8
	}
	m, err := selftest.Run(t.Context(), o)
	require.NoError(t, err)
	var table strings.Builder
	require.NoError(t, m.Print(&table))
	t.Log("\n" + table.String())
	assert.Empty(t, m.Survivors())
	assert.Len(t, m.Healthy, 2)
	if o.Sample == 0 {
		assert.GreaterOrEqual(t, len(m.Defects), 120)
		assert.GreaterOrEqual(t, len(m.Mistakes), 40)
		for _, u := range m.Unbroken {
			assert.NotEmpty(t, u.Why, "nothing seeded breaks %s", u.Rule)
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(killers, []byte(selftest.Killers(m)), 0o644))
	}
}

func TestTheMatrixNamesWhatSurvives(t *testing.T) {
	t.Parallel()
	by := []selftest.Kill{{By: "a.b/c/d", Reason: "want 1, got 2"}}
	m := selftest.Matrix{
		Healthy: []selftest.Trial{{Kind: selftest.HealthySuite, Name: "healthy sandbox", Says: "nothing is found", Stray: by}},
		Defects: []selftest.Trial{
			{Kind: selftest.SeededDefect, Name: "answer-500", Says: "all is answered 500", Kills: by},
			{Kind: selftest.SeededDefect, API: "ecom.v2", Name: "money-lost", Says: "money is lost"},
			{Kind: selftest.SeededDefect, API: "ecom.v2", Name: "not-tried", Says: "nobody knows", Err: errors.New("no room")},
		},
		Mistakes: []selftest.Trial{
			{Kind: selftest.SeededMistake, API: "ecom.v2", Name: "two-rules", Says: "One rule finds it.", Rule: "a.b", Kills: by, Stray: []selftest.Kill{{By: "c.d", Reason: "it too\nand more"}}},
			{Kind: selftest.SeededMistake, API: "ecom.v2", Name: "no-rule", Says: "One rule finds it.", Rule: "a.b"},
		},
		Unbroken: []selftest.Unbroken{{Rule: "e.f", Why: "no document asks for it"}, {Rule: "g.h"}},
	}
	var table strings.Builder
	require.NoError(t, m.Print(&table))
	assert.Equal(t, `API      SEEDED      CLAUSE               CAUGHT BY
-        answer-500  all is answered 500  a.b/c/d
ecom.v2  money-lost  money is lost        SURVIVES
ecom.v2  not-tried   nobody knows         UNTRIED
ecom.v2  two-rules   One rule finds it.   SURVIVES
ecom.v2  no-rule     One rule finds it.   SURVIVES

1 of 3 seeded defects are caught, and 0 of 2 seeded mistakes
healthy sandbox: something is found
FOUND  healthy sandbox (every API): nothing is found
  a.b/c/d  want 1, got 2
SURVIVES  defect money-lost (ecom.v2): money is lost
UNTRIED  defect not-tried (ecom.v2): nobody knows
  it could not be tried: no room
SURVIVES  mistake two-rules (ecom.v2): One rule finds it.
  c.d  it too
SURVIVES  mistake no-rule (ecom.v2): One rule finds it.
  a.b finds nothing
2 rules that nothing seeded breaks:
  e.f: no document asks for it
  g.h: nobody has seeded it
`, table.String())
	assert.Len(t, m.Survivors(), 5)
}

// What found its defect keeps its line, and so does what was not on trial.
func TestKillersKeepsWhatWasNotTried(t *testing.T) {
	t.Parallel()
	before, err := os.ReadFile(killers)
	require.NoError(t, err)
	assert.Equal(t, string(before), selftest.Killers(selftest.Matrix{}))
	first, _, _ := strings.Cut(string(before), " ")
	after := selftest.Killers(selftest.Matrix{Defects: []selftest.Trial{
		{Kind: selftest.SeededDefect, Name: first},
		{Kind: selftest.SeededDefect, Name: "zz-new", Kills: []selftest.Kill{{By: "x.v1/y/z"}}},
	}})
	assert.NotContains(t, after, first+" ")
	assert.True(t, strings.HasSuffix(after, " x.v1/y/z\n"))
}

// What was broken off is neither caught nor a survivor.
func TestWhatIsBrokenOffSaysNothing(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m, err := selftest.Run(ctx, selftest.Options{Catalog: c, Sample: 50})
	require.NoError(t, err)
	assert.True(t, m.Interrupted)
	assert.Empty(t, m.Survivors())
	assert.Empty(t, m.Unbroken)
}
