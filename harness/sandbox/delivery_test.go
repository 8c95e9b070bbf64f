package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

type row struct {
	ID                                int
	API, Kind, Reference, Method, URL string
	At                                string
	Attempt                           int
	State                             string
	Status                            int
	Error                             string
	TookMs                            int
}

func (m *merchant) deliveries(query string) []row {
	m.t.Helper()
	var list struct{ Deliveries []row }
	answer := m.control("GET", "/deliveries"+query, "")
	require.Equal(m.t, 200, answer.Code, answer.Body.String())
	require.NoError(m.t, json.Unmarshal(answer.Body.Bytes(), &list))
	return list.Deliveries
}

func TestDeliveries(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		url    string
		serve  func(*http.Request) (*http.Response, error)
		dialed []string
		want   row
	}{
		{
			"an answer is noted", "https://shop.example/cb", status(200),
			[]string{`POST https://shop.example/cb {"state":"APPROVE","at":"2000-01-01T00:00:00Z"}`},
			row{State: "answered", Status: 200},
		},
		{
			"a redirect is not followed", "https://shop.example/cb", status(302),
			[]string{`POST https://shop.example/cb {"state":"APPROVE","at":"2000-01-01T00:00:00Z"}`},
			row{State: "answered", Status: 302},
		},
		{
			"silence ends after the merchant's time", "https://shop.example/cb", silent,
			[]string{`POST https://shop.example/cb {"state":"APPROVE","at":"2000-01-01T00:00:00Z"}`},
			row{State: "failed", Error: "no answer within 3s", TookMs: 3000},
		},
		{
			"so does an answer that never ends", "https://shop.example/cb",
			func(r *http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: 200, Body: endless{r.Context()}}, nil
			},
			[]string{`POST https://shop.example/cb {"state":"APPROVE","at":"2000-01-01T00:00:00Z"}`},
			row{State: "failed", Error: "no answer within 3s", TookMs: 3000},
		},
		{
			"no connection is noted", "https://shop.example/cb",
			func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") },
			[]string{`POST https://shop.example/cb {"state":"APPROVE","at":"2000-01-01T00:00:00Z"}`},
			row{State: "failed", Error: "connection refused"},
		},
		{"http is not dialed", "http://shop.example/cb", status(200), nil, row{State: "failed", Error: "the address begins with http:, only https: is called"}},
		{"what is no URL is not dialed", "shop", status(200), nil, row{State: "failed", Error: "the address is not an absolute URL"}},
		{
			"a route of the sandbox leads elsewhere", "https://Routed.example:443/cb?x=%2F", status(200),
			[]string{`POST http://127.0.0.1:3000/cb?x=%2F {"state":"APPROVE","at":"2000-01-01T00:00:00Z"}`},
			row{State: "answered", Status: 200},
		},
		{
			"a route of the tenant goes before it", "https://both.example/cb", status(200),
			[]string{`POST http://127.0.0.1:4000/cb {"state":"APPROVE","at":"2000-01-01T00:00:00Z"}`},
			row{State: "answered", Status: 200},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := &network{serve: tt.serve}
				m := open(t, dialing(n), func(o *sandbox.Options) {
					o.Routes = map[string]string{"https://routed.example": "http://127.0.0.1:3000", "https://both.example": "http://127.0.0.1:3000"}
				}).another(`{"routes":{"https://both.example/":"http://127.0.0.1:4000"}}`)
				m.order("a", tt.url)
				require.Equal(t, 204, m.control("POST", "/payments/a/approve", "").Code)
				got := m.deliveries("?wait=PT10S")
				tt.want.ID, tt.want.API, tt.want.Kind, tt.want.Reference = 1, "shop.v1", "callback", "a"
				tt.want.Method, tt.want.URL, tt.want.At, tt.want.Attempt = "POST", tt.url, "2000-01-01T00:00:00.000Z", 1
				assert.Equal(t, []row{tt.want}, got)
				assert.Equal(t, tt.dialed, n.seen())
			})
		})
	}
}

// endless is a body that ends only with the call.
type endless struct{ ctx context.Context }

func (e endless) Read([]byte) (int, error) { <-e.ctx.Done(); return 0, e.ctx.Err() }
func (endless) Close() error               { return nil }

func TestActsDoNotWaitForTheMerchant(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := open(t, dialing(&network{serve: silent}))
		m.order("a", "https://shop.example/cb")
		before := time.Now()
		m.control("POST", "/payments/a/approve", "")
		assert.Equal(t, "APPROVE", m.state("a"), "the box is free while the merchant thinks")
		assert.Equal(t, before, time.Now())
		assert.Equal(t, "pending", m.deliveries("")[0].State)
		assert.Equal(t, "pending", m.deliveries("?wait=PT1S")[0].State, "waiting has an end")
		assert.Equal(t, time.Second, time.Since(before))
		assert.Equal(t, "failed", m.deliveries("?wait=PT1M")[0].State)
		assert.Equal(t, 3*time.Second, time.Since(before))
		assert.Contains(t, m.api("GET", "/shop/v1/orders/a", "").Body.String(), "no answer within 3s 00:00:03", "Done saw it at its time")
	})
}

func TestAMerchantMayBeGivenLessTimeThanTheAPIGives(t *testing.T) {
	t.Parallel()
	for patience, want := range map[string]time.Duration{"1000": time.Second, "60000": 3 * time.Second, "0": 3 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			m := open(t, dialing(&network{serve: silent})).another(`{"patienceMs":` + patience + `}`)
			before := time.Now()
			m.order("a", "https://shop.example/cb")
			m.control("POST", "/payments/a/approve", "")
			assert.Equal(t, "failed", m.deliveries("?wait=PT1M")[0].State)
			assert.Equal(t, want, time.Since(before), patience)
		})
	}
}

func TestDeliveriesAreFilteredByReference(t *testing.T) {
	t.Parallel()
	m := open(t, dialing(&network{serve: status(200)}))
	for _, id := range []string{"a", "b"} {
		m.order(id, "https://shop.example/"+id)
		m.control("POST", "/payments/"+id+"/reject", "")
	}
	assert.Len(t, m.deliveries("?wait=PT10S"), 2)
	only := m.deliveries("?reference=b")
	require.Len(t, only, 1)
	assert.Equal(t, "https://shop.example/b", only[0].URL)
	assert.Equal(t, []row{}, m.deliveries("?reference=c"))
	assertProblem(t, m.control("GET", "/deliveries?refrence=b", ""), 400, `unknown parameter "refrence"; known are reference, wait`)
	assertProblem(t, m.control("GET", "/deliveries?wait=5s", ""), 400, "wait: ")
}

func TestTheHostIsWhatTheMerchantRegistered(t *testing.T) {
	t.Parallel()
	seen := make(chan *http.Request, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { seen <- r }))
	defer server.Close()
	m := open(t, func(o *sandbox.Options) { o.Routes = map[string]string{"https://shop.example": server.URL} })
	m.order("a", "https://shop.example/cb")
	m.control("POST", "/payments/a/approve", "")
	r := <-seen
	assert.Equal(t, "shop.example", r.Host)
	assert.Equal(t, "secret-1", r.Header.Get("Authorization"), "verbatim")
	assert.Equal(t, "answered", m.deliveries("?wait=PT10S")[0].State)
}

func TestCloseBreaksOffWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := open(t, dialing(&network{serve: silent}))
		m.order("a", "https://shop.example/cb")
		m.control("POST", "/payments/a/approve", "")
		start := time.Now()
		require.NoError(t, m.sandbox.Close())
		assert.Equal(t, start, time.Now())
		assert.Equal(t, "failed", m.deliveries("")[0].State)
		m.order("b", "https://shop.example/cb")
		m.control("POST", "/payments/b/approve", "")
		assert.Len(t, m.deliveries(""), 1, "nothing is sent any more")
	})
}
