package contract_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// Whatever an overlay holds, the document loads with it or is refused in one
// clear error.
func FuzzOverlay(f *testing.F) {
	spec, err := os.ReadFile("testdata/shop.yaml")
	require.NoError(f, err)
	overlay, err := os.ReadFile("testdata/shop.overlay.yaml")
	require.NoError(f, err)
	f.Add(overlay)
	const head = "overlay: 1.0.0\ninfo: {title: a, version: '1'}\nactions:\n"
	for _, action := range []string{
		"", "  - target: $\n    remove: true\n    x-kind: erratum\n    x-reason: a\n    x-source: b\n", "  - target: $.paths[*]\n    update: {get: 1}\n",
		"  - target: $..[?(@.a)]\n    update: []\n", "  - target: ''\n", "  - &x {target: $, update: *x}\n", "  - target: $.info\n    update: {title: null}\n    x-kind: update\n    x-reason: a\n    x-source: b\n",
		"  - target: $.components.schemas\n    update: {A: {$ref: '#/components/schemas/A'}}\n    x-kind: update\n    x-reason: a\n    x-source: b\n",
	} {
		f.Add([]byte(head + action))
	}
	f.Fuzz(func(t *testing.T, overlay []byte) {
		c, err := contract.Load(contract.Document{ID: "shop.v1", Spec: spec, Overlay: overlay, SpecFile: "shop.yaml", OverlayFile: "shop.overlay.yaml"}, contract.Options{})
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), "load shop.v1: "), "%q", err)
			return
		}
		s, err := contract.NewSet([]*contract.Contract{c}, nil)
		if err == nil {
			s.SlowJudge(create())
		}
	})
}

// Whatever is asked for, it is matched and judged, and the fast path accepts
// nothing that the slow one reports.
func FuzzTargets(f *testing.F) {
	s, kept := every(f)
	for i, x := range kept {
		if i%20 == 0 {
			f.Add(x.Request.Method, x.Request.Target, x.Flow == harness.FlowCallback)
		}
	}
	for _, target := range []string{"/", "", "*", "//", "/ecomm/v2/payments/a%2Fb/details", "/ECOMM//v2/payments/", "/%zz", "/epayment/v1/payments/a b?x", "/a?b=%", "/recurring/v3/agreements?status=%41", "http://h/a", "/../ecomm", "/\x00"} {
		f.Add("GET", target, false)
	}
	f.Fuzz(func(t *testing.T, method, target string, callback bool) {
		x := &harness.Exchange{ID: "x0001", Flow: harness.FlowAPI, Request: harness.Request{Method: method, Target: target, Header: http.Header{}}, Response: harness.Response{Status: 200, Header: http.Header{}}}
		if callback {
			x.Flow = harness.FlowCallback
		}
		m, findings := s.Judge(x)
		assert.Equal(t, findings == nil && m.Operation != nil, s.FastAccepts(x) || m.Operation != nil && len(s.SlowJudge(x)) == 0)
		if s.FastAccepts(x) {
			assert.Empty(t, s.SlowJudge(x))
		}
	})
}
