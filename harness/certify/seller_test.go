package certify_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/certify"
)

// line judges one requirement of a profile.
func line(t *testing.T, profile, id string, r *certify.Record) certify.Outcome {
	t.Helper()
	return lineSold(t, profile, id, r, nil)
}

// lineSold does so where scenarios had things sold for some profiles.
func lineSold(t *testing.T, profile, id string, r *certify.Record, sold map[string]string) certify.Outcome {
	t.Helper()
	p, err := certify.Load(profile)
	require.NoError(t, err)
	all := certify.Judge(p, r, certify.Options{Now: noon, Sold: sold})
	i := slices.IndexFunc(all, func(o certify.Outcome) bool { return o.ID == id })
	require.GreaterOrEqual(t, i, 0, "%s has no %s", profile, id)
	return all[i]
}

// A partner's call says for which merchant it is, each one of them.
func TestEveryCallOfAPartnerNamesTheMerchant(t *testing.T) {
	t.Parallel()
	named, unnamed := create("a", 500), read("a")
	named.unit = "123456"
	told := call{operation: "webhooks.v1/epayments.payment.authorized.v1", reference: "a", callback: true}
	assert.Equal(t, certify.NotObserved, line(t, "partner", "PRT-CL-01", recorded(t, []call{told})).Status)
	assert.Equal(t, certify.Met, line(t, "partner", "PRT-CL-01", recorded(t, []call{named, told})).Status, "what the API calls names nobody")
	out := line(t, "partner", "PRT-CL-01", recorded(t, []call{named, unnamed}))
	assert.Equal(t, certify.Unmet, out.Status)
	assert.Equal(t, "a call without Merchant-Serial-Number", out.Because)
	assert.Equal(t, "x0002", out.Evidence[0].Exchange)
}

// One rule counts for two requirements, each time of another operation.
func TestARuleOfOneOperation(t *testing.T) {
	t.Parallel()
	asked := call{operation: "checkout.v3/fetchLogisticsOptions", reference: "a", callback: true}
	told := call{operation: "checkout.v3/checkoutCallback", reference: "a", callback: true}
	slow := func(operation string) harness.Finding {
		return harness.Finding{Rule: "callback.late", Severity: harness.Error, Blame: harness.Integration, Contract: "checkout.v3", Operation: operation, Want: "an answer in time", Exchanges: []string{"x0001"}}
	}
	for operation, breaks := range map[string]string{"fetchLogisticsOptions": "CHK-CL-17", "checkoutCallback": "CHK-CL-03"} {
		for _, id := range []string{"CHK-CL-03", "CHK-CL-17"} {
			want := map[bool]string{true: certify.Unmet, false: certify.Met}[id == breaks]
			assert.Equal(t, want, line(t, "checkout", id, recorded(t, []call{asked, told}, slow(operation))).Status, "%s, late at %s", id, operation)
		}
	}
}

// What was sold for one profile proves nothing for another; a profile for which
// nothing was sold has what was sold for the one that it extends.
func TestWhatWasSoldForAnotherProfileProvesNothing(t *testing.T) {
	t.Parallel()
	web, till := create("web-1", 500), create("till-1", 500)
	till.sent = `{"customerInteraction":"CUSTOMER_PRESENT"}`
	wrong := harness.Finding{Rule: "guide.orderid-quality", Severity: harness.Error, Blame: harness.Integration, Want: "letters", Exchanges: []string{"x0001"}}
	r := recorded(t, []call{web, till}, wrong)
	for _, tt := range []struct {
		name, profile, line string
		sold                map[string]string
		status              string
	}{
		{"nobody says for whom", "pos", "EPAY-CL-20", nil, certify.Unmet},
		{"each for its own", "pos", "EPAY-CL-20", map[string]string{"web-1": "epayment", "till-1": "pos"}, certify.Met},
		{"all of it at the till", "pos", "EPAY-CL-20", map[string]string{"web-1": "pos", "till-1": "pos"}, certify.Unmet},
		{"one of which nobody knows", "pos", "EPAY-CL-20", map[string]string{"till-1": "pos"}, certify.Unmet},
		{"what is extended", "partner", "EPAY-CL-01", map[string]string{"web-1": "epayment", "till-1": "pos"}, certify.Met},
		{"nothing for it", "recurring", "REC-CL-01", map[string]string{"web-1": "epayment"}, certify.NotObserved},
		{"a finding about its own", "epayment", "EPAY-CL-13", map[string]string{"web-1": "epayment", "till-1": "pos"}, certify.Unmet},
		{"a finding about another's", "pos", "EPAY-CL-13", map[string]string{"web-1": "epayment", "till-1": "pos"}, certify.Met},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := lineSold(t, tt.profile, tt.line, r, tt.sold)
			assert.Equal(t, tt.status, o.Status, o.Because)
		})
	}
}

// Two profiles that ask for the same share a line, which is unmet where either is.
func TestALineOfTwoProfiles(t *testing.T) {
	t.Parallel()
	broken := harness.Finding{Rule: "schema.required", Severity: harness.Error, Blame: harness.Integration, Contract: "ecom.v2", Want: "an order", Exchanges: []string{"x0002"}}
	r := recorded(t, []call{create("a", 500), {operation: "ecom.v2/initiatePaymentV3UsingPOST", reference: "b"}}, broken)
	for _, order := range [][]string{{"epayment", "ecom"}, {"ecom", "epayment"}} {
		var c certify.Certificate
		for _, name := range order {
			p, err := certify.Load(name)
			require.NoError(t, err)
			c.Add(p, r, certify.Options{Now: noon})
		}
		var of []certify.Line
		for _, l := range c.Requirements {
			if l.ID == "TERMS-T2" {
				of = append(of, l)
			}
		}
		require.Len(t, of, 1)
		assert.Equal(t, certify.Unmet, of[0].Status, order)
		assert.Equal(t, "ecom", of[0].Profile)
	}
}
