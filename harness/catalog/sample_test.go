package catalog_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/catalog"
	"kontrakt/harness/contract"
)

// filled is a sample as a merchant would send it, with values for its blanks.
func filled(s api.Sample, method string) harness.Request {
	fill := strings.NewReplacer(
		"{fresh}", "k0000001-kontrakt-0-s0001", "{key}", "k0000002-key-0-s0001", "{order}", "shop-77-order-0001", "{msn}", "123456",
		"{phone}", "91234567", "{link-token}", "token", "{agreement}", "agr_5kSeqz7", "{charge}", "chr-xCHJEXq", "{in 3 days}", "2026-02-03",
		"{session}", "shop-77-session-1", "{session-id}", "Xb3Tq9", "{sub}", "c06c4afe-d9e1-4c5d-939a-177d752a0944",
		"{webhook}", "0f8fad5b-d9cb-469f-a165-70867728950e",
	).Replace
	r := harness.Request{Method: method, Target: fill(s.Target), Header: http.Header{
		"Ocp-Apim-Subscription-Key": {"5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d"}, "Merchant-Serial-Number": {"123456"},
		"Vipps-System-Name": {"kontrakt"}, "Vipps-System-Version": {"1"},
		"Vipps-System-Plugin-Name": {"kontrakt-steps"}, "Vipps-System-Plugin-Version": {"1"},
	}}
	if s.Keys {
		r.Header["Client_id"], r.Header["Client_secret"] = []string{"an-id"}, []string{"its-secret"}
	} else {
		r.Header.Set("Authorization", "Bearer aaaaaaaaaaaaaaaaaaaaaaaa")
	}
	for name, value := range s.Header {
		if r.Header.Del(name); value != "" {
			r.Header.Set(name, fill(value))
		}
	}
	if s.Body != "" {
		r.Header.Set("Content-Type", "application/json")
		r.Body = harness.Body{Bytes: []byte(fill(s.Body)), Size: int64(len(fill(s.Body)))}
	}
	return r
}

func TestEveryOperationHasASampleThatCanBeVaried(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	for _, e := range c.Entries {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			sampled, bound := map[string]bool{}, map[string]bool{}
			covered := make([]bool, len(e.Lenient))
			for _, s := range e.Samples {
				sampled[s.Operation] = true
				all := variations(t, e, s)
				for _, b := range s.Bound {
					bound[s.Operation+" "+b] = bound[s.Operation+" "+b] || binds(b, all)
				}
				for _, v := range all {
					for i, l := range e.Lenient {
						covered[i] = covered[i] || covers(l, s.Operation, v)
					}
				}
			}
			for _, op := range e.Contract.Operations() {
				assert.Equal(t, op.Flow == harness.FlowAPI, sampled[op.ID], "%s: a sample of what the merchant asks, and of nothing else", op)
			}
			for b, known := range bound {
				assert.True(t, known, "nothing is bound by %q", b)
			}
			for i, l := range e.Lenient {
				assert.True(t, covered[i], "nothing is forgiven by %+v", l)
				assert.NotEmpty(t, l.Why)
			}
		})
	}
}

// binds says whether an edge is left out because of a bound.
func binds(b string, all []contract.Variation) bool {
	for _, v := range all {
		if v.Valid && !(api.Sample{Bound: []string{b}}).Edge(v.Pointer, v.Name) {
			return true
		}
	}
	return false
}

// variations are those of a sample, each judged as it says it is.
func variations(t *testing.T, e catalog.Entry, s api.Sample) []contract.Variation {
	t.Helper()
	op, ok := e.Contract.Operation(s.Operation)
	require.True(t, ok, s.Operation)
	r := filled(s, op.Method)
	require.NotContains(t, r.Target+string(r.Body.Bytes), "{in", s.Operation)
	all, err := e.Contract.Variations(s.Operation, r)
	require.NoError(t, err)
	assert.NotEmpty(t, all, s.Operation)
	for _, v := range all {
		wrong := 0
		for _, f := range e.Contract.Request(op, v.Request.Target, v.Request.Header, v.Request.Body.Bytes) {
			if f.Severity == harness.Error {
				wrong++
			}
		}
		assert.Equal(t, v.Valid, wrong == 0, "%s %s", s.Operation, v.Name)
	}
	return all
}

func covers(l api.Lenience, operation string, v contract.Variation) bool {
	for _, f := range v.Findings {
		if l.Covers(operation, f) {
			return true
		}
	}
	return false
}
