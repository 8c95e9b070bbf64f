package lock_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress/lock"
)

// Whatever a lock holds, it is read or refused; what is read leads to no file outside
// of its folder, and is written as it reads.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "[]", "documents: []\n", "documents:\n- {id: ecom.v2, edition: \"1\", from: https://x.example/a.yaml, file: a.yaml, sha256: " + strings.Repeat("0", 64) + "}\n", "documents: [null]\n", "a: b\n", "- &x [*x]\n", "\xff",
		"documents:\n- {id: x, edition: \"1\", file: ../a.yaml, sha256: " + strings.Repeat("0", 64) + "}\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := lock.Parse("kontrakt.lock", data)
		if err != nil {
			assert.Contains(t, err.Error(), "kontrakt.lock")
			return
		}
		for _, d := range file.Documents {
			assert.True(t, lock.Edition(d.Edition), "%q", d.Edition)
			files := []string{d.File}
			for _, part := range d.Parts {
				files = append(files, part.File)
			}
			for _, name := range files {
				assert.True(t, filepath.IsLocal(name), "%q", name)
			}
		}
		text, err := file.Bytes()
		require.NoError(t, err)
		again, err := lock.Parse("kontrakt.lock", text)
		require.NoError(t, err)
		same, err := again.Bytes()
		require.NoError(t, err)
		assert.Equal(t, string(text), string(same))
	})
}
