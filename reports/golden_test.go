package reports_test

import (
	"bytes"
	"cmp"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/reports"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "differs from %s: -update rewrites it", path)
}

func runs() map[string]*harness.Run {
	return map[string]*harness.Run{"rich": richRun(), "hostile": hostileRun(), "empty": emptyRun()}
}

func render(t testing.TB, format string, run *harness.Run) []byte {
	t.Helper()
	chosen, err := reports.Select([]string{format})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, chosen[0].Render(&out, run))
	return out.Bytes()
}

func TestRenderersAreDeterministicAndAsRecorded(t *testing.T) {
	t.Parallel()
	for name, run := range runs() {
		for _, r := range reports.Renderers() {
			t.Run(name+" "+r.Name, func(t *testing.T) {
				t.Parallel()
				first := render(t, r.Name, run)
				assert.Equal(t, string(first), string(render(t, r.Name, run)))
				if r.Name != "har" { // golden in package har
					golden(t, filepath.Join(name, cmp.Or(r.File, r.Name+".txt")), first)
				}
			})
		}
	}
}

func TestSummaryAsRecorded(t *testing.T) {
	t.Parallel()
	large := largeRun(400)
	for name, run := range map[string]*harness.Run{"rich": richRun(), "hostile": hostileRun(), "empty": emptyRun(), "large": large} {
		for _, colour := range []bool{false, true} {
			file := map[bool]string{false: "summary.txt", true: "summary-colour.txt"}[colour]
			t.Run(name+" "+file, func(t *testing.T) {
				t.Parallel()
				var out bytes.Buffer
				require.NoError(t, reports.Summary(&out, run, colour, "kontrakt-report/report.json", "kontrakt-report/report.html"))
				golden(t, filepath.Join(name, file), out.Bytes())
				if !colour {
					assert.NotContains(t, out.String(), "\x1b", "what the run brings cannot drive the terminal")
				}
			})
		}
	}
}
