package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
)

// What merchants answer when the run is over belongs to no scenario: counts and
// recording are of the same exchanges.
func TestNothingIsTakenInWhenTheRunIsOver(t *testing.T) {
	t.Parallel()
	s, err := newSession(env{Load: loadedOnce, LookupEnv: func(string) (string, bool) { return "", false }}, &options{apis: []string{"ecom.v2"}}, "run")
	require.NoError(t, err)
	defer s.close()
	require.NoError(t, s.startJudge())
	call := func(id string) *harness.Exchange {
		return &harness.Exchange{
			ID: id, Flow: harness.FlowAPI, Started: time.Now(),
			Request: harness.Request{Method: "GET", Target: "/ecomm/v2/payments/acme-shop-1/status"}, Response: harness.Response{Status: 401},
		}
	}
	s.submit(call("x0001"))
	s.over.Store(true)
	s.submit(call("x0002"))
	s.delivered(call("x0003"))
	s.fill()
	assert.Equal(t, 1, s.run.Recorded)
	kept := 0
	for x, err := range s.run.Exchanges() {
		require.NoError(t, err)
		assert.Equal(t, "x0001", x.ID)
		kept++
	}
	assert.Equal(t, 1, kept)
}
