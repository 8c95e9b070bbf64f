package certify_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify"
)

// Whatever a file holds, it is a certificate or it is refused in words for people;
// what is one can be doubted, counted and written.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"", "{}", "[]", `{"schema":"` + certify.Schema + `"}`, `{"schema":"` + certify.Schema + `","requirements":[{"id":"A","status":"met","level":"core"},null]}`,
		`{"schema":"` + certify.Schema + `","freshUntil":"2026-12-02T00:00:00Z","exchanges":{"head":"0","digests":["x"]}}`, `{"schema":3}`, `{"shema":""}`, `{"schema":`, "\xff",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := certify.Read(text)
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "no certificate"), "%q", err)
			assert.NotContains(t, err.Error(), "Go ")
			return
		}
		_ = c.Doubts(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		_, _ = c.Count(certify.Met), c.Result()
		var again bytes.Buffer
		require.NoError(t, c.Write(&again))
		_, err = certify.Read(again.Bytes())
		require.NoError(t, err, "what was read and written reads")
	})
}
