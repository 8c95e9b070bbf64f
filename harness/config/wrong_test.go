package config_test

import (
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"

	"kontrakt/harness/config"
)

func TestAValueOfAnotherKindIsToldInWordsOfOurs(t *testing.T) {
	t.Parallel()
	flags := pflag.NewFlagSet("run", pflag.ContinueOnError)
	flags.Int("concurrency", 8, "")
	flags.Bool("quiet", false, "")
	env := func(name string) (string, bool) {
		v, ok := map[string]string{"KONTRAKT_CONCURRENCY": "many", "KONTRAKT_QUIET": "maybe"}[name]
		return v, ok
	}
	assert.EqualError(t, config.Apply(flags, env, nil, nil),
		"KONTRAKT_CONCURRENCY: want a whole number of at most 19 digits, got \"many\"\nKONTRAKT_QUIET: want true or false, got \"maybe\"")
}
