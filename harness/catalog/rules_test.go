package catalog_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
)

// A rule says what it asks for, where that stands, how to mend what breaks it,
// and shows both; the reader of a finding is given it all.
func TestEveryRuleIsExplained(t *testing.T) {
	t.Parallel()
	book, err := catalog.Rulebook()
	require.NoError(t, err)
	assert.Len(t, book, len(catalog.Rules()))
	seen := map[string]bool{}
	for _, r := range book {
		name := cmp.Or(r.Contract, "all") + " " + r.ID
		assert.False(t, seen[name], "%s stands there twice", name)
		seen[name] = true
		assert.Regexp(t, `^[a-z-]+\.[a-zA-Z0-9-]+$`, r.ID, name)
		assert.Positive(t, r.Severity.Weight(), name)
		assert.Regexp(t, `^\w.*\.$`, r.Says, name)
		assert.NotEmpty(t, r.Source, name)
		assert.Regexp(t, `^[^A-Z].*[^.]$`, r.Help, name)
		for _, x := range []harness.Example{r.Keeps, r.Breaks} {
			assert.NotEmpty(t, x.Text, name)
			assert.NotContains(t, x.Text, "-- ", name)
		}
		assert.Empty(t, r.Keeps.Found, name)
		assert.NotEmpty(t, r.Breaks.Found, name)
	}
	assert.True(t, slices.IsSortedFunc(book, func(a, b harness.RuleUsed) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Contract, b.Contract))
	}))
}
