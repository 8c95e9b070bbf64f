package contract_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// Whoever reads a finding is told what its rule asks for.
func TestEveryRuleThatIsReportedIsInTheTable(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, r := range contract.Rules() {
		assert.False(t, known[r.ID], "%s stands there twice", r.ID)
		known[r.ID] = true
		assert.Positive(t, r.Severity.Weight(), r.ID)
		assert.NotEmpty(t, r.Source, r.ID)
		assert.Regexp(t, `^[A-Z].*\.$`, r.Says, r.ID)
		assert.NotRegexp(t, `^[A-Z]|\.$`, r.Help, r.ID)
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	reported := regexp.MustCompile(`Rule: +"([a-z-]+\.[a-z-]+)"|keyword: +"(\w+)"`)
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range reported.FindAllStringSubmatch(string(text), -1) {
			id := m[1]
			if id == "" {
				id = "schema." + m[2]
			}
			if id == "schema.overlap" { // reported as spec.erratum
				continue
			}
			found++
			assert.True(t, known[id], "%s reports %s, which is not in the table", file, id)
		}
	}
	assert.Greater(t, found, 20)
}

func TestRulesAreACopy(t *testing.T) {
	t.Parallel()
	contract.Rules()[0].Severity = harness.Off
	assert.NotEqual(t, harness.Off, contract.Rules()[0].Severity)
}
