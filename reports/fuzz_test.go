package reports_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/reports"
)

// Whatever a report document holds, it is read or refused; what is read gives a
// run.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*/report.json")
	require.NoError(f, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		if len(text) < 64<<10 {
			f.Add(text)
		}
	}
	for _, text := range []string{"", "{}", "[]", `{"schema":"other"}`, `{"schema":"` + reports.Schema + `"}`, `{"schema":"` + reports.Schema + `","findings":[{}],"scenarios":[null]}`, `{"schema":"` + reports.Schema + `"} {}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		report, err := reports.Read(bytes.NewReader(text))
		if err != nil {
			assert.Contains(t, err.Error(), "read report: ")
			return
		}
		require.NotNil(t, report.Harness())
	})
}
