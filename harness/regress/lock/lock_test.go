package lock_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress/lock"
)

func document(edition, from string) lock.Document {
	return lock.Document{
		ID: "shop.v1", Edition: edition, From: from, File: "kontrakt-specs/shop.v1@" + edition + ".yaml", SHA256: lock.Digest([]byte(edition)),
	}
}

func TestALockReadsBackAsWritten(t *testing.T) {
	t.Parallel()
	f := &lock.File{}
	two := document("2.0.0", "https://a.example/shop.yaml")
	two.Parts = []lock.Part{{Name: "parts.yaml", From: "https://a.example/parts.yaml", File: "kontrakt-specs/shop.v1@2.0.0/parts.yaml", SHA256: lock.Digest(nil)}}
	f.Put(two)
	f.Put(document("1.0.0", "old.yaml"))
	text, err := f.Bytes()
	require.NoError(t, err)
	assert.Equal(t, `# What kontrakt specs pull has fetched. Keep it with your code: what is
# published anew is held against it.
documents:
  - id: shop.v1
    edition: 1.0.0
    from: old.yaml
    file: kontrakt-specs/shop.v1@1.0.0.yaml
    sha256: `+lock.Digest([]byte("1.0.0"))+`
  - id: shop.v1
    edition: 2.0.0
    from: https://a.example/shop.yaml
    file: kontrakt-specs/shop.v1@2.0.0.yaml
    sha256: `+lock.Digest([]byte("2.0.0"))+`
    parts:
      - name: parts.yaml
        from: https://a.example/parts.yaml
        file: kontrakt-specs/shop.v1@2.0.0/parts.yaml
        sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
`, string(text))
	read, err := lock.Parse("kontrakt.lock", text)
	require.NoError(t, err)
	assert.Equal(t, f, read)
}

func TestANewEditionTakesThePlaceOfTheOldOne(t *testing.T) {
	t.Parallel()
	f := &lock.File{}
	f.Put(document("1.0.0", "https://a.example/shop.yaml"))
	f.Put(document("1.1.0", "https://a.example/shop.yaml"))
	now, ok := f.At("shop.v1", "https://a.example/shop.yaml")
	require.True(t, ok)
	assert.Equal(t, "shop.v1@1.1.0", now.Name())
	before, ok := f.Find("shop.v1", "1.0.0")
	require.True(t, ok, "it is kept")
	assert.Empty(t, before.From)
	_, ok = f.At("shop.v1", "https://b.example/shop.yaml")
	assert.False(t, ok)

	again := document("1.1.0", "https://a.example/shop.yaml")
	again.SHA256 = lock.Digest([]byte("other"))
	f.Put(again)
	assert.Len(t, f.Documents, 2)
}

func TestALockNamesItsMistakes(t *testing.T) {
	t.Parallel()
	sum := lock.Digest(nil)
	entry := func(edition, file, sha256 string) string {
		return "\n  - {id: a, edition: \"" + edition + "\", file: " + file + ", sha256: \"" + sha256 + "\"}"
	}
	tests := []struct{ name, text, want string }{
		{"nothing", "", "read kontrakt.lock: it is empty"},
		{"no lock", "[1, 2]", "read kontrakt.lock: line 1: does not belong here"},
		{"a key that nobody knows", "version: 1\ndocuments: []", `read kontrakt.lock: line 1: there is no key "version"`},
		{"a text in place of a list", "documents: here", "read kontrakt.lock: line 1: `here` does not belong here"},
		{"a field that there is not", "documents: [{id: a, size: 7}]", `there is no key "size"`},
		{"a digest that is none", "documents:" + entry("1", "a.yaml", "abc"), `a@1: sha256 "abc" is no digest`},
		{"an edition that is no part of a name", "documents:" + entry("../1", "a.yaml", sum), "want an id and an edition"},
		{"twice the same", "documents:" + entry("1", "a.yaml", sum) + entry("1", "b.yaml", sum), "a@1: it stands twice"},
		{"a file elsewhere", "documents:" + entry("1", "../a.yaml", sum), "lies outside of the lock's folder"},
		{"a file anywhere", "documents:" + entry("1", "/etc/passwd", sum), "lies outside of the lock's folder"},
		{"a way around", "documents:" + entry("1", "a/../../b.yaml", sum), "lies outside of the lock's folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := lock.Parse("kontrakt.lock", []byte(tt.text))
			require.Error(t, err)
			assert.Contains(t, err.Error(), tt.want)
		})
	}
}

func TestEditionsAreNamesOfFiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"1.8.1", "2023-12", "v3"} {
		assert.True(t, lock.Edition(name), name)
	}
	for _, name := range []string{"", ".", "..", "a/b", "-x", "a b", strings.Repeat("é", 2)} {
		assert.False(t, lock.Edition(name), name)
	}
}
