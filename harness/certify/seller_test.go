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
	p, err := certify.Load(profile)
	require.NoError(t, err)
	all := certify.Judge(p, r, certify.Options{Now: noon})
	i := slices.IndexFunc(all, func(o certify.Outcome) bool { return o.ID == id })
	require.GreaterOrEqual(t, i, 0)
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
