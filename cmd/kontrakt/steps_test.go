package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestScenariosOfOnesOwn(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "flows")
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "deep"), 0o755))
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	file := write("deep/refund.feature", `@ecom.v2 @epayment.v1
Feature: Our shop
  Scenario: Half of it comes back
    Given a merchant that sells in NOK
    And Kari has approved a payment of 250.00 NOK
    And the merchant has captured everything
    When the merchant refunds 125.00 NOK
    Then 125.00 NOK stands refunded
`)
	o := kontrakt(t, settings{"kontrakt.yaml": "features: " + folder}, "run", "--tags", "@own", "--format", "json", "--quiet").held(t, conforms)
	r := o.report(t)
	require.Len(t, r.Scenarios, 2)
	assert.Equal(t, "ecom.v2/own-refund/half-of-it-comes-back", r.Scenarios[0].ID)
	assert.Equal(t, filepath.ToSlash(file), r.Scenarios[0].File)
	assert.Positive(t, r.Coverage.Operations.Exercised)

	listed := kontrakt(t, nil, "run", "--features", file, "--only", "*/own-*/*", "--list").held(t, conforms)
	assert.Equal(t, 2, strings.Count(listed.Stdout, "\n"))

	bad := write("deep/bad.feature", "@ecom.v2\nFeature: Bad\n  Scenario: A\n    Given a merchant who sells in NOK\n")
	o = kontrakt(t, nil, "run", "--features", bad).held(t, misused)
	assert.Equal(t, "kontrakt: "+filepath.ToSlash(bad)+`:4: no sentence says "a merchant who sells in NOK"; the nearest is "a merchant that sells in NOK"
kontrakt: hint: kontrakt steps lists what can be said; kontrakt steps capture, what can be said of captures
`, o.Stderr)
	require.NoError(t, os.Mkdir(filepath.Join(folder, "none"), 0o755))
	for place, says := range map[string]string{filepath.Join(folder, "nowhere"): "no such file or directory", filepath.Join(folder, "none"): "there is no .feature file in "} {
		assert.Contains(t, kontrakt(t, nil, "run", "--features", place).held(t, misused).Stderr, says)
	}
}

func TestStepsAreListed(t *testing.T) {
	t.Parallel()
	o := kontrakt(t, nil, "steps", "merchant", "refunds", "key").held(t, conforms)
	assert.Contains(t, o.Stdout, `the merchant (refunds|has refunded) {money} with the key {text}
    the merchant refunds 199.00 NOK with the key "order"
    (ecom.v2, epayment.v1)
`)
	assert.Contains(t, kontrakt(t, nil, "steps", "pigs").held(t, misused).Stderr, `no sentence holds "pigs"`)
}
