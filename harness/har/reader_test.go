package har_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	theirs "github.com/chromedp/cdproto/har"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/har"
)

// plain takes out what the format leaves to its users: members that begin with an
// underscore.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if strings.HasPrefix(name, "_") {
				delete(v, name)
			} else {
				v[name] = plain(value)
			}
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	}
	return v
}

// fields are headers as the archive has them, by name.
func fields(t require.TestingT, all []*theirs.NameValuePair) http.Header {
	h := http.Header{}
	for _, p := range all {
		require.NotEmpty(t, p.Name)
		h[p.Name] = append(h[p.Name], p.Value)
	}
	return h
}

// Somebody else's reader, the browser's own types, takes what is written, knows every
// member of it, and finds what was meant.
func TestSomebodyElsesReaderReadsIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(judged(), 0, 3).Draw(t, "entries")
		var b bytes.Buffer
		require.NoError(t, har.Write(&b, tool, trial().Draw(t, "trial"), each(want...)))
		var document any
		require.NoError(t, json.Unmarshal(b.Bytes(), &document))
		text, err := json.Marshal(plain(document))
		require.NoError(t, err)
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		var read theirs.HAR
		require.NoError(t, decoder.Decode(&read))

		assert.Equal(t, "1.2", read.Log.Version)
		assert.Equal(t, tool.Name, read.Log.Creator.Name)
		require.Len(t, read.Log.Entries, len(want))
		for i, e := range read.Log.Entries {
			w := want[i]
			started, err := time.Parse(time.RFC3339Nano, e.StartedDateTime)
			require.NoError(t, err)
			assert.True(t, w.Started.Equal(started))
			require.NotNil(t, e.Cache)
			require.NotNil(t, e.Timings)
			assert.GreaterOrEqual(t, e.Timings.Wait, 0.0)
			assert.Equal(t, w.Request.Method, e.Request.Method)
			assert.True(t, strings.HasPrefix(e.Request.URL, w.Request.Scheme+"://"+w.Request.Host+"/"), e.Request.URL)
			assert.Equal(t, w.Request.Header, fields(t, e.Request.Headers))
			assert.Equal(t, w.Request.Body.Size, e.Request.BodySize)
			assert.EqualValues(t, w.Response.Status, e.Response.Status)
			assert.Equal(t, w.Response.Header, fields(t, e.Response.Headers))
			assert.Equal(t, string(w.Response.Body.Bytes), string(e.Response.Content.Text))
		}
	})
}
