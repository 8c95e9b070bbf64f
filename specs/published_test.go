package specs_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress"
	"kontrakt/specs"
)

// published is where the published documents lie beside the project, on
// machines that have them.
const published = "../../shared/published"

// publishedSources are the sources that were published; it skips the test where
// the published files are not at hand.
func publishedSources(t *testing.T) []specs.Source {
	t.Helper()
	if _, err := os.Stat(published); err != nil {
		t.Skip("the published documents are not at hand")
	}
	all, err := specs.Sources()
	require.NoError(t, err)
	return slices.DeleteFunc(all, func(s specs.Source) bool { return s.Kind != "published" })
}

// publishedFiles are a source's published files by name; the first name is the
// document's.
func publishedFiles(t *testing.T, s specs.Source) (string, map[string][]byte) {
	t.Helper()
	document := publishedName(t, s)
	names := []string{document}
	for _, p := range s.Parts {
		names = append(names, p.Name)
	}
	files := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(published, name))
		require.NoError(t, err)
		files[name] = data
	}
	return document, files
}

// publishedName is the file that holds a source's document: its own, or one that
// holds other versions too.
func publishedName(t *testing.T, s specs.Source) string {
	t.Helper()
	own := s.ID + "@" + s.Edition + ".yaml"
	if s.Paths == "" {
		return own
	}
	found, err := filepath.Glob(filepath.Join(published, s.ID+"-*@"+s.Edition+".yaml"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	return filepath.Base(found[0])
}

// comparedFiles are the published files as far as the contract is made of them.
func comparedFiles(t *testing.T, s specs.Source) (string, map[string][]byte) {
	t.Helper()
	document, files := publishedFiles(t, s)
	files, err := regress.Under(s.Paths, files, document)
	require.NoError(t, err)
	return document, files
}

func TestPublishedFilesHaveTheDigestsOfTheCatalogue(t *testing.T) {
	t.Parallel()
	for _, s := range publishedSources(t) {
		document, files := publishedFiles(t, s)
		assert.Equal(t, s.SHA256, digest(files[document]), document)
		for _, p := range s.Parts {
			assert.Equal(t, p.SHA256, digest(files[p.Name]), p.Name)
		}
	}
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func TestTranscriptionsSayWhatThePublishedDocumentsSay(t *testing.T) {
	t.Parallel()
	for _, s := range publishedSources(t) {
		t.Run(s.ID, func(t *testing.T) {
			t.Parallel()
			ours, err := specs.Read(s.Document)
			require.NoError(t, err)
			assert.Empty(t, structuralDifferences(t, s, ours), "node by node")
			assert.Empty(t, semanticChanges(t, s, ours), "as oasdiff sees it")
		})
	}
}

// The comparison is worth something only if it can fail.
func TestTheComparisonSeesADifference(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		old, new string
		// pointer is where the structural comparison must point, oasdiff says
		// whether oasdiff must see it too.
		pointer string
		oasdiff bool
	}{
		{
			name: "a property is required no more",
			old:  "required: [orderId, url]", new: "required: [orderId]",
			pointer: "/components/schemas/PaymentInitiationResponse/required", oasdiff: true,
		},
		{
			name: "a member is missing from an enum",
			old:  "enum: [RESERVED, SALE, CANCELLED, REJECTED]", new: "enum: [RESERVED, SALE, CANCELLED]",
			pointer: "/components/schemas/CallbackTransactionInfoRegular/properties/status/enum",
		},
		{
			name: "a maximum has changed",
			old:  "maxLength: 256", new: "maxLength: 255",
			pointer: "/components/schemas/ShippingDetails/properties/shippingMethod/maxLength", oasdiff: true,
		},
		{
			name: "a default has changed",
			old:  "default: eComm Regular Payment", new: "default: eComm Express Payment",
			pointer: "/components/schemas/MerchantInfo/properties/paymentType/default", oasdiff: true,
		},
		{
			name: "a pattern has been corrected",
			old:  `'^\[A-Z]$'`, new: "'^[A-Z]$'",
			pointer: "/components/schemas/ShippingCostAndMethod/properties/addressType/pattern",
		},
		{
			name: "an operation has another id",
			old:  "operationId: capturePaymentUsingPOST", new: "operationId: capturePayment",
			pointer: "/paths/~1ecomm~1v2~1payments~1{orderId}~1capture/post/operationId", oasdiff: true,
		},
		{
			name: "a media type lost its parameter",
			old:  "application/json;charset=UTF-8", new: "application/json",
			pointer: "/components/responses/ErrorResponse/content/application~1json",
		},
	}
	publishedSources(t)
	ecom := ecom(t)
	document, err := specs.Read(ecom.Document)
	require.NoError(t, err)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, string(document), tt.old)
			changed := []byte(strings.ReplaceAll(string(document), tt.old, tt.new))
			found := structuralDifferences(t, ecom, changed)
			assert.True(t, slices.ContainsFunc(found, func(d string) bool { return strings.HasPrefix(d, tt.pointer) }), "%q", found)
			if tt.oasdiff {
				assert.NotEmpty(t, semanticChanges(t, ecom, changed))
			}
		})
	}
}

// structuralDifferences compares node by node. Components of ours that the
// published document does not have are shared parts: they count where they are
// referred to.
func structuralDifferences(t *testing.T, s specs.Source, ours []byte) []string {
	t.Helper()
	document, files := comparedFiles(t, s)
	found, err := regress.Differences(files, document, regress.Files{s.Document: ours}, s.Document)
	require.NoError(t, err)
	return found
}

// describedFormat is a format that describes the value: prose, and not ours.
var describedFormat = regexp.MustCompile(`(?m)^ *format: ["']?\S+ [^#\n]*$`)

// semanticChanges are what oasdiff has to say, both ways, at any level. Shared
// components of ours are not compared as such.
func semanticChanges(t *testing.T, s specs.Source, ours []byte) []string {
	t.Helper()
	document, files := comparedFiles(t, s)
	for name, data := range files {
		files[name] = describedFormat.ReplaceAll(data, nil)
	}
	load := func() (*load.SpecInfo, *load.SpecInfo) {
		return specInfo(t, document, files), specInfo(t, s.Document, map[string][]byte{s.Document: ours})
	}
	theirInfo, ourInfo := load()
	changes := changesBetween(t, theirInfo, ourInfo)
	theirInfo, ourInfo = load()
	return append(changes, changesBetween(t, ourInfo, theirInfo)...)
}

func changesBetween(t *testing.T, a, b *load.SpecInfo) []string {
	t.Helper()
	cfg := diff.NewConfig()
	d, sources, err := diff.GetWithOperationsSourcesMap(cfg, a, b)
	require.NoError(t, err)
	found := checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), d, sources, checker.INFO)
	var out []string
	for _, c := range found {
		if strings.HasPrefix(c.GetId(), "api-schema-") || strings.HasPrefix(c.GetId(), "api-tag-") {
			continue // components as such, and tags, which we leave out
		}
		out = append(out, c.GetId()+" "+c.GetOperation()+" "+c.GetPath()+": "+c.GetUncolorizedText(checker.NewDefaultLocalizer()))
	}
	return out
}

// specInfo loads a document for oasdiff; what it refers to must be in files.
func specInfo(t *testing.T, name string, files map[string][]byte) *load.SpecInfo {
	t.Helper()
	doc := loaded(t, name, files)
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.RequestBody == nil {
				continue
			}
			for _, m := range op.RequestBody.Value.Content {
				for _, branch := range m.Schema.Value.OneOf {
					branch.Ref = publishedRef(branch.Ref)
				}
			}
		}
	}
	return &load.SpecInfo{Url: name, Spec: doc}
}

// publishedRef is the name that a variant of ours has in the file that it
// comes from: oasdiff compares the branches of a oneOf by name first.
func publishedRef(ref string) string {
	return strings.Replace(ref, "/schemas/Merchant", "/schemas/", 1)
}

func loaded(t *testing.T, name string, files map[string][]byte) *openapi3.T {
	t.Helper()
	l := openapi3.NewLoader()
	l.IsExternalRefsAllowed = true
	l.ReadFromURIFunc = func(_ *openapi3.Loader, u *url.URL) ([]byte, error) {
		data, ok := files[filepath.Base(u.Path)]
		if !ok {
			return nil, os.ErrNotExist
		}
		return data, nil
	}
	doc, err := l.LoadFromDataWithPath(files[name], &url.URL{Path: name})
	require.NoError(t, err)
	return doc
}
