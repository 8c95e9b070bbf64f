package agreement_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox/agreement"
)

func TestActsOnAgreements(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		from   agreement.Status
		verb   string
		body   string
		status int
		to     agreement.Status
		max    int64
		actor  agreement.Actor
	}{
		{"approve", agreement.Pending, "approve", "", 204, agreement.Active, 8000, ""},
		{"approve with a maximum", agreement.Pending, "approve", `{"maxAmount":5000}`, 204, agreement.Active, 5000, ""},
		{"approve without consent", agreement.Pending, "approve", `{"consent":false}`, 204, agreement.Ended, 0, ""},
		{"approve with consent", agreement.Pending, "approve", `{"consent":true}`, 204, agreement.Active, 8000, ""},
		{"another maximum", agreement.Active, "approve", `{"maxAmount":9000}`, 204, agreement.Active, 9000, ""},
		{"approve twice", agreement.Active, "approve", "", 409, agreement.Active, 8000, ""},
		{"reject", agreement.Pending, "reject", "", 204, agreement.Ended, 0, ""},
		{"expire", agreement.Pending, "expire", "", 204, agreement.Lapsed, 0, ""},
		{"stop", agreement.Active, "stop", "", 204, agreement.Ended, 8000, agreement.ByPayer},
		{"delete the profile", agreement.Active, "stop", `{"actor":"ADMIN"}`, 204, agreement.Ended, 8000, agreement.ByAdmin},
		{"stop by nobody", agreement.Active, "stop", `{"actor":"BOSS"}`, 409, agreement.Active, 8000, ""},
		{"a maximum that is none", agreement.Pending, "approve", `{"maxAmount":"much"}`, 409, agreement.Pending, 0, ""},
		{"stop what is pending", agreement.Pending, "stop", "", 409, agreement.Pending, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			a, err := b.draft(variable(8000), func(t *agreement.Terms) { t.Scope = "name" })
			require.NoError(t, err)
			b.in(func(*agreement.Book) { require.NoError(t, ways[tt.from](b, a)) })
			status, body := b.control("agreements/"+a.ID+"/"+tt.verb, tt.body)
			assert.Equal(t, tt.status, status, body)
			assert.Equal(t, tt.to, a.Status)
			assert.Equal(t, tt.max, a.PayerMax)
			assert.Equal(t, tt.actor, a.Actor)
		})
	}
}

func TestActsOnCharges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, verb, body string
		status           int
		stands           string
		reason           agreement.FailureReason
	}{
		{"settle", "settle", "", 204, "CHARGED 10000 0 0", ""},
		{"fail", "fail", "", 204, "FAILED 0 0 0", agreement.UserActionRequired},
		{"fail for a reason", "fail", `{"failureReason":"technical_error"}`, 204, "FAILED 0 0 0", agreement.TechnicalError},
		{"fail for none", "fail", `{"failureReason":"bad_mood"}`, 409, "DUE 0 0 0", ""},
		{"fail until it is settled", "fail", `{"retry":true}`, 204, "DUE 0 0 0", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			c := b.made()
			status, body := b.control("charges/"+c.ID+"/"+tt.verb, tt.body)
			assert.Equal(t, tt.status, status, body)
			assert.Equal(t, tt.stands, b.standing(c))
			assert.Equal(t, tt.reason, c.Failure().Reason)
		})
	}
}

func TestActsOnTheInitialCharge(t *testing.T) {
	t.Parallel()
	for verb, want := range map[string]struct {
		status agreement.Status
		charge string
	}{"settle": {agreement.Active, "CHARGED 5000 0 0"}, "fail": {agreement.Lapsed, "FAILED 0 0 0"}} {
		b := open(t, able)
		a, err := b.draft(initial(5000, take))
		require.NoError(t, err)
		status, body := b.control("charges/first-0001/"+verb, "")
		assert.Equal(t, http.StatusNoContent, status, body)
		assert.Equal(t, want.status, a.Status)
		assert.Equal(t, want.charge, b.standing(a.Initial))
	}
}

func TestActsOnNothing(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	for _, path := range []string{"agreements/agr_0000000/approve", "charges/chr-0000000/settle", "payments/order-0001/approve"} {
		status, _ := b.control(path, "")
		assert.Equal(t, http.StatusNotFound, status, path)
	}
}
