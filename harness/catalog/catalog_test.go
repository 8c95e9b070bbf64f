package catalog_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api"
	"kontrakt/harness/catalog"
)

// What an API version needs in order to be one is there.
func TestEveryDefinitionIsComplete(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	assert.True(t, slices.IsSorted(c.IDs()), "%v", c.IDs())
	for _, e := range c.Entries {
		assert.NotEmpty(t, e.Title, e.ID)
		assert.Equal(t, e.ID, e.Contract.ID())
		assert.Regexp(t, `^https://`, e.Docs, e.ID)
		assert.NotNil(t, e.Sandbox, e.ID)
		assert.NotEmpty(t, e.Contract.Operations(), e.ID)
		for id, reason := range e.Unexercisable {
			assert.NotEmpty(t, reason, "%s %s", e.ID, id)
		}
	}
}

func TestSelect(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	all, err := c.Select(nil)
	require.NoError(t, err)
	for _, e := range c.Entries {
		chosen := slices.ContainsFunc(all, func(d api.Definition) bool { return d.ID == e.ID })
		assert.Equal(t, e.Source.State != "retired", chosen, "%s: what is retired is asked for by its name", e.ID)
	}
	some, err := c.Select([]string{"ecom.v2"})
	require.NoError(t, err)
	require.Len(t, some, 1)
	assert.Equal(t, "ecom.v2", some[0].ID)
	_, err = c.Select([]string{"ecom.v2", "ecom.v9"})
	assert.EqualError(t, err, `unknown API "ecom.v9"`)
}

func TestAsPublishedLeavesTheCorrectionsOut(t *testing.T) {
	t.Parallel()
	corrected, err := catalog.Load(false)
	require.NoError(t, err)
	published, err := catalog.Load(true)
	require.NoError(t, err)
	for i, used := range published.Used() {
		assert.True(t, used.AsPublished)
		assert.Zero(t, used.Errata+used.Updates, used.ID)
		assert.Equal(t, used.ID == "access-token.v1" || used.ID == "userinfo.v1", corrected.Used()[i].Updates == 0, "%s: only what was published can be corrected", used.ID)
	}
}
