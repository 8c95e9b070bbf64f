package config_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/config"
)

func TestAbilitiesAreDeclaredWithTheirLines(t *testing.T) {
	t.Parallel()
	f, err := config.Parse("shop.yaml", []byte("target: test\nabilities:\n  recurring: no\n  capture: direct\n  currencies: [DKK, EUR]\n  express: yes\n"), nil)
	require.NoError(t, err)
	a := f.Abilities
	assert.Equal(t, []bool{false, true, true, false}, []bool{a.May("recurring"), a.May("ecom"), a.May("express"), a.May("unscheduled")})
	assert.Equal(t, []bool{false, true, true}, []bool{a.Sells("NOK"), a.Sells("DKK"), a.Sells("EUR")})
	assert.True(t, a.Direct())
	assert.Equal(t, "shop.yaml:3 declares abilities.recurring", a.Place("recurring"))
	assert.Equal(t, "abilities.unscheduled is not declared in shop.yaml", a.Place("unscheduled"))
}

func TestWithoutAWordAUnitIsAsMostAre(t *testing.T) {
	t.Parallel()
	var a config.Abilities
	for _, k := range config.AbilityNames() {
		assert.Equal(t, k.Usual, a.May(k.Name), k.Name)
	}
	assert.True(t, a.Sells("NOK"))
	assert.False(t, a.Sells("DKK"))
	assert.False(t, a.Direct())
	assert.Equal(t, "abilities.express is not declared in kontrakt.yaml", a.Place("express"))
}

func TestEveryMistakeInAbilitiesIsReported(t *testing.T) {
	t.Parallel()
	_, err := config.Parse("kontrakt.yaml", []byte(`abilities:
  recuring: no
  checkout: perhaps
  capture: later
  currencies: [SEK]
  express: yes
  express: no
  nonsense: yes
`), nil)
	require.EqualError(t, err, `kontrakt.yaml:2: abilities: unknown key "recuring" (did you mean "recurring"?)
kontrakt.yaml:3: abilities: checkout: want yes or no, got "perhaps"
kontrakt.yaml:4: abilities: capture: want reserve or direct, got "later"
kontrakt.yaml:5: abilities: currencies: want NOK, DKK or EUR, got "SEK"
kontrakt.yaml:7: abilities: express stands here a second time
kontrakt.yaml:8: abilities: unknown key "nonsense" (known are capture, currencies, ecom, epayment, recurring, checkout, webhooks, userinfo, express, skip-landing-page, long-living, partial-capture, late-capture, unscheduled, full-flex, national-identity-number)`)
	for _, text := range []string{"abilities: yes", "abilities: [ecom]", "abilities:\n  currencies: []", "abilities:\n  capture: [a]", "abilities:\n  ecom: {a: b}"} {
		_, err = config.Parse("kontrakt.yaml", []byte(text), nil)
		assert.ErrorContains(t, err, "kontrakt.yaml:", text)
	}
}
