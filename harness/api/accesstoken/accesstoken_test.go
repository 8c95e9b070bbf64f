package accesstoken_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api/accesstoken"
	"kontrakt/harness/sandbox"
	"kontrakt/specs"
)

var now = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)

func open(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	s, err := sandbox.New(sandbox.Options{
		Now:      func() time.Time { return now },
		Services: []sandbox.Service{accesstoken.V1().Sandbox(nil)},
	})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	return s
}

// ask asks for a token with the default tenant's credentials, changed by header.
func ask(s *sandbox.Sandbox, method, path string, header map[string]string) *httptest.ResponseRecorder {
	d := sandbox.Default()
	r := httptest.NewRequest(method, "http://sandbox.test"+path, http.NoBody)
	r.Header.Set("client_id", d.ClientID)
	r.Header.Set("client_secret", d.ClientSecret)
	r.Header.Set("Ocp-Apim-Subscription-Key", d.SubscriptionKey)
	for name, value := range header {
		r.Header.Del(name)
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestToken(t *testing.T) {
	t.Parallel()
	s := open(t)
	first := ask(s, "POST", "/accesstoken/get", nil)
	assert.Equal(t, 200, first.Code)
	assert.Equal(t, "application/json", first.Header().Get("Content-Type"))
	var token map[string]string // every value is a string
	require.NoError(t, json.Unmarshal(first.Body.Bytes(), &token))
	value := token["access_token"]
	assert.Regexp(t, `^[\w-]+\.[\w-]+\.[\w-]+$`, value)
	assert.Greater(t, len(value), 500)
	assert.Equal(t, map[string]string{
		"token_type": "Bearer", "expires_in": "3600", "ext_expires_in": "0", "expires_on": "1770095106", "not_before": "1770091506",
		"resource": "00000002-0000-0000-c000-000000000000", "access_token": value,
	}, token)
	assertDocumented(t, first)

	for _, path := range []string{"/accessToken/get", "/accesstoken/get/", "//AccessToken//Get"} {
		again := ask(s, "POST", path, map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
		assert.Equal(t, 200, again.Code, path)
		assert.NotContains(t, again.Body.String(), value, "every call gives another token")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	s := open(t)
	tests := []struct {
		name   string
		header map[string]string
		status int
		want   string
	}{
		{"another secret", map[string]string{"client_secret": "x"}, 401, `{"error":"unauthorized_client","error_codes":[70001],"timestamp":"2026-02-03 04:05:06Z"}`},
		{"another client", map[string]string{"client_id": "x"}, 401, `{"error":"unauthorized_client","error_codes":[70001],"timestamp":"2026-02-03 04:05:06Z"}`},
		{"no secret", map[string]string{"client_secret": ""}, 400, `{"error":"invalid_request","error_codes":[900144],"timestamp":"2026-02-03 04:05:06Z"}`},
		{"no client", map[string]string{"client_id": ""}, 400, `{"error":"invalid_request","error_codes":[900144],"timestamp":"2026-02-03 04:05:06Z"}`},
		{"no subscription key", map[string]string{"Ocp-Apim-Subscription-Key": ""}, 401, `{"statusCode":401}`},
		{"another subscription key", map[string]string{"Ocp-Apim-Subscription-Key": "x"}, 401, `{"statusCode":401}`},
		{"the serial number of another", map[string]string{"Merchant-Serial-Number": "999999"}, 403, `{"statusCode":403}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer := ask(s, "POST", "/accesstoken/get", tt.header)
			assert.Equal(t, tt.status, answer.Code)
			var body map[string]any
			require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &body))
			said := map[string]any{}
			for _, name := range []string{"error", "error_codes", "timestamp", "statusCode"} {
				if body[name] != nil {
					said[name] = body[name]
				}
			}
			got, err := json.Marshal(said)
			require.NoError(t, err)
			assert.JSONEq(t, tt.want, string(got))
			assertDocumented(t, answer)
		})
	}
}

func TestSeededDefects(t *testing.T) {
	t.Parallel()
	tests := []struct {
		fault  string
		header map[string]string
		wrong  func(t *testing.T, answer *httptest.ResponseRecorder) bool
	}{
		{"token-lifetime-as-number", nil, func(t *testing.T, a *httptest.ResponseRecorder) bool { return field(t, a, "expires_in") == 3600.0 }},
		{"token-without-type", nil, func(t *testing.T, a *httptest.ResponseRecorder) bool { return field(t, a, "token_type") == nil }},
		{"token-for-any-secret", map[string]string{"client_secret": "x"}, func(t *testing.T, a *httptest.ResponseRecorder) bool { return a.Code == 200 }},
	}
	known := accesstoken.V1().Sandbox(nil).Faults
	assert.Len(t, known, len(tests))
	for _, tt := range tests {
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			assert.NotEmpty(t, known[tt.fault])
			s := open(t)
			assert.False(t, tt.wrong(t, ask(s, "POST", "/accesstoken/get", tt.header)))
			r := httptest.NewRequest("PUT", "/__sandbox/faults", strings.NewReader(`{"faults":["`+tt.fault+`"]}`))
			s.ServeHTTP(httptest.NewRecorder(), r)
			assert.True(t, tt.wrong(t, ask(s, "POST", "/accesstoken/get", tt.header)))
		})
	}
}

func field(t *testing.T, answer *httptest.ResponseRecorder, name string) any {
	t.Helper()
	var body map[string]any
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &body))
	return body[name]
}

// assertDocumented holds an answer against the contract's schema for its status.
func assertDocumented(t *testing.T, answer *httptest.ResponseRecorder) {
	t.Helper()
	text, err := specs.Read("access-token.v1.yaml")
	require.NoError(t, err)
	doc, err := openapi3.NewLoader().LoadFromData(text)
	require.NoError(t, err)
	response := doc.Paths.Value("/accesstoken/get").Post.Responses.Status(answer.Code)
	require.NotNil(t, response, "status %d is not documented", answer.Code)
	media := response.Value.Content[answer.Header().Get("Content-Type")]
	require.NotNil(t, media)
	var body any
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &body))
	assert.NoError(t, media.Schema.Value.VisitJSON(body))
}
