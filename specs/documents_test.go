package specs_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/specs"
)

func TestTheCatalogueIsWhole(t *testing.T) {
	t.Parallel()
	all, err := specs.Sources()
	require.NoError(t, err)
	var ids []string
	for _, s := range all {
		ids = append(ids, s.ID)
		assert.Regexp(t, `^[a-z-]+\.v\d+$`, s.ID)
		assert.Equal(t, s.Version, s.ID[strings.LastIndex(s.ID, ".")+1:], s.ID)
		assert.NotEmpty(t, s.Title, s.ID)
		assert.NotEmpty(t, s.Edition, s.ID)
		assert.Regexp(t, `^\d{4}-\d{2}-\d{2}$`, s.Date, s.ID)
		assert.Contains(t, []string{"in-force", "deprecated", "retired"}, s.State, s.ID)
		assert.True(t, strings.HasPrefix(s.Docs, "https://"), s.ID)
		switch s.Kind {
		case "published":
			assert.True(t, strings.HasPrefix(s.URL, "https://"), s.ID)
			assert.Regexp(t, `^[0-9a-f]{64}$`, s.SHA256, s.ID)
		case "authored":
			assert.Empty(t, s.URL, s.ID)
			assert.Empty(t, s.SHA256, s.ID)
		default:
			t.Errorf("%s: kind %q", s.ID, s.Kind)
		}
		_, err := specs.Read(s.Document)
		require.NoError(t, err)
	}
	assert.True(t, slices.IsSorted(ids))
	assert.Equal(t, []string{"access-token.v1", "checkout.v2", "checkout.v3", "ecom.v2", "epayment.v1", "recurring.v2", "recurring.v3", "userinfo.v1", "webhooks.v1"}, ids)
}

func TestAFileThatIsNotEmbeddedIsAnError(t *testing.T) {
	t.Parallel()
	_, err := specs.Read("ecom.v1.yaml")
	require.ErrorIs(t, err, fs.ErrNotExist)
	assert.Contains(t, err.Error(), "ecom.v1.yaml")
}

func TestEveryDocumentIsValid(t *testing.T) {
	t.Parallel()
	for _, name := range documents(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := specs.Read(name)
			require.NoError(t, err)
			doc := loaded(t, name, map[string][]byte{name: data})
			assert.NoError(t, doc.Validate(t.Context(), openapi3.EnableMultiError(),
				openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation()))
		})
	}
}

// Every file is a contract's document or overlay, the catalogue, or the
// sandbox's own document.
func TestEveryFileHasItsPlace(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	all, err := specs.Sources()
	require.NoError(t, err)
	known := []string{"sources.yaml", "sandbox.v1.yaml"}
	for _, s := range all {
		known = append(known, s.Document, s.Overlay)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".yaml") {
			assert.Contains(t, known, e.Name())
		}
	}
}

func TestNoDocumentRefersToAnotherFile(t *testing.T) {
	t.Parallel()
	outside := regexp.MustCompile(`\$ref: *['"]?[^#'" ]`)
	for _, name := range documents(t) {
		data, err := specs.Read(name)
		require.NoError(t, err)
		assert.Empty(t, outside.FindAllString(string(data), -1), name)
	}
}

// documents are the names of all OpenAPI documents.
func documents(t *testing.T) []string {
	t.Helper()
	all, err := specs.Sources()
	require.NoError(t, err)
	names := []string{"sandbox.v1.yaml"}
	for _, s := range all {
		names = append(names, s.Document)
	}
	return names
}
