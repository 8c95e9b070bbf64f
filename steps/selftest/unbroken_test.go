package selftest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/specs"
	"kontrakt/steps/selftest"
)

// What is said not to be seedable, is not: no contract asks for it. The document
// of the sandbox is no contract.
func TestWhatCannotBeSeededIsAskedForNowhere(t *testing.T) {
	t.Parallel()
	asked := map[string]bool{}
	for _, id := range append(contracts(t), "ecom.v2.overlay", "epayment.v1.overlay", "recurring.v2.overlay", "recurring.v3.overlay",
		"checkout.v2.overlay", "checkout.v3.overlay", "webhooks.v1.overlay") {
		text, err := specs.Read(id + ".yaml")
		require.NoError(t, err)
		var doc any
		require.NoError(t, yaml.Unmarshal(text, &doc))
		keywords(doc, asked)
	}
	require.True(t, asked["schema.maxProperties"], "the test reads documents")
	for rule := range selftest.Unseedable() {
		assert.True(t, slices.ContainsFunc(catalog.Rules(), func(r harness.RuleUsed) bool { return r.ID == rule }), rule)
		assert.False(t, asked[rule], "%s could be seeded", rule)
	}
}

func contracts(t *testing.T) []string {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	return c.IDs()
}

// keywords finds the keywords of schemas, and parameters of the query that are
// required.
func keywords(at any, found map[string]bool) {
	switch at := at.(type) {
	case map[string]any:
		if at["in"] == "query" && at["required"] == true {
			found["param.missing"] = true
		}
		for name, value := range at {
			if value != false && !strings.HasPrefix(name, "x-") {
				found["schema."+name] = true
			}
			keywords(value, found)
		}
	case []any:
		for _, value := range at {
			keywords(value, found)
		}
	}
}
