package sessionwire_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/session"
)

func TestAnErrorIsAProblem(t *testing.T) {
	t.Parallel()
	option := &logistics.Refusal{At: 2, ID: "mail", Field: "brand", Reason: logistics.UnknownBrand}
	tests := []struct {
		name   string
		err    error
		status int
		code   string
		fields map[string][]string
	}{
		{"no such session", &session.Refusal{Reason: session.Unknown}, 404, "Session-00100", nil},
		{"a reference that is taken", &session.Refusal{Field: "transaction.reference", Reason: session.Duplicate}, 409, "Sandbox-DuplicateReference", nil},
		{"a session that is paid", &session.Refusal{Reason: session.Paying}, 400, "Sandbox-SessionClosed", nil},
		{
			"a field", &session.Refusal{Field: "transaction.amount", Reason: session.TooMuch}, 400, "Validation-00001",
			map[string][]string{"Transaction.Amount": {"The sum is too large."}},
		},
		{
			"a way to ship", &session.Refusal{Field: "logistics.fixedOptions", Reason: option}, 400, "Validation-00001",
			map[string][]string{"Logistics.FixedOptions[2].Brand": {`Shipping option "mail": there is no such carrier.`}},
		},
		{"a problem is itself", sessionwire.Invalid("Reference", "It is missing."), 400, "Validation-00001", map[string][]string{"Reference": {"It is missing."}}},
		{"anything else says nothing of itself", errors.New("disk full"), 500, "Sandbox-Internal", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := sessionwire.Worded(tt.err)
			assert.Equal(t, tt.status, p.Status)
			assert.Equal(t, tt.code, p.Code)
			assert.Equal(t, tt.fields, p.Fields)
			assert.NotContains(t, p.Title, "disk")
		})
	}
}

func TestAFieldIsNamedOnceWithAllThatIsWrong(t *testing.T) {
	t.Parallel()
	p := sessionwire.Invalid("Reference", "It is short.").And("Reference", "It is odd.").And("Reference", "It is short.").And("Body", "It is long.")
	assert.Equal(t, map[string][]string{"Reference": {"It is short.", "It is odd."}, "Body": {"It is long."}}, p.Fields)
}

func TestOnlyWhatAProblemIsPromisedForIsBarredWithOne(t *testing.T) {
	t.Parallel()
	for reason, status := range map[sandbox.Reason]int{sandbox.MissingKey: 401, sandbox.UnknownKey: 401, sandbox.OtherMSN: 403} {
		p, ok := sessionwire.Barred(sandbox.Refusal{Reason: reason})
		assert.True(t, ok)
		assert.Equal(t, status, p.Status)
	}
	_, ok := sessionwire.Barred(sandbox.Refusal{Reason: sandbox.UnknownMethod})
	assert.False(t, ok)
}

func TestPlacesAreNamedAsThePublishedExampleDoes(t *testing.T) {
	t.Parallel()
	for pointer, want := range map[string]string{
		"/transaction/amount/value": "Transaction.Amount.Value", "/logistics/fixedOptions/0/brand": "Logistics.FixedOptions[0].Brand",
		"": "Body", "/": "Body", "/0": "[0]",
	} {
		assert.Equal(t, want, sessionwire.Dotted(pointer), pointer)
	}
}
