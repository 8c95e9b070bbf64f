package sequence_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

func TestAHistoryIsReadForWhatMovedMoney(t *testing.T) {
	t.Parallel()
	history := sequence.History{
		At: "/log", Event: "/what", Success: "/ok", Amount: "/sum/value", Key: "/key", Capture: "TAKE", Refund: "GIVE",
	}
	taken := sequence.Entry{Deed: sequence.Capture, Minor: 100, Key: sequence.Digest([]byte("k1")), Pointer: "/log/0/sum/value"}
	tests := []struct {
		name, body string
		want       []sequence.Entry
	}{
		{"a capture", `{"log":[{"what":"TAKE","ok":true,"sum":{"value":100},"key":"k1"}]}`, []sequence.Entry{taken}},
		{
			"a refund that came without a key stands where it stands", `{"log":[{"what":"MAKE","ok":true},{"what":"GIVE","ok":true,"sum":{"value":7}}]}`,
			[]sequence.Entry{{Deed: sequence.Refund, Minor: 7, Pointer: "/log/1/sum/value"}},
		},
		{"what did not succeed moved nothing", `{"log":[{"what":"TAKE","ok":false,"sum":{"value":100}}]}`, nil},
		{"an amount that is no whole number is none", `{"log":[{"what":"TAKE","ok":true,"sum":{"value":1.5}}]}`, nil},
		{"no list", `{"log":"TAKE"}`, nil},
		{"no body", ``, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, history.Moved(rules.NewJSON([]byte(tt.body))))
		})
	}
}

func TestAnAggregateHasTheSumsThatItTells(t *testing.T) {
	t.Parallel()
	body := rules.NewJSON([]byte(`{"aggregate":{"authorizedAmount":{"value":500},"capturedAmount":{"value":0},"refundedAmount":{}}}`))
	assert.Equal(t, &sequence.Standing{
		Authorized: sequence.Of(500, "/aggregate/authorizedAmount/value"), Captured: sequence.Of(0, "/aggregate/capturedAmount/value"),
	}, sequence.AggregateAt("/aggregate/").In(body))
}
