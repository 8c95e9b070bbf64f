package live_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/proxy/live"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	type headers = map[string]string
	for _, tt := range []struct {
		name, method, path, host string
		header                   headers
		status                   int
	}{
		{"a program", "GET", "/metrics", "127.0.0.1:9000", nil, 204},
		{"a program that resets", "POST", "/live/reset", "localhost:9000", nil, 204},
		{"the page itself", "POST", "/live/reset", "localhost:9000", headers{"Origin": "http://localhost:9000", "Sec-Fetch-Site": "same-origin"}, 204},
		{"an address of version 6", "GET", "/", "[::1]:9000", headers{"Sec-Fetch-Site": "none"}, 204},
		{"an address without a port", "GET", "/", "192.0.2.7", nil, 204},
		{"a name that the listener has", "GET", "/", "Desk.Example.:9000", nil, 204},
		{"a link to the page", "GET", "/", "localhost:9000", headers{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 204},

		{"a name that somebody's DNS leads here", "GET", "/", "evil.example:9000", nil, 421},
		{"a name that only begins well", "GET", "/", "localhost.evil.example", nil, 421},
		{"no host", "GET", "/", "", nil, 421},
		{"another site posts", "POST", "/live/reset", "localhost:9000", headers{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403},
		{"another port of this machine posts", "POST", "/live/reset", "localhost:9000", headers{"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"}, 403},
		{"an old browser posts for another site", "POST", "/live/reset", "localhost:9000", headers{"Origin": "http://localhost:3000"}, 403},
		{"nobody knows which site posts", "POST", "/live/reset", "localhost:9000", headers{"Origin": "null"}, 403},
		{"another site's form", "POST", "/live/reset", "localhost:9000", headers{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 403},
		{"another site reads", "GET", "/report.json", "localhost:9000", headers{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		{"another site listens", "GET", "/live/events", "localhost:9000", headers{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": "https://evil.example"}, 403},
		{"another site frames the page", "GET", "/", "localhost:9000", headers{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403},
		{"a link to a profile", "GET", "/debug/pprof/profile", "localhost:9000", headers{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asked := false
			guarded := live.Guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				asked = true
				w.WriteHeader(http.StatusNoContent)
			}), "desk.example")
			q := httptest.NewRequest(tt.method, tt.path, nil)
			q.Host = tt.host
			for name, value := range tt.header {
				q.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			guarded.ServeHTTP(w, q)
			assert.Equal(t, tt.status, w.Code)
			assert.Equal(t, tt.status == http.StatusNoContent, asked)
			assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
			assert.Equal(t, "same-origin", w.Header().Get("Cross-Origin-Resource-Policy"))
			for name := range w.Header() {
				assert.NotContains(t, name, "Access-Control", "nobody else may read it")
			}
		})
	}
}
