package trial_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/certify/adversary"
	"kontrakt/harness/certify/merchant"
	"kontrakt/harness/config"
	"kontrakt/steps/trial"
)

// A shop that declares nothing is asked nothing: what is left of every scenario is
// that its sentences are known, each by one expression.
func TestEverySentenceIsKnown(t *testing.T) {
	t.Parallel()
	entries, err := features.Merchant.ReadDir("merchant")
	require.NoError(t, err)
	o := options(t, nil)
	o.Features, o.Tags = features.Merchant, nil
	for _, e := range entries {
		o.Tags = append(o.Tags, "@"+e.Name())
	}
	all, err := trial.Run(t.Context(), o)
	require.NoError(t, err)
	ids := map[string]bool{}
	for _, s := range all {
		assert.Equal(t, harness.StatusSkipped, s.Status, "%s: %s", s.ID, s.Reason)
		assert.Contains(t, s.Reason, "is not declared", s.ID)
		for _, step := range s.Steps {
			assert.NotEqual(t, harness.StatusUndefined, step.Status, "%s: %s", s.ID, step.Text)
		}
		assert.False(t, ids[s.ID], "%s: two scenarios have this name", s.ID)
		ids[s.ID] = true
	}
	assert.Greater(t, len(all), 90)
}

// options put a shop with some actions on trial, against a sandbox that does
// everything that it is told.
func options(t *testing.T, actions map[string]config.Action) trial.Options {
	t.Helper()
	control := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	t.Cleanup(control.Close)
	return trial.Options{
		Shop: &merchant.Shop{Actions: actions}, Control: control.URL, Adversary: &adversary.Adversary{}, Now: time.Now, Patience: 50 * time.Millisecond,
		Tags: []string{"@epayment"},
		Payment: func(context.Context, string) (api.Payment, error) {
			return api.Payment{}, errors.New("nobody answers")
		},
	}
}

// called is an action that calls a shop.
func called(url, read, pointer string) config.Action {
	a := config.Action{Name: "it", Method: http.MethodPost, URL: url, Read: map[string]string{}}
	if read != "" {
		a.Read[read] = pointer
	}
	return a
}

// scenario runs one of some sentences, with a semicolon between them, of the first
// tag that is asked for.
func scenario(t *testing.T, o trial.Options, text string) harness.Scenario {
	t.Helper()
	o.Features = fstest.MapFS{"a.feature": {Data: []byte(o.Tags[0] + "\nFeature: Some\n  Scenario: One\n    " + strings.ReplaceAll(text, "; ", "\n    ") + "\n")}}
	all, err := trial.Run(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, all, 1)
	return all[0]
}

func TestHowAScenarioEnds(t *testing.T) {
	t.Parallel()
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/refuses":
			w.WriteHeader(http.StatusConflict)
		case "/page":
			_, _ = w.Write([]byte("<html>"))
		case "/bare":
			_, _ = w.Write([]byte("{}"))
		default:
			_ = json.NewEncoder(w).Encode(map[string]string{"order": "a", "status": "waiting"})
		}
	}))
	t.Cleanup(shop.Close)
	order, status := called(shop.URL+"/order", "order", "/order"), called(shop.URL+"/status", "status", "/status")
	for _, tt := range []struct {
		name, says string
		actions    map[string]config.Action
		status     harness.Status
		reason     string
	}{
		{"as it should", "Given Kari has placed an order of 1.00 NOK; Then the order is waiting", map[string]config.Action{"place-order": order, "order-status": status}, harness.StatusPassed, ""},
		{"otherwise", "Given Kari has placed an order of 1.00 NOK; Then the order is paid", map[string]config.Action{"place-order": order, "order-status": status}, harness.StatusFailed, "the order: want paid, got waiting after 50ms"},
		{"with a refusal", "Given Kari has placed an order of 1.00 NOK", map[string]config.Action{"place-order": called(shop.URL+"/refuses", "", "")}, harness.StatusFailed, "the shop answered 409"},
		{"with a page", "Given Kari has placed an order of 1.00 NOK", map[string]config.Action{"place-order": called(shop.URL+"/page", "order", "/order")}, harness.StatusFailed, "the shop's answer is no JSON"},
		{"without an order", "Given Kari has placed an order of 1.00 NOK", map[string]config.Action{"place-order": called(shop.URL+"/bare", "order", "/order")}, harness.StatusFailed, "the shop's answer has no value at /order"},
		{"with an order that nobody reads", "Given Kari has placed an order of 1.00 NOK", map[string]config.Action{"place-order": called(shop.URL+"/bare", "", "")}, harness.StatusInconclusive, "place-order reads neither reference nor order"},
		{"undeclared", "Given Kari has placed an order of 1.00 NOK; When the shop cancels the order", map[string]config.Action{"place-order": order}, harness.StatusSkipped, "the action cancel-order is not declared"},
		{"with a sentence that nobody knows", "Given Kari has placed an order of 1.00 NOK; Then the sun shines", map[string]config.Action{"place-order": order}, harness.StatusUndefined, "a step is not known"},
		{"where the API is gone", "Given Kari has placed an order of 1.00 NOK; Then 0.00 NOK stands captured", map[string]config.Action{"place-order": order}, harness.StatusInconclusive, "read the payment a: nobody answers"},
		{"where deliveries go elsewhere", "Given Kari has placed an order of 1.00 NOK; And its webhooks are held back", map[string]config.Action{"place-order": order}, harness.StatusSkipped, "do not pass through here"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := scenario(t, options(t, tt.actions), tt.says)
			assert.Equal(t, tt.status, s.Status, s.Reason)
			if tt.reason == "" {
				assert.Empty(t, s.Reason)
			}
			assert.Contains(t, s.Reason, tt.reason)
		})
	}
}

// Who takes something in and does it later is waited for; more than was asked for
// is not waited away.
func TestAShopMayGetRoundToItLater(t *testing.T) {
	t.Parallel()
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusAccepted)
		_, _ = w.Write([]byte(`{"order": "a"}`))
	}))
	t.Cleanup(shop.Close)
	for _, tt := range []struct {
		name     string
		captured []int64 // each time that somebody asks
		patience time.Duration
		status   harness.Status
		reason   string
	}{
		{"at once", []int64{0, 0, 100}, time.Minute, harness.StatusPassed, ""},
		{"later", []int64{0, 0, 0, 0, 0, 50, 50, 100}, time.Minute, harness.StatusPassed, ""},
		{"twice", []int64{0, 0, 0, 0, 0, 200}, time.Minute, harness.StatusFailed, "captured of a: want 1.00 NOK, got 2.00 NOK"},
		{"never", []int64{0}, 50 * time.Millisecond, harness.StatusFailed, "captured of a: want 1.00 NOK, got 0.00 NOK"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := options(t, map[string]config.Action{"place-order": called(shop.URL, "order", "/order"), "ship": called(shop.URL, "", "")})
			o.Patience = tt.patience
			o.Payment = func(context.Context, string) (api.Payment, error) {
				now := tt.captured[0]
				if len(tt.captured) > 1 {
					tt.captured = tt.captured[1:]
				}
				return api.Payment{Authorized: api.Money{Minor: 100, Currency: "NOK"}, Captured: api.Money{Minor: now, Currency: "NOK"}}, nil
			}
			s := scenario(t, o, "Given Kari has placed an order of 1.00 NOK; When the shop ships what is left; Then 1.00 NOK stands captured")
			assert.Equal(t, tt.status, s.Status, s.Reason)
			assert.Equal(t, tt.reason, s.Reason)
		})
	}
}

func TestASandboxThatIsGoneIsNotTheShopsFault(t *testing.T) {
	t.Parallel()
	o := options(t, nil)
	o.Control = "http://127.0.0.1:1"
	s := scenario(t, o, "Given no webhook arrives")
	assert.Equal(t, harness.StatusInconclusive, s.Status)
	assert.Contains(t, s.Reason, "ask the sandbox")
}

func TestWhatIsInterruptedIsInconclusive(t *testing.T) {
	t.Parallel()
	o := options(t, map[string]config.Action{"place-order": called("http://127.0.0.1:1", "order", "/order")})
	o.Features = fstest.MapFS{"a.feature": {Data: []byte("@epayment\nFeature: Some\n  Scenario: One\n    Given Kari has placed an order of 1.00 NOK\n")}}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	all, err := trial.Run(ctx, o)
	require.NoError(t, err)
	require.Len(t, all, 1)
	assert.Equal(t, harness.StatusInconclusive, all[0].Status)
}

// A shop that is gone is not waited for again and again.
func TestAShopThatIsGoneIsAskedNoMore(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	shop := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked.Add(1)
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(shop.Close)
	o := options(t, map[string]config.Action{"place-order": called(shop.URL, "order", "/order")})
	text := "@epayment\nFeature: Some\n"
	for i := range 5 {
		text += fmt.Sprintf("  Scenario: Number %d\n    Given Kari has placed an order of 1.00 NOK\n", i)
	}
	o.Features = fstest.MapFS{"a.feature": {Data: []byte(text)}}
	all, err := trial.Run(t.Context(), o)
	require.NoError(t, err)
	var statuses []harness.Status
	for _, s := range all {
		statuses = append(statuses, s.Status)
	}
	const failed, unjudged = harness.StatusFailed, harness.StatusInconclusive
	assert.Equal(t, []harness.Status{failed, failed, failed, unjudged, unjudged}, statuses)
	assert.Contains(t, all[4].Reason, "was asked no more")
	assert.EqualValues(t, 3, asked.Load())
}

// Words that nobody knows are not waited upon for ever: what they mean is the
// owner's to say.
func TestWordsThatNobodyKnows(t *testing.T) {
	t.Parallel()
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"order": "a", "status": "in the bag"}`))
	}))
	t.Cleanup(shop.Close)
	o := options(t, map[string]config.Action{"place-order": called(shop.URL, "order", "/order"), "order-status": called(shop.URL, "status", "/status")})
	text := "@epayment\nFeature: Some\n"
	for i := range 5 {
		text += fmt.Sprintf("  Scenario: Number %d\n    Given Kari has placed an order of 1.00 NOK\n    Then the order is paid\n", i)
	}
	o.Features = fstest.MapFS{"a.feature": {Data: []byte(text)}}
	all, err := trial.Run(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, all, 5)
	assert.Equal(t, harness.StatusFailed, all[2].Status)
	assert.Equal(t, "the order: want paid, got in the bag after 50ms", all[2].Reason)
	for _, s := range all[3:] {
		assert.Equal(t, harness.StatusInconclusive, s.Status)
		assert.Equal(t, `the order stands as "in the bag", and nobody knows what that is: statuses in kontrakt.yaml says which words of the shop mean paid`, s.Reason)
	}
}

func TestAPaymentThatTheSandboxDoesNotKnow(t *testing.T) {
	t.Parallel()
	o := options(t, nil)
	control := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(control.Close)
	o.Control = control.URL
	s := scenario(t, o, "When Kari approves the payment")
	assert.Equal(t, harness.StatusInconclusive, s.Status)
	assert.Contains(t, s.Reason, "does the shop call the address in KONTRAKT_URL?")
}

// What waits for the shop waits beside others: each of these orders is taken when
// there are two.
func TestPatientScenariosRunBesideEachOther(t *testing.T) {
	t.Parallel()
	var orders sync.WaitGroup
	orders.Add(2)
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		orders.Done()
		orders.Wait()
		_, _ = w.Write([]byte(`{"order": "a"}`))
	}))
	t.Cleanup(shop.Close)
	o := options(t, map[string]config.Action{"place-order": called(shop.URL, "order", "/order")})
	o.Adversary.Carry(http.DefaultTransport)
	told := 0
	o.Progress = func(harness.Scenario) { told++ }
	o.Features = fstest.MapFS{"a.feature": {Data: []byte(`@epayment
Feature: Some
  @patient
  Scenario: One
    Given Kari has placed an order of 1.00 NOK
  @patient
  Scenario: Another
    Given Kari has placed an order of 2.00 NOK
`)}}
	all, err := trial.Run(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, all, 2)
	for _, s := range all {
		assert.Equal(t, harness.StatusPassed, s.Status, s.Reason)
	}
	assert.Equal(t, 2, told)
}
