package contract_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

func shop(t testing.TB, o contract.Options) *contract.Contract {
	t.Helper()
	spec, err := os.ReadFile("testdata/shop.yaml")
	require.NoError(t, err)
	overlay, err := os.ReadFile("testdata/shop.overlay.yaml")
	require.NoError(t, err)
	c, err := contract.Load(contract.Document{
		ID: "shop.v1", Spec: spec, Overlay: overlay, SpecFile: "shop.yaml", OverlayFile: "shop.overlay.yaml",
	}, o)
	require.NoError(t, err)
	return c
}

func set(t testing.TB, contracts ...*contract.Contract) *contract.Set {
	t.Helper()
	s, err := contract.NewSet(contracts, []contract.Retired{{Prefix: "/shop/v0", API: "shop.v0", Since: "2020-12-04", Says: "use shop.v1"}},
		contract.Unjudged{Prefix: "/loyalty", API: "Loyalty API"})
	require.NoError(t, err)
	return s
}

const (
	order    = `{"reference":"abc","state":"OPEN"}`
	newOrder = `{"amount":100,"reference":"abc","customer":{}}`
)

// an exchange that keeps to the contract: create an order.
func create() *harness.Exchange {
	x := &harness.Exchange{ID: "x0007", Scenario: "s1", Flow: harness.FlowAPI}
	x.Request = harness.Request{Method: "POST", Target: "/shop/v1/orders", Header: http.Header{
		"Authorization":   {"Bearer abcdefghijklmnop"},
		"Idempotency-Key": {"k1"},
		"X-Shop":          {"oslo"},
		"Content-Type":    {"application/json"},
	}}
	setBody(&x.Request.Body, newOrder)
	x.Response = harness.Response{Status: 201, Header: http.Header{
		"Content-Type": {"application/json; charset=utf-8"},
		"X-Rate":       {"7"}, "X-Trace": {"0f8fad5b-d9cb-469f-a165-70867728950e"},
	}}
	setBody(&x.Response.Body, order)
	return x
}

// read is an exchange that keeps to the contract: read an order.
func read() *harness.Exchange {
	x := &harness.Exchange{ID: "x0008", Flow: harness.FlowAPI}
	x.Request = harness.Request{Method: "GET", Target: "/shop/v1/orders/abc?token=abc", Header: http.Header{}}
	x.Response = harness.Response{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}}
	setBody(&x.Response.Body, order)
	return x
}

func callback(body string) *harness.Exchange {
	x := &harness.Exchange{ID: "x0009", Flow: harness.FlowCallback}
	x.Request = harness.Request{Method: "POST", Target: "/merchant/hook/v2/payments/a%2Fb", Header: http.Header{"Content-Type": {"application/json"}}}
	setBody(&x.Request.Body, body)
	x.Response = harness.Response{Status: 200, Header: http.Header{}}
	return x
}

func setBody(b *harness.Body, text string) {
	b.Bytes, b.Size = []byte(text), int64(len(text))
}

// line is a finding in short, for tables.
func line(f harness.Finding) string {
	return strings.TrimSpace(string(f.Severity) + " " + f.Rule + " " + f.Message())
}

func lines(findings []harness.Finding) []string {
	out := []string{}
	for _, f := range findings {
		out = append(out, line(f))
	}
	return out
}
