package config_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/config"
)

// Whatever a file holds, it is read or refused, always in the same words, and
// every mistake names the file.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "# nothing\n", "target: sandbox\nconcurrency: 4\nformat: [json, html]\n", "severity:\n  guide.a: off\n  guide.b: wrong\n",
		"abilities:\n  recurring: no\n  capture: direct\n  currencies: [DKK, EUR]\n", "target: {a: b}\n", "- a\n- b\n", "a: &x [*x]\n", "? [a]\n: b\n",
		"target: !!binary aGk=\n", "target: a\ntarget: b\n", "container:\n  image: a\n  port: 99999\n  timeout: 5x\n", "\xff\xfe", "a: |\n  b\n---\nc: d\n", "actions:\n  pay: {url: x}\n",
		"<<: {target: a}\n", "target: \"\\u0000\"\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := config.Parse("kontrakt.yaml", data, []string{"guide.a"})
		_, again := config.Parse("kontrakt.yaml", data, []string{"guide.a"})
		if err == nil {
			require.NoError(t, again)
			return
		}
		require.EqualError(t, again, err.Error())
		assert.True(t, strings.HasPrefix(err.Error(), "kontrakt.yaml:") || strings.HasPrefix(err.Error(), "read kontrakt.yaml"), "%q", err)
	})
}
