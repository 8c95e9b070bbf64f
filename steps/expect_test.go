package steps

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/client/receiver"
)

// A callback that is on its way when the step asks is judged with the others.
func TestTheContractIsHeldAgainstWhatIsOnItsWay(t *testing.T) {
	t.Parallel()
	var arrived atomic.Bool
	sandbox := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "/__sandbox/deliveries", r.URL.Path)
		assert.Equal(t, "200001", r.Header.Get("Kontrakt-Tenant"))
		arrived.Store(r.URL.Query().Get("wait") != "")
	}))
	t.Cleanup(sandbox.Close)
	r := receiver.New(receiver.Options{IDs: func() string { return "x0001" }, Now: time.Now})
	s := newStage(Options{Control: sandbox.URL, Receiver: r, ReceiverURL: "http://127.0.0.1:1", Settle: func(string) Settled {
		if !arrived.Load() {
			return Settled{}
		}
		return Settled{Findings: []harness.Finding{{Rule: "schema.enum", Severity: harness.Error, Direction: harness.InCallbackRequest}}}
	}})
	t.Cleanup(s.close)
	w := s.newWorld(&planned{number: 1})
	w.merchant = &merchant{tenant: "200001"}
	require.NoError(t, w.begin(t.Context()))
	err := everyExchangeKeepsToTheContract(context.WithValue(t.Context(), worldKey{}, w))
	assert.ErrorContains(t, err, "the contract is broken")
}
