package contract_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// The published document's own examples are an oracle that shares nothing with
// the transcription: what they show must pass the corrected contract.
func TestPublishedExamplesPassTheCorrectedContract(t *testing.T) {
	t.Parallel()
	const dir = "../../../shared/published/"
	data, err := os.ReadFile(dir + "ecom.v2@2.0.3.yaml")
	if err != nil {
		t.Skip("the published documents are not here")
	}
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	doc, err := loader.LoadFromFile(dir + "ecom.v2@2.0.3.yaml")
	require.NoError(t, err, len(data))
	s := set(t, embedded(t, "ecom.v2", contract.Options{}))
	judged := 0
	for path, item := range doc.Paths.Map() {
		if strings.Contains(path, "Prefix") {
			continue
		}
		for method, op := range item.Operations() {
			for status, r := range op.Responses.Map() {
				if r.Value == nil || len(r.Value.Content) == 0 {
					continue
				}
				x := &harness.Exchange{ID: "x0001", Flow: harness.FlowAPI}
				x.Request = harness.Request{Method: method, Target: strings.ReplaceAll(path, "{orderId}", "acme-shop-123-order123abc"), Header: headersOf(op)}
				if op.RequestBody != nil {
					setBody(&x.Request.Body, exampleBody(t, op.RequestBody.Value.Content))
				}
				code, err := strconv.Atoi(status)
				if err != nil {
					code = 400
				}
				x.Response = harness.Response{Status: code, Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}}}
				setBody(&x.Response.Body, exampleBody(t, r.Value.Content))
				m, findings := s.Judge(x)
				require.NotNil(t, m.Operation, method+" "+path)
				judged++
				for _, f := range findings {
					assert.NotEqual(t, harness.Error, f.Severity, "%s %s: %s", method, path, f.Message())
				}
			}
		}
	}
	assert.Greater(t, judged, 10)
}

func headersOf(op *openapi3.Operation) http.Header {
	h := http.Header{"Content-Type": {"application/json"}}
	for _, p := range op.Parameters {
		if p.Value.In == "header" {
			text, _ := p.Value.Example.(string)
			if text == "" {
				text = "a"
			}
			h.Set(p.Value.Name, text)
		}
	}
	h.Set("Content-Type", "application/json")
	return h
}

func exampleBody(t *testing.T, c openapi3.Content) string {
	t.Helper()
	for _, m := range c {
		data, err := json.Marshal(exampleOf(m.Schema.Value))
		require.NoError(t, err)
		return string(data)
	}
	return ""
}

// exampleOf builds a value from the examples of the leaves.
func exampleOf(s *openapi3.Schema) any {
	switch {
	case s.Example != nil && s.Type.Is("string"):
		if text, ok := s.Example.(string); ok {
			return text
		}
		text, _ := json.Marshal(s.Example) // some examples of strings are written as numbers
		return string(text)
	case s.Example != nil:
		return s.Example
	case s.Pattern == `^\d{8}$`:
		return "91234567"
	case len(s.OneOf) > 0:
		return exampleOf(s.OneOf[0].Value)
	case s.Type.Is("array"):
		return []any{exampleOf(s.Items.Value)}
	case s.Type.Is("object") || len(s.Properties) > 0:
		out := map[string]any{}
		for name, p := range s.Properties {
			out[name] = exampleOf(p.Value)
		}
		return out
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Type.Is("boolean"):
		return true
	case s.Type.Is("integer"), s.Type.Is("number"):
		return 123456
	}
	return "text"
}
