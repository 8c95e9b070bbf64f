package steps_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/catalog"
	"kontrakt/steps"
)

const (
	mistakes = "\n    Scenario: Mistakes\n      Given a merchant that sells in NOK\n      Then every request \"getPaymentDetailsUsingGET\" with one mistake in it is refused\n"
	edges    = "\n    Scenario: Edges\n      Given a merchant that sells in NOK\n      Then every request \"getPaymentDetailsUsingGET\" at an edge of what is allowed is taken\n"
)

// generated are options of a target with one sample, which answers as told.
func generated(t *testing.T, scenario string, status func(*http.Request) int) steps.Options {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	o := options(t, feature(scenario), func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/accesstoken") {
			answers(w, r)
			return
		}
		w.WriteHeader(status(r))
	})
	d := ecom.V2()
	d.Samples = []api.Sample{{Operation: "getPaymentDetailsUsingGET", Target: "/ecomm/v2/payments/an-order/details"}}
	o.Definitions, o.Contract = []api.Definition{d}, c.Contract
	return o
}

func always(status int) func(*http.Request) int { return func(*http.Request) int { return status } }

// asked answers 401 where credentials are missing, and 200.
func asked(r *http.Request) int {
	if r.Header.Get("Authorization") == "" || r.Header.Get("Ocp-Apim-Subscription-Key") == "" {
		return http.StatusUnauthorized
	}
	return http.StatusOK
}

func TestMistakesAndEdgesAreAnsweredAsTheyShould(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, scenario string
		answer         func(*http.Request) int
		status         harness.Status
		reason         string
	}{
		{"mistakes are refused", mistakes, asked, harness.StatusPassed, ""},
		{
			"every mistake that is taken is told", mistakes, always(200), harness.StatusFailed,
			"2 of 2 variations of getPaymentDetailsUsingGET: header Authorization: missing: taken with 200; header Ocp-Apim-Subscription-Key: missing: taken with 200",
		},
		{"a breakdown is no refusal", mistakes, always(500), harness.StatusFailed, "header Authorization: missing: answered with 500"},
		{"a redirect is no refusal", mistakes, always(302), harness.StatusFailed, "header Authorization: missing: answered with 302"},
		{"edges are taken", edges, asked, harness.StatusPassed, ""},
		{"a target that has had enough is left alone", mistakes, always(429), harness.StatusSkipped, "a target that takes more calls"},
		{"so it is at the edges", edges, always(429), harness.StatusSkipped, "a target that takes more calls"},
		{"an edge that is refused is told", edges, always(400), harness.StatusFailed, "as it is: answered with 400"},
		{"a success that is not documented is none", edges, always(206), harness.StatusFailed, "as it is: answered with 206"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := one(t, generated(t, tt.scenario, tt.answer))
			assert.Equal(t, tt.status, s.Status, s.Reason)
			assert.Contains(t, s.Reason, tt.reason)
		})
	}
}

func TestWhatIsGeneratedIsLeftOutWithAReason(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, reason string
		change       func(*steps.Options)
	}{
		{"in production", "@production-safe", func(o *steps.Options) { o.Target = "https://api.vipps.no" }},
		{"without a contract", "needs the contract", func(o *steps.Options) { o.Contract = nil }},
		{"by a sales unit that may not", "needs a sales unit of another kind, or a target that takes more calls", func(o *steps.Options) { o.Definitions[0].Samples[0].Able = true }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := generated(t, mistakes, asked)
			tt.change(&o)
			s := one(t, o)
			assert.Equal(t, harness.StatusSkipped, s.Status, s.Reason)
			assert.Contains(t, s.Reason, tt.reason)
		})
	}
	o := generated(t, mistakes, asked)
	o.Definitions[0].Samples = nil
	s := one(t, o)
	assert.Equal(t, harness.StatusFailed, s.Status)
	assert.Contains(t, s.Reason, "want a sample of getPaymentDetailsUsingGET, got none")
}

func TestMistakesThatAnAPITakesAreNotSent(t *testing.T) {
	t.Parallel()
	o := generated(t, mistakes, asked)
	o.Definitions[0].Lenient = []api.Lenience{api.SystemNames(), {Rule: "auth.missing", Pointer: "Authorization", Why: "it is said so"}}
	var mu sync.Mutex
	without := 0
	o.URL = options(t, feature(mistakes), func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if strings.Contains(r.URL.Path, "details") && r.Header.Get("Authorization") == "" {
			without++
		}
		if strings.HasPrefix(r.URL.Path, "/accesstoken") {
			answers(w, r)
			return
		}
		w.WriteHeader(asked(r))
	}).URL
	s := one(t, o)
	assert.Equal(t, harness.StatusPassed, s.Status, s.Reason)
	assert.Zero(t, without)

	// What is known to end in a breakdown may do so.
	o = generated(t, mistakes, always(500))
	o.Definitions[0].Lenient = []api.Lenience{api.SystemNames(), {Rule: "auth.", Fails: true, Why: "it is said so"}}
	s = one(t, o)
	assert.Equal(t, harness.StatusPassed, s.Status, s.Reason)
}

// A target that is no sandbox gets a few requests, the same ones for a seed.
func TestATargetThatIsNoSandboxIsAskedAFewOnly(t *testing.T) {
	t.Parallel()
	ask := func(seed int64) []string {
		var mu sync.Mutex
		var got []string
		o := generated(t, strings.ReplaceAll(edges, "getPaymentDetailsUsingGET", "cancelPaymentRequestUsingPUT"), func(r *http.Request) int {
			mu.Lock()
			defer mu.Unlock()
			// Names have no order in a header; the scenario's changes with nothing.
			var lines strings.Builder
			_ = r.Header.Write(&lines)
			got = append(got, lines.String())
			return http.StatusOK
		})
		o.Seed = seed
		o.Definitions[0].Samples = []api.Sample{{
			Operation: "cancelPaymentRequestUsingPUT", Target: "/ecomm/v2/payments/an-order/cancel",
			Header: map[string]string{"X-Request-Id": "a-key"},
			Body:   `{"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"transactionText":"Sold out"},"shouldReleaseRemainingFunds":false}`,
		}}
		s := one(t, o)
		require.Equal(t, harness.StatusPassed, s.Status, s.Reason)
		return got
	}
	first := ask(7)
	assert.Len(t, first, 4, "the sample as it is, and three edges")
	assert.Equal(t, first, ask(7))
	differs := slices.ContainsFunc([]int64{8, 9, 10}, func(seed int64) bool { return !slices.Equal(first, ask(seed)) })
	assert.True(t, differs, "the seed decides which")
}

func TestEveryOperationHasItsGeneratedScenarios(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	plan, err := steps.Plan(steps.Options{Features: features.FS, Definitions: catalog.All(), Tags: "@generated"})
	require.NoError(t, err)
	said := map[string]int{}
	for _, s := range plan {
		for _, step := range s.Steps {
			if _, rest, is := strings.Cut(step.Text, `every request "`); is {
				operation, _, _ := strings.Cut(rest, `"`)
				said[s.API+" "+operation]++
			}
		}
	}
	for _, e := range c.Entries {
		for _, op := range e.Contract.Operations() {
			if op.Flow == harness.FlowAPI {
				assert.Equal(t, 2, said[e.ID+" "+op.ID], "%s: its mistakes and its edges", op)
				delete(said, e.ID+" "+op.ID)
			}
		}
	}
	assert.Empty(t, said, "operations that no contract has")
}

// What is sent hangs on nothing but the plan.
func TestEveryRunSendsTheSameRequests(t *testing.T) {
	t.Parallel()
	sent := func() []string {
		var mu sync.Mutex
		var all []string
		o := generated(t, mistakes, func(r *http.Request) int {
			mu.Lock()
			defer mu.Unlock()
			all = append(all, r.URL.Path+" "+r.Header.Get("X-Request-Id"))
			return asked(r)
		})
		o.Definitions[0].Samples[0].Target = "/ecomm/v2/payments/{fresh}/details"
		o.Definitions[0].Samples[0].Header = map[string]string{"X-Request-Id": "{key}"}
		one(t, o)
		return all
	}
	first := sent()
	require.Len(t, first, 2)
	assert.Contains(t, first[0], "-key-")
	for range 4 {
		assert.Equal(t, first, sent())
	}
}
