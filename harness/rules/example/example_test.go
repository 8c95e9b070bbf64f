package example_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/rules/example"
)

func TestPairTakesTheShortestOfEachKind(t *testing.T) {
	t.Parallel()
	const kept = "About it.\nflow: callback\ntook: 4s\n-- request --\nPOST /hook HTTP/1.1\nHost: shop.example\n\n{}\n-- response --\nHTTP/1.1 204 No Content\n\n-- findings --\n"
	files := fstest.MapFS{
		"testdata/guide.x/keeps-a.txt":   {Data: []byte(kept)},
		"testdata/guide.x/keeps-b.txt":   {Data: []byte("At length. " + kept)},
		"testdata/guide.x/breaks-a.txt":  {Data: []byte("+1s read 200\n+2s capture 200 asked=1\n-- findings --\nguide.x x0002: sequence: want less, got more\n")},
		"testdata/guide.xy/breaks-a.txt": {Data: []byte("+1s read 200\n")},
	}
	keeps, breaks, err := example.Pair(files, "guide.x")
	require.NoError(t, err)
	assert.Equal(t, harness.Example{
		About: "About it. The answer took 4s.",
		Text:  "POST /hook HTTP/1.1\nHost: shop.example\n\n{}\n\nHTTP/1.1 204 No Content",
	}, keeps)
	assert.Equal(t, harness.Example{Text: "+1s read 200\n+2s capture 200 asked=1", Found: "x0002: sequence: want less, got more"}, breaks)
	_, _, err = example.Pair(files, "guide.xy")
	assert.EqualError(t, err, "no example that keeps guide.xy")
}

func TestParseWordsEveryFinding(t *testing.T) {
	t.Parallel()
	x := example.Parse("-- request --\nGET / HTTP/1.1\n\n-- findings --\n" +
		"error  a.b  shop.v1 read, exchange x0001\n  where  request body /a\n  want   1\n  got    2\n  hint   h\n\n" +
		"error  a.b  shop.v1 read, exchange x0001\n  where  response status\n  want   401, since it\n  got    200\n")
	assert.Equal(t, "GET / HTTP/1.1", x.Text)
	assert.Equal(t, "request body /a: want 1, got 2\nresponse status: want 401, since it, got 200", x.Found)
}
