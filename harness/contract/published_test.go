package contract_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

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
			h.Set(p.Value.Name, exampleText(p.Value))
		}
	}
	for _, name := range []string{"Authorization", "Ocp-Apim-Subscription-Key"} {
		if h.Get(name) == "" {
			h.Set(name, "a")
		}
	}
	h.Set("Content-Type", "application/json")
	return h
}

func exampleText(p *openapi3.Parameter) string {
	if text, ok := p.Example.(string); ok {
		return text
	}
	if p.Schema == nil || p.Schema.Value == nil {
		return "a"
	}
	return strings.Trim(fmt.Sprint(exampleOf(p.Schema.Value)), `"`)
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
	case len(s.AllOf) > 0:
		return exampleOf(s.AllOf[0].Value)
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
	case s.Format == "uuid":
		return "0f8fad5b-d9cb-469f-a165-70867728950e"
	case s.Format == "uri":
		return "https://shop.example.com/x"
	case s.Format == "date-time":
		return "2026-01-31T12:00:00Z"
	case s.Type.Is("boolean"):
		return true
	case s.Type.Is("integer"), s.Type.Is("number"):
		return 123456
	}
	return "text"
}

// Over every published document, bodies made of its examples and then spoiled:
// judging never breaks, and the fast path stays one-sided.
func TestTheFastPathIsOneSidedForEveryPublishedDocument(t *testing.T) {
	t.Parallel()
	const dir = "../../../shared/published/"
	for _, id := range []string{"checkout.v3@2025-10", "recurring.v3@3.1.2", "epayment.v1@1.7.0", "login.v1@2025-10", "qr.v1@1.0", "webhooks.v1@2025-03", "order-management.v2@2.1"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(dir + id + ".yaml")
			if err != nil {
				t.Skip("the published documents are not here")
			}
			loader := openapi3.NewLoader()
			loader.IsExternalRefsAllowed = false
			doc, err := loader.LoadFromData(data)
			require.NoError(t, err)
			c, err := contract.Load(contract.Document{ID: "x.v1", Spec: data}, contract.Options{})
			require.NoError(t, err)
			s := set(t, c)
			var exchanges []*harness.Exchange
			for path, item := range doc.Paths.Map() {
				for method, op := range item.Operations() {
					op.Parameters = append(op.Parameters, item.Parameters...)
					exchanges = append(exchanges, published(t, c, path, method, op)...)
				}
			}
			slices.SortFunc(exchanges, func(a, b *harness.Exchange) int {
				return cmp.Or(cmp.Compare(a.Request.Target, b.Request.Target), cmp.Compare(a.Request.Method, b.Request.Method), cmp.Compare(a.Response.Status, b.Response.Status))
			})
			accepted := 0
			rapid.Check(t, func(t *rapid.T) {
				x := copied(rapid.SampledFrom(exchanges).Draw(t, "exchange"))
				if rapid.Bool().Draw(t, "spoil the request") {
					setBody(&x.Request.Body, mutate(t, string(x.Request.Body.Bytes)))
				}
				if rapid.Bool().Draw(t, "spoil the answer") {
					setBody(&x.Response.Body, mutate(t, string(x.Response.Body.Bytes)))
				}
				findings := s.SlowJudge(x)
				if s.FastAccepts(x) {
					accepted++
					if len(findings) > 0 {
						t.Fatalf("accepted, and yet %v\nrequest %q\nanswer %q", lines(findings), x.Request.Body.Bytes, x.Response.Body.Bytes)
					}
				}
			})
			assert.Positive(t, accepted, "the fast path knows something of it; it leaves alone %v", c.Unknown())
		})
	}
}

// published makes one exchange for each documented answer of an operation.
func published(t *testing.T, c *contract.Contract, path, method string, op *openapi3.Operation) []*harness.Exchange {
	t.Helper()
	var out []*harness.Exchange
	target := ""
	for _, known := range c.Operations() {
		if known.Method == method && strings.HasSuffix(known.Path, path) {
			target = known.Path
		}
	}
	for _, p := range op.Parameters {
		if p.Value.In == "path" {
			target = strings.ReplaceAll(target, "{"+p.Value.Name+"}", url.PathEscape(exampleText(p.Value)))
		}
	}
	target = regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(target, "acme-shop-123")
	for status, r := range op.Responses.Map() {
		x := &harness.Exchange{Flow: harness.FlowAPI}
		x.Request = harness.Request{Method: method, Target: target, Header: headersOf(op)}
		if op.RequestBody != nil {
			setBody(&x.Request.Body, exampleBody(t, op.RequestBody.Value.Content))
		}
		code, err := strconv.Atoi(status)
		if err != nil {
			code = 400
		}
		x.Response = harness.Response{Status: code, Header: http.Header{}}
		if r.Value != nil && len(r.Value.Content) > 0 {
			for key := range r.Value.Content {
				x.Response.Header.Set("Content-Type", key)
			}
			setBody(&x.Response.Body, exampleBody(t, r.Value.Content))
		}
		out = append(out, x)
	}
	return out
}
