package contract_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/contract"
)

// every gives the contracts that we ship, and an exchange or more with every
// operation and status of a run of our own suite, redacted.
func every(t testing.TB) (*contract.Set, []*harness.Exchange) {
	t.Helper()
	loaded, err := catalog.Load(false)
	require.NoError(t, err)
	file, err := os.ReadFile("testdata/exchanges.jsonl")
	require.NoError(t, err)
	var kept []*harness.Exchange
	lines := bufio.NewScanner(bytes.NewReader(file))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var k struct {
			Flow, Method, Target string
			Header               http.Header
			Body                 string
			Status               int
			Answer               http.Header
			Answered             string
		}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &k))
		x := &harness.Exchange{ID: "x0007", Flow: harness.Flow(k.Flow)}
		x.Request = harness.Request{Method: k.Method, Target: k.Target, Header: k.Header}
		setBody(&x.Request.Body, k.Body)
		x.Response = harness.Response{Status: k.Status, Header: k.Answer}
		setBody(&x.Response.Body, k.Answered)
		kept = append(kept, x)
	}
	require.NoError(t, lines.Err())
	return loaded.Contracts, kept
}

// Where the slow path finds nothing in what the suite sends and the sandbox
// answers, the fast path knows it, but for what is named here.
func TestFastPathKnowsWhatTheSuiteSends(t *testing.T) {
	t.Parallel()
	s, kept := every(t)
	beyond := map[string]bool{
		// Its variants stand beside members of its own.
		"epayment.v1 getMerchantDynamicExpressGroupsCallback": true,
		// Errors that have no schema, and a version that is not in force.
		"checkout.v3 updateSession": true, "checkout.v3 expireSession": true,
		"checkout.v2 checkoutCallback": true, "checkout.v2 fetchLogisticsOptions": true,
	}
	operations, fast := map[string]bool{}, 0
	for _, x := range kept {
		m := s.Match(x)
		require.NotNil(t, m.Operation, x.Request.Target)
		name := m.Operation.Contract + " " + m.Operation.ID
		operations[name] = true
		if s.FastAccepts(x) {
			fast++
		} else if !beyond[name] {
			assert.NotEmpty(t, s.SlowJudge(x), "%s %s %d", x.Request.Method, x.Request.Target, x.Response.Status)
		}
	}
	assert.GreaterOrEqual(t, len(operations), 65)
	assert.GreaterOrEqual(t, fast, 200)
}

// The fast path never accepts what the slow path reports, of either side, and what
// is known of a body is what is found in it, whatever becomes of bodies, headers,
// queries and statuses, with every operation. A million mutations take
// -rapid.checks=1000000.
func TestFastPathAcceptsNothingThatIsReportedOfAnyOperation(t *testing.T) {
	t.Parallel()
	s, kept := every(t)
	accepted := 0
	rapid.Check(t, func(t *rapid.T) { accepted += oneSided(t, s, kept) })
	t.Logf("%d were accepted", accepted)
	assert.Positive(t, accepted)
}

func FuzzFastPathOfAnyOperation(f *testing.F) {
	s, kept := every(f)
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { oneSided(t, s, kept) }))
}

// oneSided mutates an exchange and holds the fast path against the slow one; 1
// where the fast path accepted.
func oneSided(t *rapid.T, s *contract.Set, kept []*harness.Exchange) (accepted int) {
	x := copied(rapid.SampledFrom(kept).Draw(t, "exchange"))
	request, answer := string(x.Request.Body.Bytes), string(x.Response.Body.Bytes)
	for range rapid.IntRange(1, 3).Draw(t, "mutations") {
		switch rapid.IntRange(0, 11).Draw(t, "what") {
		case 0, 1, 2, 3, 4:
			request = exchanged(t, request, kept)
		case 5, 6, 7:
			answer = exchanged(t, answer, kept)
		case 8:
			mutateHeaders(t, x.Request.Header)
		case 9:
			mutateHeaders(t, x.Response.Header)
		case 10:
			x.Request.Target = mutateTarget(t, x.Request.Target)
		default:
			x.Response.Status = rapid.SampledFrom([]int{200, 201, 202, 204, 400, 401, 404, 409, 429, 500, 0}).Draw(t, "status")
		}
	}
	setBody(&x.Request.Body, request)
	setBody(&x.Response.Body, answer)
	findings := s.SlowJudge(x)
	// Judged twice: first it may have to be read, then it is known.
	for range 2 {
		if _, judged := s.Judge(x); !reflect.DeepEqual(judged, findings) && len(judged)+len(findings) > 0 {
			t.Fatalf("judged %v, and yet %v\n%s %s %v\nrequest %q\nanswer %d %v %q", lines(judged), lines(findings), x.Request.Method, x.Request.Target, x.Request.Header, request, x.Response.Status, x.Response.Header, answer)
		}
	}
	if !s.FastAccepts(x) {
		return 0
	}
	if len(findings) > 0 {
		t.Fatalf("accepted, and yet %v\n%s %s %v\nrequest %q\nanswer %d %v %q", lines(findings), x.Request.Method, x.Request.Target, x.Request.Header, request, x.Response.Status, x.Response.Header, answer)
	}
	return 1
}

// exchanged mutates the text of a body, or puts what stands in one place of
// another body, or nothing, or something near, in the place of a value.
func exchanged(t *rapid.T, body string, kept []*harness.Exchange) string {
	if rapid.IntRange(0, 2).Draw(t, "text") == 0 {
		return mutate(t, body)
	}
	var root any
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	if d.Decode(&root) != nil {
		return mutate(t, body)
	}
	spots := spotsOf(root, func(v any) { root = v })
	spot := spots[rapid.IntRange(0, len(spots)-1).Draw(t, "spot")]
	switch rapid.IntRange(0, 4).Draw(t, "how") {
	case 0:
		spot.remove()
	case 1:
		spot.put(nil)
	case 2:
		var other any
		donor := rapid.SampledFrom(kept).Draw(t, "donor")
		if json.Unmarshal(rapid.SampledFrom([][]byte{donor.Request.Body.Bytes, donor.Response.Body.Bytes}).Draw(t, "side"), &other) == nil {
			from := spotsOf(other, func(any) {})
			spot.put(from[rapid.IntRange(0, len(from)-1).Draw(t, "from")].value)
		}
	case 3:
		spot.add(rapid.SampledFrom([]string{"amount", "type", "reference", "currency", "value", "state", "x", "name", "id", "url", "events", "campaign", "phoneNumber"}).Draw(t, "name"))
	default:
		spot.put(near(t, spot.value))
	}
	out, err := json.Marshal(root)
	if err != nil {
		return body
	}
	return string(out)
}

// A spot is a place in a decoded body.
type spot struct {
	value       any
	put         func(any)
	remove      func()
	replaceable map[string]any
}

// add gives an object one more member.
func (s spot) add(name string) {
	if s.replaceable != nil {
		s.replaceable[name] = json.Number("1")
	}
}

func spotsOf(v any, put func(any)) []spot {
	here := spot{value: v, put: put, remove: func() {}}
	here.replaceable, _ = v.(map[string]any)
	out := []spot{here}
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			below := spotsOf(v[name], func(new any) { v[name] = new })
			below[0].remove = func() { delete(v, name) }
			out = append(out, below...)
		}
	case []any:
		for i := range v {
			out = append(out, spotsOf(v[i], func(new any) { v[i] = new })...)
		}
	}
	return out
}

// near is a value that differs little.
func near(t *rapid.T, v any) any {
	switch v := v.(type) {
	case string:
		return rapid.SampledFrom([]any{
			"", v + "x", v + v, strings.ToLower(v), strings.ToUpper(v), strings.Repeat(v, 50), " " + v, v + "\n", "æ" + v,
			strings.TrimSuffix(v, v[min(1, len(v)):]), json.Number("1"), []any{v}, map[string]any{"a": v},
		}).Draw(t, "near")
	case json.Number:
		return rapid.SampledFrom([]any{
			json.Number("0"), json.Number("-1"), json.Number("-" + strings.TrimPrefix(string(v), "-")), json.Number("2147483648"), json.Number("99999999999999999999"),
			json.Number("1.5"), json.Number("1e2"), string(v), true, json.Number("10001"),
		}).Draw(t, "near")
	case bool:
		return rapid.SampledFrom([]any{!v, "true", json.Number("0")}).Draw(t, "near")
	case []any:
		return rapid.SampledFrom([]any{[]any{}, append(slices.Clone(v), v...), map[string]any{}, append(slices.Clone(v), nil)}).Draw(t, "near")
	}
	return rapid.SampledFrom([]any{map[string]any{}, []any{}, "a"}).Draw(t, "near")
}

func mutateTarget(t *rapid.T, target string) string {
	path, query, _ := strings.Cut(target, "?")
	switch rapid.IntRange(0, 3).Draw(t, "target") {
	case 0:
		parts := strings.Split(path, "/")
		parts[rapid.IntRange(0, len(parts)-1).Draw(t, "segment")] = rapid.SampledFrom([]string{"x", "", "a%2Fb", "%zz", strings.Repeat("y", 80), "UPPER"}).Draw(t, "with")
		return strings.Join(parts, "/")
	case 1:
		return path
	}
	more := rapid.SampledFrom([]string{
		"status=ACTIVE", "status=DUE", "status=", "status", "Status=x", "pageNumber=0", "pageNumber=01", "pageSize=100000", "pageSize=-1", "pageSize=a", "createdAfter=1",
		"createdAfter=99999999999", "scope=name", "a=b", "status=ACT%49VE", "page=1+1", "&&", "status=ACTIVE&status=STOPPED",
	}).Draw(t, "pair")
	if query != "" {
		more = query + "&" + more
	}
	return path + "?" + more
}
