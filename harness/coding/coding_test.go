package coding_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"net/http"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/coding"
)

func packed(name, text string) []byte {
	var b bytes.Buffer
	var w interface {
		Write([]byte) (int, error)
		Close() error
	}
	switch name {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	}
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

func TestPlain(t *testing.T) {
	t.Parallel()
	twice := packed("br", string(packed("gzip", "hello")))
	for _, tt := range []struct {
		name, names string
		body        []byte
		want, err   string
	}{
		{"no coding", "", []byte("hello"), "hello", ""},
		{"identity", "identity", []byte("hello"), "hello", ""},
		{"gzip", "GZIP", packed("gzip", "hello"), "hello", ""},
		{"deflate", "deflate", packed("deflate", "hello"), "hello", ""},
		{"brotli", "br", packed("br", "hello"), "hello", ""},
		{"two, in the order in which they were applied", "gzip, br", twice, "hello", ""},
		{"one that nobody knows", "zstd", []byte("hello"), "", `unpack "zstd": unknown content coding`},
		{"one that is not", "gzip", []byte("hello, this is text"), "", `unpack "gzip": gzip: invalid header`},
		{"one that breaks off gives what there is", "gzip", packed("gzip", "hello")[:20], "hello", `unpack "gzip": unexpected EOF`},
		{"nothing", "gzip", nil, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := coding.Plain(http.Header{"Content-Encoding": {tt.names}}, tt.body)
			if tt.err == "" {
				require.NoError(t, err)
			} else {
				require.EqualError(t, err, tt.err)
			}
			assert.Equal(t, tt.want, string(got))
		})
	}
}

// A few kilobytes may swell to gigabytes.
func TestPlainStopsUnpacking(t *testing.T) {
	t.Parallel()
	const most = 16 << 20
	bomb := packed("gzip", string(make([]byte, most+1)))
	got, err := coding.Plain(http.Header{"Content-Encoding": {"gzip"}}, bomb)
	require.ErrorIs(t, err, coding.ErrTooLong)
	assert.Len(t, got, most)
}

func TestNames(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"gzip", "br"}, coding.Names(http.Header{"Content-Encoding": {"GZIP, identity", " br,"}}))
	assert.Empty(t, coding.Names(http.Header{}))
}
