package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A document at an address is read with what it refers to there, and compared
// with the one that is embedded.
func TestWhatIsPublishedAtAnAddressIsVerifiedPulledAndCompared(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	site := httptest.NewServer(mux)
	defer site.Close()
	mux.HandleFunc("/docs/webhooks.yaml", func(w http.ResponseWriter, _ *http.Request) {
		var text bytes.Buffer
		assert.Zero(t, run(t.Context(), env{Stdout: &text, Stderr: os.Stderr}, []string{"specs", "export", "webhooks.v1", "--as-published"}))
		_, _ = w.Write(bytes.Replace(text.Bytes(), []byte("#/components/schemas/"), []byte("parts/all.yaml#/components/schemas/"), 1))
	})
	mux.HandleFunc("/docs/parts/all.yaml", func(w http.ResponseWriter, _ *http.Request) {
		var text bytes.Buffer
		assert.Zero(t, run(t.Context(), env{Stdout: &text, Stderr: os.Stderr}, []string{"specs", "export", "webhooks.v1", "--as-published"}))
		_, _ = w.Write(text.Bytes())
	})
	dir := t.TempDir()
	for _, args := range [][]string{
		{"specs", "verify", "webhooks.v1", site.URL + "/docs/webhooks.yaml"},
		{"diff", "webhooks.v1", site.URL + "/docs/webhooks.yaml", "--as-published", "--fail-on", "any"},
		{"specs", "pull", "webhooks.v1", "--from", site.URL + "/docs/webhooks.yaml", "--lock", filepath.Join(dir, "kontrakt.lock")},
	} {
		var out, complaints bytes.Buffer
		require.Zero(t, run(t.Context(), env{Stdout: &out, Stderr: &complaints, ReadFile: os.ReadFile}, args), "%s%s", out.String(), complaints.String())
	}
	kept, err := filepath.Glob(filepath.Join(dir, "kontrakt-specs", "webhooks.v1@*", "all.yaml"))
	require.NoError(t, err)
	assert.Len(t, kept, 1, "with its part")
}
