package steps_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/config"
	"kontrakt/harness/sandbox"
	"kontrakt/steps"
)

// A target that does not say it is a sandbox: all scenarios share one merchant,
// the customer acts through the API alone, and nothing is left behind.
func TestTheSuiteHoldsAgainstATargetThatIsNoSandbox(t *testing.T) {
	t.Parallel()
	th := open(t, nil)
	o := th.options
	// In a test environment the suite takes its time; here it would meet the limit
	// on drafts.
	shop := unlimited(t, o.Control)
	o.Control, o.Pace = "", time.Millisecond
	o.Credentials = config.Credentials{
		ClientID: config.NewSecret(shop.ClientID), ClientSecret: config.NewSecret(shop.ClientSecret),
		SubscriptionKey: config.NewSecret(shop.SubscriptionKey), MSN: shop.MSN,
	}
	// The second run meets what the first has left on the target, which then
	// cannot reach our receiver any more.
	for _, run := range []string{"monday", "tuesday"} {
		o.Run = run
		o.Phone = map[string]string{"tuesday": "91234567"}[run] // nobody's at first
		all, err := steps.Run(t.Context(), o)
		require.NoError(t, err)
		passed := 0
		for _, s := range all {
			reason := s.Status == harness.StatusSkipped && s.Reason != ""
			assert.True(t, s.Status == harness.StatusPassed || reason, "%s: %s %s\n%s", s.ID, s.Status, s.Reason, told(s))
			if s.Status == harness.StatusPassed {
				passed++
				assert.NotContains(t, s.Tags, "@sandbox")
			}
		}
		assert.Greater(t, passed, 100, run)
		o.Receiver, o.ReceiverURL = nil, ""
	}
	var run harness.Run
	th.judge.Fill(&run)
	for _, f := range run.Findings {
		if !strings.HasPrefix(f.Rule, "lifecycle.") { // versions that are gone, or going
			assert.Equal(t, harness.Note, f.Severity, "%s %s %v", f.Rule, f.Message(), f.Scenarios)
		}
	}
	for _, op := range run.Operations {
		if op.Operation.Path == "/accesstoken/get" {
			// 9 scenarios ask for tokens themselves, two for another reason, and what
			// is generated 11 times.
			assert.Less(t, op.Calls, 62, "the token is shared")
		}
	}
}

// unlimited makes a merchant without rate limits.
func unlimited(t *testing.T, control string) sandbox.Tenant {
	t.Helper()
	answer, err := http.Post(control+"/__sandbox/tenants", "application/json", strings.NewReader(`{"rateLimits":false}`))
	require.NoError(t, err)
	defer answer.Body.Close()
	var made sandbox.Tenant
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&made))
	return made
}

// spoil changes the answers whose body holds old.
func spoil(old, new string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, r)
			body := answer.Body.Bytes()
			if !strings.HasPrefix(r.URL.Path, "/__sandbox") {
				body = bytes.ReplaceAll(body, []byte(old), []byte(new))
			}
			h := w.Header()
			for name, values := range answer.Header() {
				h[name] = values
			}
			h.Set("Content-Length", strconv.Itoa(len(body)))
			w.WriteHeader(answer.Code)
			_, _ = w.Write(body)
		})
	}
}

func TestAMiddlemanThatSpoilsAnswersIsFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, old, new, tags, scenario, rule string }{
		{
			"one øre in what is captured", `"capturedAmount":19900`, `"capturedAmount":19901`, "@rule:payment-capture-partial",
			"ecom.v2/capture/part-of-the-order-ships-now", "money.sum",
		},
		{
			"one øre in what was ordered", `"amount":49900,"operation":"INITIATE"`, `"amount":49899,"operation":"INITIATE"`, "@rule:payment-starts-pending",
			"ecom.v2/reserve/a-payment-that-nobody-has-reacted-to-is-pending", "",
		},
		{
			"one øre in what is reserved", `"amount":49900,"operation":"RESERVE"`, `"amount":49901,"operation":"RESERVE"`, "@rule:payment-capture-full",
			"ecom.v2/capture/the-whole-order-ships-at-once", "",
		},
		{
			"a required field that is gone", `"transactionId"`, `"number"`, "@rule:payment-capture-full",
			"ecom.v2/capture/the-whole-order-ships-at-once", "schema.required",
		},
		{
			"a closed word that is another", `"operation":"CAPTURE"`, `"operation":"TAKE"`, "@rule:payment-capture-full",
			"ecom.v2/capture/the-whole-order-ships-at-once", "schema.enum",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			th := open(t, spoil(tt.old, tt.new))
			th.options.Tags = tt.tags
			all, err := steps.Run(t.Context(), th.options)
			require.NoError(t, err)
			i := slices.IndexFunc(all, func(s harness.Scenario) bool { return s.ID == tt.scenario })
			require.GreaterOrEqual(t, i, 0)
			assert.Equal(t, harness.StatusFailed, all[i].Status, told(all[i]))
			var run harness.Run
			th.judge.Fill(&run)
			found := slices.ContainsFunc(run.Findings, func(f harness.Finding) bool { return f.Rule == tt.rule })
			assert.True(t, found || tt.rule == "", "want %s in the report: %v", tt.rule, run.Findings)
		})
	}
}

// New properties and new words in open vocabularies are no breaking change: a
// warning, and the scenario goes on.
func TestWhatTheAPIMayAddFailsNoScenario(t *testing.T) {
	t.Parallel()
	th := open(t, spoil(`"transactionSummary":{`, `"transactionSummary":{"tipAmount":0,`))
	th.options.Tags = "@rule:payment-capture-full"
	all, err := steps.Run(t.Context(), th.options)
	require.NoError(t, err)
	for _, s := range all {
		assert.Equal(t, harness.StatusPassed, s.Status, told(s))
	}
	var run harness.Run
	th.judge.Fill(&run)
	warned := slices.ContainsFunc(run.Findings, func(f harness.Finding) bool {
		return f.Rule == "body.undocumented-property" && f.Severity == harness.Warning && strings.HasSuffix(f.Pointer, "/tipAmount")
	})
	assert.True(t, warned, "%v", run.Findings)
}
