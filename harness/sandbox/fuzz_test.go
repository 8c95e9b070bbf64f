package sandbox_test

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever is sent to a control call, the answer is JSON and no fault of ours.
func FuzzControlBodies(f *testing.F) {
	for _, body := range []string{`{"advance":"PT1S"}`, `{"set":"2026-01-31T12:00:00Z"}`, `{"faults":["answer-500"]}`, `{"name":"x","abilities":{"limits":"guide"}}`, `null`, `{"abilities":null}`, `{"a":1,"a":2}`, `{`, "\xff", `{"routes":{"":""}}`} {
		for i := range 4 {
			f.Add(i, body)
		}
	}
	calls := [][2]string{{"POST", "/tenants"}, {"POST", "/clock"}, {"PUT", "/faults"}, {"POST", "/payments/x/approve"}}
	f.Fuzz(func(t *testing.T, call int, body string) {
		if call < 0 || call >= len(calls) {
			t.Skip()
		}
		answer := open(t).control(calls[call][0], calls[call][1], body)
		assert.Less(t, answer.Code, 500)
		assert.True(t, json.Valid(answer.Body.Bytes()), answer.Body.String())
		if answer.Code == 200 || answer.Code == 201 && body != "" {
			assert.True(t, strings.TrimSpace(body) == "" || json.Valid([]byte(body)), "only JSON is obeyed: %q", body)
		}
	})
}

// Whatever the path, something answers, and what a parameter says is what was
// sent.
func FuzzPaths(f *testing.F) {
	for _, id := range []string{"a", "a/b", "..", "%", "%2F", "ø", "a b", "\x00", "latest", "{id}"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		target := "/shop/v1/orders/" + url.PathEscape(id) + "/lines/1"
		r := httptest.NewRequest("PUT", "http://sandbox.test/", nil)
		var err error
		r.URL, err = url.ParseRequestURI(target)
		require.NoError(t, err)
		m := open(t)
		r.Header.Set("Ocp-Apim-Subscription-Key", m.SubscriptionKey)
		r.Header.Set("Authorization", "Bearer "+m.token)
		w := httptest.NewRecorder()
		m.sandbox.ServeHTTP(w, r)
		if id == "" {
			assert.Equal(t, 404, w.Code)
			return
		}
		want, err := json.Marshal(id)
		require.NoError(t, err)
		var sent, got string
		require.NoError(t, json.Unmarshal(want, &sent)) // invalid UTF-8 becomes U+FFFD, both ways
		var params map[string]string
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &params))
		got = params["id"]
		assert.Equal(t, sent, got)
	})
}
