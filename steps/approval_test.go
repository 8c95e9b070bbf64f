package steps_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/steps"
)

// What needs an approval is left out before anything is made that nobody will
// approve.
func TestNothingIsApprovedWhereApprovalsAreLeftOut(t *testing.T) {
	t.Parallel()
	s := standIn(t)
	s.options.Approval = steps.Never
	passed, all := s.run(t)
	assert.Greater(t, passed, 100)
	skipped := 0
	for _, each := range all {
		if each.Reason == "needs an approval, which --approval skip leaves out" {
			skipped++
			assert.Empty(t, each.Exchanges, each.ID)
		}
	}
	assert.Greater(t, skipped, 100)
	for _, sum := range []string{"/capture", "/refund"} {
		for call, n := range s.succeeded(sum) {
			assert.Zero(t, n, "%s: nothing can be captured that nobody approved", call)
		}
	}
}

// A person approves in the app what she is shown, one thing at a time.
func TestAPersonApproves(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, tags string
		verb       func(what string) string
		status     harness.Status
		reason     string
	}{
		{"a payment of eCom", "@ecom.v2 && @rule:payment-capture-full", payments("approve"), harness.StatusPassed, ""},
		{"a payment of ePayment", "@epayment.v1 && @rule:payment-capture-full", payments("approve"), harness.StatusPassed, ""},
		{"an agreement", "@recurring.v3 && @rule:agreement-profile", agreements("approve"), harness.StatusPassed, ""},
		{"a payment that she rejects", "@ecom.v2 && @rule:payment-capture-full", payments("reject"), harness.StatusInconclusive, "wait for a person to approve: the payment is cancelled"},
		{"a payment that she does not see", "@ecom.v2 && @rule:payment-capture-full", func(string) string { return "" }, harness.StatusInconclusive, "wait for a person to approve: nobody has within 10m0s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := standIn(t)
			asked, control := 0, s.control
			s.options.Tags, s.options.Approval, s.options.Concurrency = tt.tags, steps.ByHand, 8
			s.options.Ask = func(what, link string) {
				asked++
				assert.Regexp(t, `^http.*\?.*`, link)
				if path := tt.verb(what); path != "" {
					answer, err := http.Post(control+"/__sandbox/"+path, "application/json", bytes.NewReader([]byte("{}")))
					if assert.NoError(t, err) {
						assert.Less(t, answer.StatusCode, 300, path)
						_ = answer.Body.Close()
					}
				}
			}
			began := s.clock.now()
			all, err := steps.Run(t.Context(), s.options)
			require.NoError(t, err)
			ran := 0
			for _, each := range all {
				if each.Status == harness.StatusSkipped {
					continue
				}
				ran++
				assert.Equal(t, tt.status, each.Status, "%s %s\n%s", each.ID, each.Reason, told(each))
				if tt.reason != "" {
					assert.Contains(t, each.Reason, tt.reason)
				}
			}
			require.Positive(t, ran)
			assert.Positive(t, asked)
			assert.Zero(t, s.called("POST /ecomm/v2/integration-test", "/approve"))
			assert.GreaterOrEqual(t, s.clock.now().Sub(began), 5*time.Second)
			assert.Zero(t, s.refused.Load())
		})
	}
}

func payments(verb string) func(string) string {
	return func(what string) string { return "payments/" + strings.Fields(what)[1] + "/" + verb }
}

func agreements(verb string) func(string) string {
	return func(what string) string { return "agreements/" + strings.Fields(what)[1] + "/" + verb }
}
