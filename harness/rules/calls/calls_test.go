package calls_test

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/rules/calls"
	"kontrakt/harness/rules/rulestest"
)

var update = flag.Bool("update", false, "rewrite the findings in the examples")

func TestRulesAgainstTheirExamples(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	known := map[string]bool{}
	for _, check := range calls.Rules() {
		known[check.ID] = true
	}
	folders, err := os.ReadDir("testdata")
	require.NoError(t, err)
	for _, f := range folders {
		assert.True(t, known[f.Name()], "testdata/%s is of no rule", f.Name())
	}
	rulestest.Run(t, rulestest.Options{
		Update: *update,
		Match: func(x *harness.Exchange) (harness.Operation, map[string]string, bool) {
			m := c.Contracts.Match(x)
			if m.Operation == nil {
				return harness.Operation{}, nil, false
			}
			return *m.Operation, m.Params, true
		},
	}, calls.Rules()...)
}

// What a finding says of a token or of a person is what kind of thing it is.
func TestFindingsShowNoTokenAndNobodysData(t *testing.T) {
	t.Parallel()
	for _, file := range []string{
		"guide.bearer/breaks-lower-case.txt", "guide.bearer/breaks-token-alone.txt",
		"guide.personal-text/breaks-e-mail.txt", "guide.personal-text/breaks-number.txt",
	} {
		text, err := os.ReadFile("testdata/" + file)
		require.NoError(t, err)
		x := string(text)
		assert.NotRegexp(t, `(?s)-- findings --.*(aaaa|@|15819)`, x, file)
	}
}
