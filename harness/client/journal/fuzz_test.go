package journal_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/client/journal"
)

// Whatever a file holds, it is a journal or it is left as it was; what a journal says
// is left is there when it is read again.
func FuzzOpen(f *testing.F) {
	for _, text := range []string{"", "\n", "{", line, line + "\n" + line[:40], line + "\n" + line + "\n", "[1]\n", "null\n", `{"state":"gone","target":"x","kind":"payment"}`, "\xff"} {
		f.Add([]byte(text), true)
	}
	f.Add([]byte("{"), false)
	f.Fuzz(func(t *testing.T, text []byte, named bool) {
		name := "notes"
		if named {
			name = "journal-X.jsonl"
		}
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, text, 0o600))
		j, err := journal.Open(path, nil, noon)
		if err != nil {
			kept, read := os.ReadFile(path)
			require.NoError(t, read)
			assert.Equal(t, text, kept, "it is left as it was")
			return
		}
		left := j.Left()
		require.NoError(t, j.Close())
		if len(left) == 0 {
			assert.NoFileExists(t, path)
			return
		}
		again, err := journal.Open(path, nil, noon)
		require.NoError(t, err)
		assert.Equal(t, left, again.Left())
		require.NoError(t, again.Close())
	})
}
