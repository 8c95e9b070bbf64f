package contract_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

func TestRouting(t *testing.T) {
	to := func(method, target string) func(*harness.Exchange) {
		return func(x *harness.Exchange) {
			x.Request.Method, x.Request.Target = method, target
			x.Response = harness.Response{}
		}
	}
	spelling := func(sent string) string {
		return `warning route.spelling method and path: want the path /shop/v1/orders/latest, got "` + sent + `"`
	}
	runTraps(t, []trap{
		{name: "a fixed segment before a template", from: read, with: to("GET", "/shop/v1/orders/latest")},
		{name: "an absolute target", from: read, with: to("GET", "http://api.example.com/shop/v1/orders/latest")},
		{name: "percent-encoded letters are the letters", from: read, with: to("GET", "/shop/v1/%6Frders/latest")},
		{name: "another case", from: read, with: to("GET", "/Shop/V1/orders/latest"), want: []string{spelling("/Shop/V1/orders/latest")}},
		{name: "a trailing slash", from: read, with: to("GET", "/shop/v1/orders/latest/"), want: []string{spelling("/shop/v1/orders/latest/")}},
		{name: "a doubled slash", from: read, with: to("GET", "//shop/v1//orders/latest"), want: []string{spelling("//shop/v1//orders/latest")}},
		{name: "a method that the path lacks", from: read, with: to("PATCH", "/shop/v1/orders/abc"),
			want: []string{"error route.method method and path: want method DELETE or GET or HEAD, got PATCH"}},
		{name: "the method of the template is not that of the fixed path", from: read, with: to("DELETE", "/shop/v1/orders/latest"),
			want: []string{"error route.method method and path: want method GET, got DELETE"}},
		{name: "an empty segment is no parameter", from: read, with: to("GET", "/shop/v1/orders/"),
			want: []string{"error route.method method and path: want method POST, got GET"}},
		{name: "a path that nobody knows", from: read, with: to("GET", "/elsewhere"),
			want: []string{"error route.unknown method and path: want a path that a contract has, got GET /elsewhere"}},
		{name: "a retired prefix", from: read, with: to("GET", "/shop/v0/orders"),
			want: []string{"warning lifecycle.retired method and path: want a version that is in force, got a path under /shop/v0, gone since 2020-12-04"}},
		{name: "an API without a contract", from: read, with: to("GET", "/Loyalty/v1/members/4791234567"),
			want: []string{"note route.unjudged method and path: want an API that there is a contract of, got a path under /loyalty"}},
		{name: "a prefix that only begins like that of an API without a contract", from: read, with: to("GET", "/loyalty2"),
			want: []string{"error route.unknown method and path: want a path that a contract has, got GET /loyalty2"}},
		{name: "a prefix that only begins like a retired one", from: read, with: to("GET", "/shop/v01/orders"),
			want: []string{"error route.unknown method and path: want a path that a contract has, got GET /shop/v01/orders"}},
	})
}

func TestRoutingHelps(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}))
	help := func(method, target string) string {
		x := read()
		x.Request.Method, x.Request.Target = method, target
		_, findings := s.Judge(x)
		require.Len(t, findings, 1)
		return findings[0].Help
	}
	assert.Equal(t, "did you mean GET /shop/v1/orders/{id}?", help("GET", "/shop/v1/order/abc"))
	assert.Equal(t, "did you mean POST /shop/v1/orders?", help("POST", "/orders"))
	assert.Equal(t, "use shop.v1", help("GET", "/shop/v0"))
	assert.Equal(t, "check base path, version and spelling", help("GET", "/nonsense"), "a parameter takes anything, and that says nothing")
	assert.Equal(t, "nothing to mend: this call was handed on and not judged", help("GET", "/loyalty"))
}

func TestMatch(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}))
	x := read()
	x.Request.Target = "/shop/v1/orders/a%2Fb%20c?token=1"
	m := s.Match(x)
	require.NotNil(t, m.Operation)
	assert.Equal(t, "readOrder", m.Operation.ID)
	assert.Equal(t, "/shop/v1/orders/{id}", m.Operation.Path)
	assert.Equal(t, map[string]string{"id": "a/b c"}, m.Params)
	x.Request.Target = "/nowhere"
	assert.Nil(t, s.Match(x).Operation)
}

func TestRouteOfRetiredAndDeprecatedContracts(t *testing.T) {
	t.Parallel()
	for state, rule := range map[string]string{"retired": "lifecycle.retired", "deprecated": "lifecycle.deprecated"} {
		c, err := contract.Load(contract.Document{ID: "old.v1", State: state, Spec: []byte(tiny)}, contract.Options{})
		require.NoError(t, err)
		x := &harness.Exchange{Request: harness.Request{Method: "GET", Target: "/x"}}
		_, findings := set(t, c).Judge(x)
		require.Len(t, findings, 1)
		assert.Equal(t, rule, findings[0].Rule)
		assert.Equal(t, harness.Warning, findings[0].Severity)

		document := strings.Replace(tiny, "responses:", "callbacks: {told: {'{$request.body#/url}/told': {post: {responses: {'200': {description: taken}}}}}}, responses:", 1)
		c, err = contract.Load(contract.Document{ID: "old.v1", State: state, Spec: []byte(document)}, contract.Options{})
		require.NoError(t, err)
		called := &harness.Exchange{Flow: harness.FlowCallback, Request: harness.Request{Method: "POST", Target: "/told"}, Response: harness.Response{Status: 200}}
		m, findings := set(t, c).Judge(called)
		require.NotNil(t, m.Operation)
		assert.Empty(t, findings, "whoever is called has not chosen the version")
	}
}

func TestTwoContractsOfOnePathAreRefused(t *testing.T) {
	t.Parallel()
	load := func(id string) *contract.Contract {
		c, err := contract.Load(contract.Document{ID: id, Spec: []byte(tiny)}, contract.Options{})
		require.NoError(t, err)
		return c
	}
	_, err := contract.NewSet([]*contract.Contract{load("a.v1"), load("b.v1")}, nil)
	require.EqualError(t, err, "route: GET:/x is in a.v1 and in b.v1")
	_, err = contract.NewSet([]*contract.Contract{load("a.v1"), load("a.v1")}, nil)
	require.EqualError(t, err, "route: the contract a.v1 is given twice")
}

func TestNoTargetBreaksTheRouter(t *testing.T) {
	t.Parallel()
	s := set(t, shop(t, contract.Options{}))
	rapid.Check(t, func(t *rapid.T) {
		x := read()
		x.Flow = rapid.SampledFrom([]harness.Flow{harness.FlowAPI, harness.FlowCallback}).Draw(t, "flow")
		x.Request.Target = rapid.StringOf(rapid.RuneFrom([]rune("/aorders%2fF?v1shop{}:"))).Draw(t, "target")
		m, findings := s.Judge(x)
		if m.Operation == nil && len(findings) != 1 {
			t.Fatalf("an exchange without operation has %d findings", len(findings))
		}
	})
}

func TestRequestAlone(t *testing.T) {
	t.Parallel()
	c := shop(t, contract.Options{})
	x := create()
	op := *set(t, c).Match(x).Operation
	assert.Empty(t, c.Request(op, x.Request.Target, x.Request.Header, x.Request.Body.Bytes))
	got := c.Request(op, x.Request.Target, x.Request.Header, []byte(`{"amount":100,"reference":"abc"}`))
	assert.Equal(t, []string{"error schema.required request body /customer: want an object, got nothing"}, lines(got))
	got = c.Request(op, "/shop/v1/orders/abc", x.Request.Header, nil)
	require.Len(t, got, 1)
	assert.Equal(t, "route.method", got[0].Rule)
	for _, op := range c.Operations() {
		if op.ID == "told" {
			got = c.Request(op, "/m/v2/payments/1", x.Request.Header, []byte(`{"reference":"a","status":"X","shipping":{}}`))
			require.NotEmpty(t, got)
			assert.Equal(t, "told", got[0].Operation, "the operation asked for, not the one the body fits")
		}
	}
}

const tiny = `
openapi: 3.0.0
info: {title: Tiny, version: "1"}
paths: {/x: {get: {responses: {'200': {description: ok}}}}}
`
