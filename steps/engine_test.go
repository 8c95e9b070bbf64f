package steps_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
	"kontrakt/steps"
)

// feature wraps scenarios into a feature file.
func feature(scenarios string) fstest.MapFS {
	text := "@ecom.v2 @core\nFeature: Trying the engine\n\n  @rule:x\n  Rule: One\n" + scenarios
	return fstest.MapFS{"ecom.v2/engine.feature": {Data: []byte(text)}}
}

const pending = `
    Scenario: A payment waits
      Given a merchant that sells in NOK
      When the merchant asks Kari for 499.00 NOK
      Then the payment is pending
`

// answers is a target that knows one payment, which nobody has reacted to.
func answers(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/accesstoken"):
		fmt.Fprint(w, `{"access_token":"t","token_type":"Bearer","expires_in":"3600"}`)
	case r.Method == http.MethodPut:
		fmt.Fprint(w, `{"orderId":"kontrakt-0-s0001-1","transactionInfo":{"amount":49900,"status":"Cancelled","timeStamp":"2026-01-01T12:00:00Z"},"transactionSummary":{}}`)
	case r.Method == http.MethodPost:
		fmt.Fprint(w, `{"orderId":"kontrakt-0-s0001-1","url":"https://x.example?token=t"}`)
	default:
		fmt.Fprint(w, `{"orderId":"kontrakt-0-s0001-1","transactionLogHistory":[
			{"amount":49900,"operation":"INITIATE","operationSuccess":true,"timeStamp":"2026-01-01T12:00:00Z","requestId":"","transactionId":"5000000001"}]}`)
	}
}

func options(t *testing.T, features fstest.MapFS, target http.HandlerFunc) steps.Options {
	t.Helper()
	server := httptest.NewServer(target)
	t.Cleanup(server.Close)
	return steps.Options{
		Features: features, Definitions: []api.Definition{ecom.V2()}, URL: server.URL, Target: server.URL,
		Credentials: config.Credentials{
			ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("s"), SubscriptionKey: config.NewSecret("k"), MSN: "123456",
		},
		Now: time.Now, Run: "0", Pace: time.Millisecond,
		Settle: func(string) steps.Settled { return steps.Settled{Exchanges: []string{"x0001"}} },
	}
}

func one(t *testing.T, o steps.Options) harness.Scenario {
	t.Helper()
	all, err := steps.Run(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, all, 1)
	return all[0]
}

func TestAScenarioThatHoldsAndWasJudgedPasses(t *testing.T) {
	t.Parallel()
	s := one(t, options(t, feature(pending), answers))
	assert.Equal(t, harness.StatusPassed, s.Status, told(s))
	assert.Equal(t, "ecom.v2/engine/a-payment-waits", s.ID)
	assert.Equal(t, []string{"x0001"}, s.Exchanges)
	assert.Positive(t, s.Duration)
	for _, step := range s.Steps {
		assert.Equal(t, harness.StatusPassed, step.Status)
	}
	assert.Equal(t, "Given", s.Steps[0].Keyword)
}

func TestHowAScenarioEnds(t *testing.T) {
	t.Parallel()
	finding := func(s harness.Severity) harness.Finding {
		return harness.Finding{
			Rule: "schema.type", Severity: s, Contract: "ecom.v2", Operation: "details", Direction: harness.InResponse,
			In: harness.PartBody, Pointer: "/amount", Want: "an integer", Got: `"1"`,
		}
	}
	for _, tt := range []struct {
		name      string
		scenarios string
		target    http.HandlerFunc
		settled   steps.Settled
		status    harness.Status
		reason    string
	}{
		{
			name: "an error finding fails it, though its steps hold", settled: steps.Settled{Exchanges: []string{"x1"}, Findings: []harness.Finding{finding(harness.Error)}},
			status: harness.StatusFailed, reason: `ecom.v2 details: response body /amount: want an integer, got "1" [schema.type]`,
		},
		{
			name: "a warning does not fail it", settled: steps.Settled{Exchanges: []string{"x1"}, Findings: []harness.Finding{finding(harness.Warning)}},
			status: harness.StatusPassed,
		},
		{
			name: "without an exchange nothing was judged", settled: steps.Settled{},
			status: harness.StatusInconclusive, reason: "nothing was judged",
		},
		{
			name: "an exchange that broke off leaves it open", settled: steps.Settled{Exchanges: []string{"x1"}, Broken: "exchange x1: cut-off"},
			status: harness.StatusInconclusive, reason: "exchange x1: cut-off",
		},
		{
			name:    "an error finding weighs more than an exchange that broke off",
			settled: steps.Settled{Exchanges: []string{"x1"}, Broken: "x", Findings: []harness.Finding{finding(harness.Error)}},
			status:  harness.StatusFailed, reason: "schema.type",
		},
		{
			name: "a fact that is otherwise fails it", settled: steps.Settled{Exchanges: []string{"x1"}},
			scenarios: strings.Replace(pending, "is pending", "is reserved", 1),
			status:    harness.StatusFailed, reason: "state of the payment: want reserved, got pending",
		},
		{
			name: "a step that nobody knows is undefined", settled: steps.Settled{Exchanges: []string{"x1"}},
			scenarios: pending + "      And the payment is blue\n",
			status:    harness.StatusUndefined, reason: "undefined",
		},
		{
			name: "refused credentials are not the subject's fault", settled: steps.Settled{Exchanges: []string{"x1"}},
			target: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
			status: harness.StatusInconclusive, reason: "fetch an access token: credentials refused with status 401",
		},
		{
			name: "a scenario without steps has not passed", settled: steps.Settled{Exchanges: []string{"x1"}},
			scenarios: "\n    Scenario: Nothing happens\n",
			status:    harness.StatusUndefined, reason: "it has no steps",
		},
		{
			name: "what needs our receiver is skipped with a reason", settled: steps.Settled{Exchanges: []string{"x1"}},
			scenarios: strings.Replace(pending, "the payment is pending", "the merchant is told RESERVED", 1),
			status:    harness.StatusSkipped, reason: "needs an address at which the target reaches our receiver",
		},
		{
			name: "what needs the sandbox is skipped with a reason", settled: steps.Settled{Exchanges: []string{"x1"}},
			scenarios: strings.Replace(pending, "    Scenario", "    @sandbox\n    Scenario", 1),
			status:    harness.StatusSkipped, reason: "needs the sandbox",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.scenarios == "" {
				tt.scenarios = pending
			}
			if tt.target == nil {
				tt.target = answers
			}
			o := options(t, feature(tt.scenarios), tt.target)
			o.Settle = func(string) steps.Settled { return tt.settled }
			told := 0
			o.Progress = func(harness.Scenario) { told++ }
			s := one(t, o)
			assert.Equal(t, tt.status, s.Status, s.Reason)
			assert.Contains(t, s.Reason, tt.reason)
			assert.Equal(t, 1, told)
		})
	}
}

func TestATargetThatIsNotThereLeavesItOpen(t *testing.T) {
	t.Parallel()
	o := options(t, feature(pending), answers)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	o.URL = gone.URL
	s := one(t, o)
	assert.Equal(t, harness.StatusInconclusive, s.Status)
}

func TestAPanicIsOurFaultAndEndsOnlyItsScenario(t *testing.T) {
	t.Parallel()
	o := options(t, feature(pending), answers)
	o.Definitions[0].Driver = func(*client.Client) api.Payments { return broken{} }
	s := one(t, o)
	assert.Equal(t, harness.StatusInconclusive, s.Status)
	assert.Contains(t, s.Reason, "panic: the driver broke")
}

func TestAPanicWhileSettlingLeavesItOpen(t *testing.T) {
	t.Parallel()
	o := options(t, feature(pending), answers)
	o.Settle = func(string) steps.Settled { panic("the judge broke") }
	s := one(t, o)
	assert.Equal(t, harness.StatusInconclusive, s.Status)
	assert.Contains(t, s.Reason, "the judge broke")
}

type broken struct{ api.Payments }

func (broken) Create(context.Context, api.Order) (api.Link, error) { panic("the driver broke") }

func TestWhatAScenarioMeantToCauseIsExcused(t *testing.T) {
	t.Parallel()
	o := options(t, feature(pending+`      And the request breaks the contract at "/transaction/amount"`+"\n"), answers)
	meant := harness.Finding{Rule: "schema.minimum", Severity: harness.Error, Direction: harness.InRequest, Pointer: "/transaction/amount"}
	o.Settle = func(string) steps.Settled {
		return steps.Settled{Exchanges: []string{"x1"}, Findings: []harness.Finding{meant}}
	}
	var excused atomic.Int32
	o.Excuse = func(scenario string, f harness.Finding) {
		assert.Equal(t, "ecom.v2/engine/a-payment-waits", scenario)
		assert.Equal(t, meant, f)
		excused.Add(1)
	}
	assert.Equal(t, harness.StatusPassed, one(t, o).Status)
	assert.Positive(t, excused.Load())

	o.Settle = func(string) steps.Settled { return steps.Settled{Exchanges: []string{"x1"}} }
	s := one(t, o)
	assert.Equal(t, harness.StatusFailed, s.Status)
	assert.Equal(t, "want a finding at /transaction/amount to be reported, got nothing of the kind", s.Reason)

	meant.Direction = harness.InResponse
	o.Settle = func(string) steps.Settled {
		return steps.Settled{Exchanges: []string{"x1"}, Findings: []harness.Finding{meant}}
	}
	assert.Equal(t, harness.StatusFailed, one(t, o).Status, "the answer's mistake is not the one that was meant")
}

func TestWhatIsInterruptedIsOpen(t *testing.T) {
	t.Parallel()
	o := options(t, feature(pending+strings.Replace(pending, "waits", "waits again", 1)), answers)
	ctx, stop := context.WithCancel(t.Context())
	o.Progress = func(harness.Scenario) { stop() }
	all, err := steps.Run(ctx, o)
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.Equal(t, harness.StatusInconclusive, all[1].Status)
	assert.Equal(t, "interrupted", all[1].Reason)
}

func TestAtTheEndWhatIsLeftIsGivenUp(t *testing.T) {
	t.Parallel()
	var cancelled atomic.Int32
	o := options(t, feature(pending), func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			cancelled.Add(1)
		}
		answers(w, r)
	})
	assert.Equal(t, harness.StatusPassed, one(t, o).Status)
	assert.EqualValues(t, 1, cancelled.Load())
}

func TestTagExpressions(t *testing.T) {
	t.Parallel()
	features := feature(pending + strings.Replace(strings.Replace(pending, "waits", "waits again", 1), "    Scenario", "    @wire\n    Scenario", 1))
	for _, tt := range []struct {
		expression string
		selected   int
		wrong      string
	}{
		{"", 2, ""},
		{"@core", 2, ""},
		{"@wire", 1, ""},
		{"~@wire", 1, ""},
		{"@core && ~@wire", 1, ""},
		{"@wire,@core", 2, ""},
		{"@rule:x", 2, ""},
		{"@nobody", 0, ""},
		{"@core and not @wire", 0, "@core and not @wire"},
		{"not @wire", 0, "not @wire"},
		{"@core or @wire", 0, "@core or @wire"},
		{"@core && (@wire)", 0, "(@wire)"},
		{"@core &&", 0, ""},
	} {
		t.Run(tt.expression, func(t *testing.T) {
			t.Parallel()
			o := options(t, features, answers)
			o.Tags = tt.expression
			all, err := steps.Plan(o)
			if tt.wrong == "" && tt.expression != "@core &&" {
				require.NoError(t, err)
				assert.Len(t, all, tt.selected)
				if tt.selected > 0 {
					ran, err := steps.Run(t.Context(), o)
					require.NoError(t, err)
					for _, s := range ran {
						assert.NotEqual(t, "it did not run", s.Reason, "godog and the plan select the same")
					}
					return
				}
				_, err = steps.Run(t.Context(), o)
				require.ErrorIs(t, err, steps.ErrNothingSelected)
				return
			}
			var wrong *steps.TagError
			require.ErrorAs(t, err, &wrong)
			assert.Equal(t, tt.wrong, wrong.At)
			assert.Contains(t, wrong.Hint(), "@a && ~@b")
		})
	}
}

func TestWhatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	o := options(t, fstest.MapFS{"ecom.v2/x.feature": {Data: []byte("Feature: x\n  Scenario: z\n    Given a\n    Giben b\n")}}, answers)
	_, err := steps.Plan(o)
	require.ErrorContains(t, err, "x.feature")
	o.APIs = []string{"nobody.v1"}
	_, err = steps.Plan(o)
	require.ErrorContains(t, err, `no API is called "nobody.v1"`)
	assert.False(t, errors.Is(err, steps.ErrNothingSelected))
}

// In production nothing is changed, whatever a feature says of itself.
func TestInProductionNothingIsChanged(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, feature string
		status        harness.Status
		reason        string
	}{
		{"a scenario that is not tagged does not run", pending, harness.StatusSkipped, "@production-safe"},
		{"one that is tagged by mistake is stopped", "    @production-safe" + pending, harness.StatusInconclusive, "POST /ecomm/v2/payments: not sent"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var called atomic.Bool
			o := options(t, feature(tt.feature), func(w http.ResponseWriter, r *http.Request) {
				called.Store(called.Load() || r.URL.Path != client.TokenPath)
				answers(w, r)
			})
			o.Target = "https://API.vipps.no./"
			s := one(t, o)
			assert.Equal(t, tt.status, s.Status)
			assert.Contains(t, s.Reason, tt.reason)
			assert.False(t, called.Load())
		})
	}
}

// On a real target the customer's approval may take a moment to show.
func TestAnApprovalIsWaitedForOnATargetThatIsNoSandbox(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	approve := strings.Replace(pending, "Then the payment is pending", "And Kari approves\n      Then the payment is reserved", 1)
	o := options(t, feature(approve), func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && asked.Add(1) > 3 {
			fmt.Fprint(w, `{"orderId":"kontrakt-0-s0001-1","transactionSummary":{"remainingAmountToCapture":49900},"transactionLogHistory":[
				{"amount":49900,"operation":"RESERVE","operationSuccess":true,"timeStamp":"2026-01-01T12:00:01Z"},
				{"amount":49900,"operation":"INITIATE","operationSuccess":true,"timeStamp":"2026-01-01T12:00:00Z"}]}`)
			return
		}
		answers(w, r)
	})
	s := one(t, o)
	assert.Equal(t, harness.StatusPassed, s.Status, s.Reason)

	o = options(t, feature(approve), answers)
	s = one(t, o)
	assert.Equal(t, harness.StatusFailed, s.Status)
	assert.Equal(t, "wait for the approval to show: the payment is pending after 10 questions", s.Reason)
}

// Only one scenario runs, of an outline only its row, with the ID that it has
// among all.
func TestOnlyRunsOneScenario(t *testing.T) {
	t.Parallel()
	f := feature(pending + `
    Scenario Outline: A payment of <amount> waits
      Given a merchant that sells in NOK
      When the merchant asks Kari for 499.00 NOK
      Then the payment is pending

      Examples: amounts
        | amount |
        | much   |
        | little |
`)
	o := options(t, f, answers)
	plan, err := steps.Plan(o)
	require.NoError(t, err)
	require.Len(t, plan, 3)
	for _, one := range plan {
		o.Only = &one
		all, err := steps.Run(t.Context(), o)
		require.NoError(t, err)
		require.Len(t, all, 1)
		assert.Equal(t, one.ID, all[0].ID)
		assert.NotEqual(t, harness.StatusInconclusive, all[0].Status, "%s", all[0].Reason)
		assert.NotZero(t, all[0].Duration)
	}
}
