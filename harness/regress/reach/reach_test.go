package reach_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/regress/reach"
)

func body(text string) harness.Body {
	return harness.Body{Bytes: []byte(text), Size: int64(len(text))}
}

func order() *harness.Exchange {
	return &harness.Exchange{
		Request: harness.Request{
			Method: "POST", Target: "/v1/orders?page=2&page=3&size", Header: http.Header{"X-Key": {"k"}, "Content-Length": {"7"}},
			Body: body(`{"amount": 1, "kind": "FAST", "who": "Kari", "lines": [{"tax": 1}, {"name": null}, [true]]}`),
		},
		Response: harness.Response{Status: 201, Header: http.Header{"Retry-After": {"1"}, "Date": {"now"}}, Body: body(`[{"id": "a"}, "FAST"]`)},
	}
}

func TestAnExchangeIsReadForWhatItMakesUseOf(t *testing.T) {
	t.Parallel()
	c := reach.Of(order(), func(text string) bool { return text == "FAST" })
	assert.Equal(t, "POST", c.Method)
	assert.Equal(t, "/v1/orders", c.Path)
	assert.Equal(t, []string{
		"#201", ":retry-after", "<", "<items", "<items/id", "<items=FAST",
		">", ">amount", ">kind", ">kind=FAST", ">lines", ">lines/items", ">lines/items/items", ">lines/items/name", ">lines/items/tax", ">who",
		"?page", "?size", "@x-key",
	}, c.Marks)
	assert.True(t, c.Has(reach.Sent("lines/items/tax")))
	assert.True(t, c.Has(reach.Value(reach.Sent("kind"), "FAST")))
	assert.False(t, c.Has(reach.Got("lines/items/tax")))
	assert.NotContains(t, strings.Join(c.Marks, " "), "Kari", "no value is kept that nobody asked for")
}

func TestBodiesThatAreNoJSONCountAsAWhole(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(`{"a": 1}`))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	deep := strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)
	tests := []struct {
		name, coding, body string
		want               []string
	}{
		{"none", "", "", []string{}},
		{"packed", "gzip", packed.String(), []string{">", ">a"}},
		{"packed in vain", "gzip", "{}", []string{">"}},
		{"of a coding that nobody knows", "zz", "{}", []string{">"}},
		{"text", "", "hello", []string{">"}},
		{"cut off", "", `{"a": 1`, []string{">"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := &harness.Exchange{Request: harness.Request{Method: "PUT", Target: "/", Body: body(tt.body), Header: http.Header{}}}
			if tt.coding != "" {
				x.Request.Header.Set("Content-Encoding", tt.coding)
			}
			assert.Equal(t, tt.want, append([]string{}, reach.Of(x, nil).Marks...))
		})
	}
	assert.Less(t, len(reach.Of(&harness.Exchange{Request: harness.Request{Body: body(deep)}}, nil).Marks), 100, "what is too deep is not followed")
}

func TestABookReadsBack(t *testing.T) {
	t.Parallel()
	b := reach.Book{}
	c := reach.Of(order(), nil)
	b.Add("one", c)
	b.Add("one", c)
	x := order()
	x.Response = harness.Response{}
	b.Add("two", reach.Of(x, nil))
	b.Add("two", reach.Call{Method: "GET", Path: "/v1/<odd>"})
	b.Add("two", c)
	text := b.Write()
	read, err := reach.Read(text)
	require.NoError(t, err)
	assert.Len(t, read["one"], 1, "the same call counts once")
	assert.Len(t, read["two"], 3)
	assert.Equal(t, c.Marks, read["one"][0].Marks)
	assert.Equal(t, string(text), string(read.Write()), "the same book gives the same text")
	assert.Contains(t, string(text), "/v1/<odd>")
}

func TestABookThatIsBrokenIsNotRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "[]", `{"odd": 1}`, `{"operations": [{"operation": "GET /", "marks": ["<"], "calls": ["0-1"]}]}`,
		`{"operations": [{"operation": "GET /", "marks": ["<"], "calls": ["x"]}]}`, `{"operations": [{"operation": "GET /", "marks": ["<"], "calls": ["0-x"]}]}`,
		`{"operations": [], "scenarios": {"one": ["0.0"]}}`,
	} {
		_, err := reach.Read([]byte(text))
		assert.ErrorContains(t, err, "read what scenarios reach", text)
	}
}
