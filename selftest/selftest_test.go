package selftest_test

import (
	"flag"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/catalog"
	"kontrakt/selftest"
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
		assert.True(t, trial.Held(), "%s %s %s: %s %v", trial.Kind, trial.API, trial.Name, trial.Says, trial.Kills)
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
	assert.NotEmpty(t, m.Defects)
	if *update {
		require.NoError(t, os.WriteFile(killers, []byte(selftest.Killers(m)), 0o644))
	}
}
