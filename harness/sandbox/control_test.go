package sandbox_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func assertProblem(t *testing.T, answer *httptest.ResponseRecorder, status int, says string) {
	t.Helper()
	assert.Equal(t, status, answer.Code)
	assert.Equal(t, "application/problem+json", answer.Header().Get("Content-Type"))
	var p struct {
		Type, Title, Detail string
		Status              int
	}
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &p), answer.Body.String())
	assert.Equal(t, "about:blank", p.Type)
	assert.Equal(t, status, p.Status)
	assert.Equal(t, http.StatusText(status), p.Title)
	assert.Contains(t, p.Detail, says)
}

func TestItSaysWhatItIs(t *testing.T) {
	t.Parallel()
	m := open(t)
	for _, target := range []string{"/__sandbox/", "/__sandbox"} {
		answer := m.do("GET", target, "", nil)
		assert.Equal(t, "application/json", answer.Header().Get("Content-Type"))
		assert.JSONEq(t, `{"name":"kontrakt-sandbox","version":"1.2.3"}`, answer.Body.String())
	}
}

func TestTheDefaultTenantIsPublic(t *testing.T) {
	t.Parallel()
	assert.Equal(t, sandbox.Tenant{
		Name: "Sandbox shop", MSN: "123456", ClientID: "11111111-2222-4333-8444-555555555555", ClientSecret: "c2FuZGJveC1zZWNyZXQtMDE=",
		SubscriptionKey: "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d", RateLimits: true,
	}, sandbox.Default())
}

func TestTenants(t *testing.T) {
	t.Parallel()
	m := open(t)
	plain := m.another("")
	assert.Regexp(t, `^[0-9]{6}$`, plain.MSN)
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, plain.ClientID)
	assert.Regexp(t, `^[A-Za-z0-9+/]{22}==$`, plain.ClientSecret)
	assert.Regexp(t, `^[0-9a-f]{32}$`, plain.SubscriptionKey)
	assert.Equal(t, "Merchant "+plain.MSN, plain.Name)
	assert.True(t, plain.RateLimits)
	assert.Equal(t, sandbox.Abilities{Limits: "changelog"}, plain.Abilities)

	full := m.another(`{"name":"Kari's","msn":"654321","rateLimits":false,"routes":{"https://SHOP.example/":"http://127.0.0.1:3000"},
		"abilities":{"directCapture":true,"skipLandingPage":true,"loginOnly":true,"nationalIdentityNumber":true,"limits":"guide"}}`)
	assert.Equal(t, "Kari's", full.Name)
	assert.Equal(t, "654321", full.MSN)
	assert.False(t, full.RateLimits)
	assert.Equal(t, map[string]string{"https://shop.example": "http://127.0.0.1:3000"}, full.Routes)
	assert.Equal(t, sandbox.Abilities{DirectCapture: true, SkipLandingPage: true, LoginOnly: true, NationalIdentityNumber: true, Limits: "guide"}, full.Abilities)
}

func TestTenantRefusals(t *testing.T) {
	t.Parallel()
	m := open(t)
	tests := []struct {
		name, body string
		status     int
		says       string
	}{
		{"a number that is taken", `{"msn":"123456"}`, 409, "msn 123456: another merchant has it"},
		{"a number that is none", `{"msn":"12a456"}`, 400, "want 4 to 7 digits"},
		{"a number as a number", `{"msn":123456}`, 400, "msn: want another type than number"},
		{"an unknown field", `{"colour":"red"}`, 400, `unknown field "colour"; known are abilities, clock, clockStands, msn, name, patienceMs, rateLimits, routes`},
		{"an unknown ability", `{"abilities":{"fly":true}}`, 400, `abilities: unknown field "fly"`},
		{"an unknown reading of limits", `{"abilities":{"limits":"never"}}`, 400, "want changelog or guide"},
		{"a route to nowhere", `{"routes":{"https://shop.example":"3000"}}`, 400, `route to "3000": want an origin`},
		{"a route with a path", `{"routes":{"https://shop.example/cb":"http://127.0.0.1"}}`, 400, `route from "https://shop.example/cb": want an origin without a path`},
		{"a route out of the machine", `{"routes":{"https://shop.example":"http://192.0.2.1:80"}}`, 400, `it leads out of this machine`},
		{"a route from http", `{"routes":{"http://shop.example":"http://127.0.0.1:80"}}`, 400, `want https`},
		{"a clock that shows no time", `{"clock":"noon"}`, 400, "clock: want a time such as 2026-01-31T12:00:00Z"},
		{"a clock beyond the end", `{"clock":"2300-01-01T00:00:00Z"}`, 400, "the clock ends with the year 2199"},
		{"a key of its own choice", `{"subscriptionKey":"x"}`, 400, `unknown field "subscriptionKey"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assertProblem(t, m.control("POST", "/tenants", tt.body), tt.status, tt.says)
		})
	}
}

// A recording is replayed at its own time, which is past.
func TestAMerchantsClockMayBeginInThePast(t *testing.T) {
	t.Parallel()
	m := open(t).another(`{"clock":"2024-02-29T23:59:59.5Z","clockStands":true}`)
	assert.Equal(t, "2024-02-29T23:59:59.5Z", m.Clock.Format(time.RFC3339Nano))
	assert.JSONEq(t, `{"now":"2024-02-29T23:59:59.500Z"}`, m.control("GET", "/clock", "").Body.String())
	assert.JSONEq(t, `{"now":"2024-03-01T00:00:00.500Z"}`, m.control("POST", "/clock", `{"advance":"PT1S"}`).Body.String())
}

// A sandbox in a container has the merchant's own server on the machine that runs
// the container.
func TestARouteFromAContainerToItsMachineIsNoWayOut(t *testing.T) {
	t.Parallel()
	box, err := sandbox.New(sandbox.Options{Routes: map[string]string{"https://shop.example": "http://host.docker.internal:3000"}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = box.Close() })
	_, err = box.Add(sandbox.Tenant{Routes: map[string]string{"https://shop.example": "http://elsewhere.docker.internal:3000"}})
	assert.ErrorContains(t, err, "it leads out of this machine")
}

func TestTenantsAreIsolated(t *testing.T) {
	t.Parallel()
	m := open(t)
	other := m.another("{}")
	m.order("a", "")
	assert.Equal(t, 404, other.api("GET", "/shop/v1/orders/a", "").Code)
	other.order("a", "")
	assert.Equal(t, 204, other.control("POST", "/payments/a/approve", "").Code)
	assert.Equal(t, []string{"PENDING", "APPROVE"}, []string{m.state("a"), other.state("a")})
	other.control("PUT", "/faults", `{"faults":["answer-500"]}`)
	assert.Equal(t, 500, other.api("GET", "/shop/v1/orders/latest", "").Code)
	assert.Equal(t, 200, m.api("GET", "/shop/v1/orders/latest", "").Code)
	stranger := &merchant{t: t, sandbox: m.sandbox, Tenant: sandbox.Tenant{MSN: "999999"}}
	assertProblem(t, stranger.control("GET", "/clock", ""), 404, `no merchant with serial number "999999"`)
}

func TestOneSeedMakesTheSameOfEverything(t *testing.T) {
	t.Parallel()
	made := func(seed int64) (all []any) {
		synctest.Test(t, func(t *testing.T) {
			m := open(t, func(o *sandbox.Options) { o.Seed = seed })
			n := m.another("{}")
			all = append(all, n.Tenant, m.token, n.token, m.order("a", ""), n.order("b", ""))
		})
		return all
	}
	assert.Equal(t, made(1), made(1))
	first, second := made(1), made(2)
	for i := range first {
		assert.NotEqual(t, first[i], second[i])
	}
	order := first[3].(map[string]string)
	assert.Regexp(t, `^[1-9][0-9]{9}$`, order["number"])
	assert.Equal(t, "http://sandbox.test/dwo-api-application/v1/deeplink/vippsgateway?v=2&token="+order["link"], order["url"])
}

func TestActs(t *testing.T) {
	t.Parallel()
	m := open(t)
	m.order("a/b", "")
	assertProblem(t, m.control("POST", "/payments/c/approve", ""), 404, `merchant 123456 has no payment with the reference "c"`)
	assertProblem(t, m.control("POST", "/agreements/a%2Fb/approve", ""), 404, `has no agreement with the reference "a/b"`)
	assertProblem(t, m.control("POST", "/payments/a%2Fb/settle", ""), 404, "nobody can settle payments; the verbs are approve, reject, expire, fail")
	assertProblem(t, m.control("POST", "/charges/1/approve", ""), 404, "the verbs are settle, fail")
	assertProblem(t, m.control("POST", "/payments/a%2Fb/approve", "[]"), 400, "not a JSON object")
	assertProblem(t, m.control("GET", "/payments/a%2Fb/approve", ""), 405, "GET is not for this path; POST is")
	assertProblem(t, m.control("GET", "/nothing", ""), 404, "no such control call")
	done := m.control("POST", "/payments/a%2Fb/approve", `{"choice":"post"}`)
	assert.Equal(t, 204, done.Code)
	assert.Empty(t, done.Body.String())
	assert.Equal(t, `APPROVE{"choice":"post"}`, m.state("a%2Fb"))
	assertProblem(t, m.control("POST", "/payments/a%2Fb/reject", ""), 409, "reject a/b: the order is not pending any more")
}

func TestOtherSitesMayNotControlIt(t *testing.T) {
	t.Parallel()
	m := open(t)
	m.order("a", "")
	answer := m.do("POST", "/__sandbox/payments/a/approve", "", map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
	assertProblem(t, answer, 403, "another site's page")
	assert.Equal(t, "PENDING", m.state("a"))
}

func TestFaults(t *testing.T) {
	t.Parallel()
	m := open(t)
	var f struct {
		Faults []string
		Known  []struct{ Name, API, Says string }
	}
	read := func(answer *httptest.ResponseRecorder) []string {
		require.Equal(t, 200, answer.Code)
		require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &f))
		return f.Faults
	}
	assert.Equal(t, []string{}, read(m.control("GET", "/faults", "")))
	var names []string
	for _, k := range f.Known {
		names = append(names, k.Name)
		assert.Regexp(t, `^[a-z0-9]+(-[a-z0-9]+)*$`, k.Name)
		assert.NotEmpty(t, k.Says)
	}
	assert.IsIncreasing(t, names)
	assert.Contains(t, names, "shop-closed")
	assert.Equal(t, []string{"answer-500", "shop-closed"}, read(m.control("PUT", "/faults", `{"faults":["shop-closed","answer-500"]}`)))
	assert.Equal(t, []string{"callback-twice"}, read(m.control("PUT", "/faults", `{"faults":["callback-twice"]}`)), "exactly these")
	assertProblem(t, m.control("PUT", "/faults", `{"faults":["shop-open"]}`), 400, `unknown fault "shop-open"; known are answer-`)
	assertProblem(t, m.control("PUT", "/faults", `{}`), 400, "want faults")
	assertProblem(t, m.control("PUT", "/faults", `{"faults":"answer-500"}`), 400, "faults: want another type than string")
	assert.Equal(t, []string{"callback-twice"}, read(m.control("GET", "/faults", "")), "a refused call changes nothing")
}

func TestFaultsOfEveryMerchant(t *testing.T) {
	t.Parallel()
	m := open(t, func(o *sandbox.Options) { o.Faults = []string{"shop-closed", "answer-500"} })
	other := m.another(`{}`)
	const both = `"faults":["answer-500","shop-closed"]`
	assert.Contains(t, m.control("GET", "/faults", "").Body.String(), both)
	assert.Contains(t, other.control("GET", "/faults", "").Body.String(), both, "a merchant that is made later has them too")
	other.control("PUT", "/faults", `{"faults":[]}`)
	assert.Contains(t, other.control("GET", "/faults", "").Body.String(), `"faults":[]`)
	assert.Contains(t, m.control("GET", "/faults", "").Body.String(), both, "one merchant's faults are no other's")

	_, err := sandbox.New(sandbox.Options{Faults: []string{"answer-500", "answer-501"}})
	require.ErrorContains(t, err, `there is no seeded defect "answer-501"; known are answer-`)
}

func TestSeededDefects(t *testing.T) {
	t.Parallel()
	tests := []struct {
		fault string
		show  func(t *testing.T, m, other *merchant) any
		sound any
		ill   any
	}{
		{"answer-500", latest, 200, 500},
		{"answer-202", latest, 200, 202},
		{"answer-with-trailing-data", func(t *testing.T, m, _ *merchant) any {
			return m.api("GET", "/shop/v1/orders/latest", "").Body.String()
		}, `"the latest"`, `"the latest"{}`},
		{"answer-with-a-key-twice", func(t *testing.T, m, _ *merchant) any {
			return strings.Count(m.api("POST", "/shop/v1/orders", `{"id":"x"}`).Body.String(), `"orderId"`)
		}, 0, 2},
		{"any-token-accepted", func(t *testing.T, m, _ *merchant) any {
			return (&merchant{t: t, sandbox: m.sandbox, Tenant: m.Tenant, token: "nonsense"}).api("GET", "/shop/v1/orders/latest", "").Code
		}, 401, 200},
		{"answer-as-text", func(t *testing.T, m, _ *merchant) any {
			return m.api("GET", "/shop/v1/orders/latest", "").Header().Get("Content-Type")
		}, "application/json", "text/plain"},
		{"answer-cut-short", func(t *testing.T, m, _ *merchant) any {
			return m.api("GET", "/shop/v1/orders/latest", "").Body.String()
		}, `"the latest"`, `"the l`},
		{"answer-lost", func(t *testing.T, m, _ *merchant) any {
			lost := func() (lost any) {
				defer func() { lost = recover() }()
				m.api("POST", "/shop/v1/orders", `{"id":"x"}`)
				return nil
			}()
			m.control("PUT", "/faults", `{"faults":[]}`)
			return fmt.Sprint(lost, " ", m.state("x"))
		}, "<nil> PENDING", "net/http: abort Handler PENDING"},
		{"bearer-in-any-case", func(t *testing.T, m, _ *merchant) any {
			return m.do("GET", "/shop/v1/orders/latest", "", map[string]string{"Ocp-Apim-Subscription-Key": m.SubscriptionKey, "Authorization": "BEARER " + m.token}).Code
		}, 401, 200},
		{"foreign-token-accepted", func(t *testing.T, m, other *merchant) any {
			return (&merchant{t: t, sandbox: m.sandbox, Tenant: m.Tenant, token: other.token}).api("GET", "/shop/v1/orders/latest", "").Code
		}, 401, 200},
		{"foreign-msn-accepted", func(t *testing.T, m, other *merchant) any {
			return m.do("GET", "/shop/v1/orders/latest", "", map[string]string{
				"Ocp-Apim-Subscription-Key": m.SubscriptionKey, "Authorization": "Bearer " + m.token, "Merchant-Serial-Number": other.MSN,
			}).Code
		}, 403, 200},
		{"expired-token-accepted", func(t *testing.T, m, _ *merchant) any {
			m.control("POST", "/clock", `{"advance":"PT1H"}`)
			return latest(t, m, nil)
		}, 401, 200},
		{"rate-limits-ignored", func(t *testing.T, m, _ *merchant) any {
			for range 3 {
				m.api("GET", "/shop/v1/orders/a", "")
			}
			return m.api("GET", "/shop/v1/orders/a", "").Code
		}, 429, 404},
		{"callback-twice", callbacks, []string{`https://shop.example/cb {"state":"APPROVE"}`}, []string{`https://shop.example/cb {"state":"APPROVE"}`, `https://shop.example/cb {"state":"APPROVE"}`}},
		{"callback-never", callbacks, []string{`https://shop.example/cb {"state":"APPROVE"}`}, []string(nil)},
		{"callback-cut-short", callbacks, []string{`https://shop.example/cb {"state":"APPROVE"}`}, []string{`https://shop.example/cb {"state":"APPROVE"`}},
		{"callback-follows-redirects", callbacks, []string{`https://shop.example/cb {"state":"APPROVE"}`}, []string{`https://shop.example/cb {"state":"APPROVE"}`, `https://shop.example/elsewhere `}},
	}
	var tried []string
	for _, tt := range tests {
		tried = append(tried, tt.fault)
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			for _, on := range []bool{false, true} {
				m, other := redirecting(t)
				want := tt.sound
				if on {
					require.Equal(t, 200, m.control("PUT", "/faults", `{"faults":["`+tt.fault+`"]}`).Code)
					want = tt.ill
				}
				assert.Equal(t, want, tt.show(t, m, other), "switched on: %v", on)
			}
		})
	}
	var known struct {
		Known []struct{ Name, API string }
	}
	require.NoError(t, json.Unmarshal(open(t).control("GET", "/faults", "").Body.Bytes(), &known))
	for _, k := range known.Known {
		if k.API == "" {
			assert.Contains(t, tried, k.Name, "every defect of the core is tried")
		}
	}
}

func latest(_ *testing.T, m, _ *merchant) any {
	return m.api("GET", "/shop/v1/orders/latest", "").Code
}

// redirecting makes two merchants whose callbacks are redirected once.
func redirecting(t *testing.T) (m, other *merchant) {
	n := &network{}
	n.serve = func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/cb" {
			return status(302)(r)
		}
		return status(200)(r)
	}
	m = open(t, dialing(n), func(o *sandbox.Options) {
		o.Services[0].Routes = append(o.Services[0].Routes, sandbox.Route{Method: "GET", Path: "/seen", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
			return sandbox.JSON(200, "application/json", n.seen())
		}})
	})
	return m, m.another("{}")
}

// callbacks lists what one approval sends to the merchant, without methods and
// times.
func callbacks(t *testing.T, m, _ *merchant) any {
	m.order("a", "https://shop.example/cb")
	m.control("POST", "/payments/a/approve", "")
	m.deliveries("?wait=PT10S")
	var calls, seen []string
	require.NoError(t, json.Unmarshal(m.do("GET", "/seen", "", nil).Body.Bytes(), &calls))
	for _, c := range calls {
		_, c, _ = strings.Cut(c, " ")
		if i := strings.Index(c, `,"at"`); i >= 0 {
			cut := strings.HasSuffix(c, "}")
			c = c[:i]
			if cut {
				c += "}"
			}
		}
		seen = append(seen, c)
	}
	return seen
}

func TestADeliveryMadeTwiceIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	m := open(t, dialing(&network{serve: status(200)}))
	m.control("PUT", "/faults", `{"faults":["callback-twice"]}`)
	m.order("a", "https://shop.example/cb")
	m.control("POST", "/payments/a/approve", "")
	assert.Len(t, m.deliveries("?wait=PT10S"), 2)
	assert.Equal(t, 1, strings.Count(m.api("GET", "/shop/v1/orders/a", "").Body.String(), "callback"))
}

func TestManyMerchantsAtOnce(t *testing.T) {
	t.Parallel()
	m := open(t, dialing(&network{serve: status(200)}))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			n := m.another("{}")
			for j := range 10 {
				id := fmt.Sprint(i, "-", j)
				n.order(id, "https://shop.example/cb")
				n.control("POST", "/payments/"+id+"/approve", "")
				n.control("POST", "/clock", `{"advance":"PT1M"}`)
			}
			assert.Len(t, n.deliveries("?wait=PT10S"), 10)
			n.do("GET", "/__sandbox/", "", map[string]string{"Accept": "text/html"})
		})
	}
	all.Wait()
}

func TestItServesRealHTTP(t *testing.T) {
	t.Parallel()
	m := open(t)
	server := httptest.NewServer(m.sandbox)
	defer server.Close()
	r, err := http.NewRequest("POST", server.URL+"/shop/v1/orders", bytes.NewReader([]byte(`{"id":"a"}`)))
	require.NoError(t, err)
	r.Header.Set("Ocp-Apim-Subscription-Key", m.SubscriptionKey)
	r.Header.Set("Authorization", "Bearer "+m.token)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.Equal(t, int64(len(body)), answer.ContentLength)
	assert.Contains(t, string(body), server.URL+"/dwo-api-application/")
}

func TestTheLogNamesNoSecret(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	m := open(t, dialing(&network{serve: status(200)}), func(o *sandbox.Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	made := m.order("a", "https://shop.example/cb")
	m.control("POST", "/payments/a/approve", "")
	m.deliveries("?wait=PT10S")
	assert.Contains(t, log.String(), "msg=call msn=123456 method=POST path=/shop/v1/orders status=200")
	assert.Contains(t, log.String(), "msg=delivery msn=123456 api=shop.v1 kind=callback attempt=1 status=200")
	for _, secret := range []string{m.token, m.ClientID, m.ClientSecret, m.SubscriptionKey, made["link"], "secret-1"} {
		assert.NotContains(t, log.String(), secret)
	}
}

func TestNothingIsMadeInAClosedSandbox(t *testing.T) {
	t.Parallel()
	m := open(t)
	require.NoError(t, m.sandbox.Close())
	_, err := m.sandbox.Add(sandbox.Tenant{})
	assert.ErrorContains(t, err, "the sandbox is closed")
}
