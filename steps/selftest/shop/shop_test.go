package shop_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/catalog"
	"kontrakt/harness/rules/calls"
	"kontrakt/steps/selftest/shop"
)

// That each mistake is found, and nothing else, is tried in package selftest.
func TestMistakesAreListedOnceWithRulesThatThereAre(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	known := map[string]bool{}
	for _, r := range catalog.Rules() {
		known[r.Contract+" "+r.ID] = true
	}
	seen := map[string]bool{}
	families := map[string]int{}
	for _, m := range shop.Mistakes() {
		assert.False(t, seen[m.Name], "%s is there twice", m.Name)
		seen[m.Name] = true
		assert.Regexp(t, `^[a-z0-9]+(-[a-z0-9]+)+$`, m.Name)
		assert.Regexp(t, `^\S.*\.$`, m.Says, m.Name)
		assert.True(t, known[" "+m.Rule] || known[m.API+" "+m.Rule], "%s: %s has no rule %s", m.Name, m.API, m.Rule)
		assert.Contains(t, c.IDs(), m.API, m.Name)
		families[m.API]++
	}
	for _, id := range []string{"ecom.v2", "epayment.v1", "recurring.v3", "checkout.v3", "webhooks.v1"} {
		assert.GreaterOrEqual(t, families[id], 5, id)
	}
	assert.GreaterOrEqual(t, len(seen), 40)
}

// Every prose rule on what merchants send or answer in the versions that are in
// force is broken by a mistake; these are about what the API says.
func TestEveryRuleOnMerchantsIsBroken(t *testing.T) {
	t.Parallel()
	ofTheAPI := []string{
		"callback.at-end", "callback.signature", "guide.agreement-dates", "guide.confirmation-url", "guide.list-filter",
		"guide.redirect-url", "guide.reference-echoed", "guide.session-urls",
		"money.answered", "money.history", "money.shipping", "money.state", "money.sum",
	}
	broken := map[string]bool{}
	for _, m := range shop.Mistakes() {
		broken[m.Rule] = true
	}
	for _, check := range calls.Rules() {
		assert.True(t, broken[check.ID], check.ID)
	}
	for _, d := range catalog.All() {
		if d.ID == "recurring.v2" { // retired: each of its calls breaks lifecycle.retired
			continue
		}
		for _, check := range d.Rules {
			assert.NotEqual(t, slices.Contains(ofTheAPI, check.ID), broken[check.ID], "%s %s", d.ID, check.ID)
		}
	}
}
