package steps_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/config"
	"kontrakt/harness/sandbox"
	"kontrakt/steps"
)

// as makes the stand-in's merchant one with these abilities, and declares them.
func (s *stranger) as(t *testing.T, unit, declared string) {
	t.Helper()
	answer, err := http.Post(s.control+"/__sandbox/tenants", "application/json", bytes.NewReader([]byte(`{"abilities":`+unit+`}`)))
	require.NoError(t, err)
	defer answer.Body.Close()
	var made sandbox.Tenant
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&made))
	s.options.Credentials = config.Credentials{
		ClientID: config.NewSecret(made.ClientID), ClientSecret: config.NewSecret(made.ClientSecret),
		SubscriptionKey: config.NewSecret(made.SubscriptionKey), MSN: made.MSN,
	}
	f, err := config.Parse("kontrakt.yaml", []byte(declared), nil)
	require.NoError(t, err)
	s.options.Abilities = f.Abilities
}

func find(t *testing.T, all []harness.Scenario, id string) harness.Scenario {
	t.Helper()
	for _, each := range all {
		if each.ID == id {
			return each
		}
	}
	require.Fail(t, "there is no such scenario", id)
	return harness.Scenario{}
}

// What a unit may not do is left out, with the reason; what it may do beyond the
// usual is run, and what expects a refusal of that is left out.
func TestASalesUnitIsAskedForWhatItMay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, unit, declared string
		// passes run and pass; skips are left out for a reason.
		passes []string
		skips  map[string]string
	}{
		{
			"a Norwegian unit that nothing is said of", `{}`, "",
			[]string{"ecom.v2/capture/the-whole-order-ships-at-once", "epayment.v1/create/a-unit-that-sells-in-norway-cannot-ask-for-euros"},
			map[string]string{
				"ecom.v2/direct-capture/approval-takes-the-money-at-once":                  "needs a sales unit that captures directly: abilities.capture is not declared in kontrakt.yaml",
				"epayment.v1/create/a-push-message-needs-no-link":                          "needs a sales unit that may skip the landing page: abilities.skip-landing-page is not declared in kontrakt.yaml",
				"epayment.v1/abroad/a-unit-in-denmark-that-was-approved-captures-in-parts": "needs a sales unit that may capture in parts where not every unit may: abilities.partial-capture is not declared in kontrakt.yaml",
			},
		},
		{
			"a Danish unit without Recurring", `{"market":"DK","partialCapture":true}`, "abilities:\n  currencies: [DKK]\n  recurring: no\n  partial-capture: yes\n",
			[]string{"epayment.v1/abroad/a-unit-in-denmark-that-was-approved-captures-in-parts", "epayment.v1/create/a-unit-that-sells-in-dkk-is-paid-in-dkk", "access-token.v1/token/a-sales-unit-with-its-own-credentials-gets-a-token"},
			map[string]string{
				"ecom.v2/capture/the-whole-order-ships-at-once":                    "needs a sales unit that sells in NOK: kontrakt.yaml:2 declares abilities.currencies",
				"recurring.v3/agreement/an-agreement-that-nobody-has-is-not-there": "needs a sales unit that may use the Recurring API: kontrakt.yaml:3 declares abilities.recurring",
				"epayment.v1/abroad/a-unit-in-denmark-must-capture-all-at-once":    "needs a sales unit that may do no more than most, and not what kontrakt.yaml:4 declares abilities.partial-capture",
			},
		},
		{
			"a unit that captures directly", `{"directCapture":true}`, "abilities:\n  capture: direct\n",
			[]string{"ecom.v2/direct-capture/a-sale-is-undone-by-a-refund", "ecom.v2/reserve/a-payment-that-nobody-has-reacted-to-is-pending"},
			map[string]string{"ecom.v2/capture/the-whole-order-ships-at-once": "needs a sales unit with reserve capture: kontrakt.yaml:2 declares abilities.capture"},
		},
		{
			"a unit that may skip the landing page", `{"skipLandingPage":true,"longLiving":true}`, "abilities:\n  skip-landing-page: yes\n  long-living: yes\n",
			[]string{"epayment.v1/create/a-push-message-needs-no-link", "ecom.v2/point-of-sale/the-till-gives-up-when-karis-phone-is-dead"},
			map[string]string{"epayment.v1/create/a-unit-that-was-not-approved-for-push-messages-cannot-send-one": "needs a sales unit that may do no more than most, and not what kontrakt.yaml:2 declares abilities.skip-landing-page"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := standIn(t)
			s.as(t, tt.unit, tt.declared)
			all, err := steps.Plan(s.options)
			require.NoError(t, err)
			for id, reason := range tt.skips {
				each := find(t, all, id)
				assert.Equal(t, harness.StatusSkipped, each.Status, id)
				assert.Equal(t, reason, each.Reason, id)
			}
			for _, id := range tt.passes {
				only := find(t, all, id)
				s.options.Only = &only
				passed, _ := s.run(t)
				assert.Equal(t, 1, passed, id)
			}
		})
	}
}
