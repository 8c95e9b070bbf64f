package contract_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/specs"
)

// BenchmarkBody measures what it costs to find a body valid, against
// openapi3filter on the same body and document, in turns, and prints the ratio.
func BenchmarkBody(b *testing.B) {
	s, kept := every(b)
	for _, id := range []string{"initiatePaymentV3UsingPOST", "createPayment", "createSession"} {
		x := longest(s, kept, id)
		require.True(b, s.FastAccepts(x), id)
		validate := filter(b, s.Match(x).Operation, x)
		accepts := s.FastBody(x)
		require.True(b, accepts())
		var ours, theirs []time.Duration
		for range 15 {
			ours = append(ours, timed(2000, func() { accepts() }))
			theirs = append(theirs, timed(100, func() { require.NoError(b, validate()) }))
		}
		slices.Sort(ours)
		slices.Sort(theirs)
		ratio := float64(ours[7]) / float64(theirs[7])
		mark := "held"
		if ratio > 0.1 {
			mark = "MISSED"
		}
		fmt.Printf("goal  %-6s  %-52s  want %-12s  got %.3f (%s against %s)\n", mark, "a valid body, of openapi3filter, "+id, "≤ 0.100", ratio, ours[7], theirs[7])
	}
}

func timed(n int, do func()) time.Duration {
	began := time.Now()
	for range n {
		do()
	}
	return time.Since(began) / time.Duration(n)
}

// longest is the exchange with the longest ordinary request of an operation,
// without an answer.
func longest(s *contract.Set, kept []*harness.Exchange, id string) *harness.Exchange {
	var best *harness.Exchange
	for _, x := range kept {
		if op := s.Match(x).Operation; op.ID == id && s.FastAccepts(x) && !bytes.ContainsFunc(x.Request.Body.Bytes, func(c rune) bool { return c > 0x7f }) && (best == nil || x.Request.Body.Size > best.Request.Body.Size) {
			best = x
		}
	}
	alone := copied(best)
	alone.Response = harness.Response{}
	return alone
}

// filter gives a validation of an exchange's request by openapi3filter, with the
// settings that keep it from changing what it reads.
func filter(b *testing.B, op *harness.Operation, x *harness.Exchange) func() error {
	b.Helper()
	d := contract.Document{ID: op.Contract}
	var err error
	d.Spec, err = specs.Read(op.Contract + ".yaml")
	require.NoError(b, err)
	d.Overlay, err = specs.Read(op.Contract + ".overlay.yaml")
	require.NoError(b, err)
	text, err := contract.Corrected(d)
	require.NoError(b, err)
	doc, err := openapi3.NewLoader().LoadFromData(text)
	require.NoError(b, err)
	route := &routers.Route{Spec: doc, Path: op.Path, Method: op.Method}
	for path, item := range doc.Paths.Map() {
		for method, o := range item.Operations() {
			if o.OperationID == op.ID && method == op.Method {
				route.Path, route.PathItem, route.Operation = path, item, o
			}
		}
	}
	require.NotNil(b, route.Operation, op.ID)
	options := &openapi3filter.Options{MultiError: true, SkipSettingDefaults: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}
	return func() error {
		r, err := http.NewRequest(x.Request.Method, "http://h"+x.Request.Target, bytes.NewReader(x.Request.Body.Bytes))
		if err != nil {
			return err
		}
		r.Header = x.Request.Header
		return openapi3filter.ValidateRequestBody(b.Context(), &openapi3filter.RequestValidationInput{Request: r, Route: route, Options: options}, route.Operation.RequestBody.Value)
	}
}
