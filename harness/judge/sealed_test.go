package judge

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestASealedFileIsReadByWhoWroteItOnly(t *testing.T) {
	t.Parallel()
	f := sealedFile{dir: t.TempDir()}
	var clear [][]byte
	var offsets []int64
	for n := range 40 {
		part := bytes.Repeat([]byte("secret"), n*n)[:n*n+n/2]
		offset, err := f.append(part)
		require.NoError(t, err)
		clear, offsets = append(clear, part), append(offsets, offset)
	}
	for i := len(clear) - 1; i >= 0; i-- {
		for _, skip := range []int{0, len(clear[i]) / 3} {
			got := make([]byte, len(clear[i])-skip)
			require.NoError(t, f.read(got, offsets[i]+int64(skip)))
			assert.Equal(t, string(clear[i][skip:]), string(got))
		}
	}
	name := f.file.Name()
	sealed, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Len(t, sealed, int(f.end))
	assert.NotContains(t, string(sealed), "secret")
	require.NoError(t, f.close())
	assert.NoFileExists(t, name)
	assert.Error(t, f.read(make([]byte, 1), 0))
}
