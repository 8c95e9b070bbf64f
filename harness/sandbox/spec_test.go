package sandbox_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/specs"
)

// documented loads the document on the control calls.
func documented(t *testing.T) *openapi3.T {
	t.Helper()
	text, err := specs.Read("sandbox.v1.yaml")
	require.NoError(t, err)
	doc, err := openapi3.NewLoader().LoadFromData(text)
	require.NoError(t, err)
	require.NoError(t, doc.Validate(context.Background()))
	return doc
}

func TestEveryDocumentedControlCallIsServed(t *testing.T) {
	t.Parallel()
	m := open(t)
	for path, item := range documented(t).Paths.Map() {
		for method := range item.Operations() {
			answer := m.control(method, strings.NewReplacer("{reference}", "x", "{id}", "x", "{verb}", "fail").Replace(path), "")
			assert.NotContains(t, answer.Body.String(), "no such control call", "%s %s", method, path)
			assert.NotEqual(t, 405, answer.Code, "%s %s", method, path)
		}
	}
}

func TestEveryDocumentedVerbIsKnown(t *testing.T) {
	t.Parallel()
	m := open(t)
	tried := 0
	for path, item := range documented(t).Paths.Map() {
		before, found := strings.CutSuffix(path, "/{verb}")
		if !found {
			continue
		}
		for _, verb := range item.Post.Parameters.GetByInAndName("path", "verb").Schema.Value.Enum {
			before = strings.NewReplacer("{reference}", "x", "{id}", "x").Replace(before)
			assertProblem(t, m.control("POST", before+"/"+verb.(string), ""), 404, `with the reference "x"`)
			tried++
		}
	}
	assert.Greater(t, tried, 8)
}

// Each call is judged by the document, request and answer.
func TestControlCallsKeepToTheirDocument(t *testing.T) {
	t.Parallel()
	m := open(t, dialing(&network{serve: status(200)}))
	m.order("a", "https://shop.example/cb")
	m.order("b", "http://shop.example/cb")
	tests := []struct {
		name, method, path, template, body string
		status                             int
	}{
		{"who it is", "GET", "/", "/", "", 200},
		{"an empty merchant", "POST", "/tenants", "/tenants", "{}", 201},
		{"a full merchant", "POST", "/tenants", "/tenants", `{"name":"x","msn":"7654321","routes":{"https://a.example":"http://127.0.0.1:1"},"rateLimits":false,"abilities":{"directCapture":true,"limits":"guide"}}`, 201},
		{"a merchant that is taken", "POST", "/tenants", "/tenants", `{"msn":"123456"}`, 409},
		{"an approval", "POST", "/payments/a/approve", "/payments/{reference}/{verb}", `{"choice":"x"}`, 204},
		{"an approval without a body", "POST", "/payments/b/approve", "/payments/{reference}/{verb}", "", 204},
		{"an approval too many", "POST", "/payments/a/approve", "/payments/{reference}/{verb}", "{}", 409},
		{"an approval of nothing", "POST", "/payments/c/approve", "/payments/{reference}/{verb}", "{}", 404},
		{"an agreement that is none", "POST", "/agreements/c/stop", "/agreements/{id}/{verb}", "", 404},
		{"a charge that is none", "POST", "/charges/c/settle", "/charges/{id}/{verb}", "", 404},
		{"the time", "GET", "/clock", "/clock", "", 200},
		{"later", "POST", "/clock", "/clock", `{"advance":"PT1H"}`, 200},
		{"a time", "POST", "/clock", "/clock", `{"set":"2199-01-01T00:00:00Z"}`, 200},
		{"earlier", "POST", "/clock", "/clock", `{"set":"2020-01-01T00:00:00Z"}`, 400},
		{"the deliveries", "GET", "/deliveries?wait=PT10S", "/deliveries", "", 200},
		{"some of them", "GET", "/deliveries?reference=b", "/deliveries", "", 200},
		{"the faults", "GET", "/faults", "/faults", "", 200},
		{"a fault", "PUT", "/faults", "/faults", `{"faults":["answer-500"]}`, 200},
		{"an unknown fault", "PUT", "/faults", "/faults", `{"faults":["answer-501"]}`, 400},
	}
	doc := documented(t)
	for _, tt := range tests { // one after the other: they tell a story
		r := httptest.NewRequest(tt.method, "http://sandbox.test/__sandbox"+tt.path, strings.NewReader(tt.body))
		r.Header.Set("Kontrakt-Tenant", m.MSN)
		if tt.body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		answer := m.control(tt.method, tt.path, tt.body)
		assert.Equal(t, tt.status, answer.Code, tt.name)
		assert.NoError(t, conforms(doc, tt.template, r, answer), tt.name)
	}
}

func conforms(doc *openapi3.T, template string, r *http.Request, answer *httptest.ResponseRecorder) error {
	item := doc.Paths.Value(template)
	request := &openapi3filter.RequestValidationInput{
		Request: r,
		Route:   &routers.Route{Spec: doc, Path: template, PathItem: item, Method: r.Method, Operation: item.GetOperation(r.Method)},
		Options: &openapi3filter.Options{IncludeResponseStatus: true, SkipSettingDefaults: true},
	}
	request.PathParams = map[string]string{"reference": "x", "id": "x"}
	if parts := strings.Split(r.URL.Path, "/"); strings.Contains(template, "{verb}") {
		request.PathParams["verb"] = parts[len(parts)-1]
	}
	if err := openapi3filter.ValidateRequest(context.Background(), request); err != nil && answer.Code < 300 {
		return err
	}
	return openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: request, Status: answer.Code, Header: answer.Header(),
		Body: io.NopCloser(bytes.NewReader(answer.Body.Bytes())), Options: request.Options,
	})
}
