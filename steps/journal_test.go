package steps_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/api/epayment"
	"kontrakt/harness/api/recurring"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/catalog"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
	"kontrakt/steps"
)

// direct is the merchant's client past the proxy.
func (s *stranger) direct() *client.Client {
	var n atomic.Int64
	return client.New(client.Options{
		URL: s.control, Credentials: s.options.Credentials, Now: s.clock.now, Around: s.options.Around,
		IDs: func() string { return fmt.Sprintf("direct-%d", n.Add(1)) },
	})
}

// assertNothingLeft asks the target itself, not the journal.
func (s *stranger) assertNothingLeft(t *testing.T) {
	t.Helper()
	c := s.direct()
	s.mu.Lock()
	var payments []string
	for call := range s.done {
		rest, ecoms := strings.CutPrefix(call, "POST /ecomm/v2/integration-test/payments/")
		if !ecoms {
			rest, ecoms = strings.CutPrefix(call, "POST /epayment/v1/test/payments/")
		}
		if reference, approved := strings.CutSuffix(rest, "/approve"); ecoms && approved {
			payments = append(payments, reference)
		}
	}
	s.mu.Unlock()
	assert.NotEmpty(t, payments)
	for _, reference := range payments {
		p, err := ecom.NewDriver(c).Payment(t.Context(), reference)
		if err != nil {
			p, err = epayment.NewDriver(c).Payment(t.Context(), reference)
		}
		require.NoError(t, err)
		assert.Zero(t, p.Authorized.Minor-p.Captured.Minor-p.Cancelled.Minor, "%s holds a customer's money", reference)
	}
	active, err := recurring.NewDriver(c).Agreements(t.Context(), api.AgreementActive)
	require.NoError(t, err)
	assert.Empty(t, active, "agreements go on")
	registered, err := webhooks.NewDriver(c).List(t.Context())
	require.NoError(t, err)
	assert.Empty(t, registered, "webhooks are delivered")
}

// The whole suite, at the pace of the guides: minutes on the stand-in's clock.
func TestTheSuiteIsNoNuisanceToAStrictTarget(t *testing.T) {
	t.Parallel()
	s := standIn(t)
	path := filepath.Join(t.TempDir(), "out", "journal.jsonl")
	j := journal.Create(path, s.options.Target, s.options.Credentials.MSN, api.Makings(catalog.All()), s.clock.now)
	s.options.Journal = j
	passed, _ := s.run(t)
	assert.Greater(t, passed, 100)
	assert.Zero(t, s.refused.Load(), "calls that were too many")
	assert.Positive(t, s.called("POST /ecomm/v2/payments/", "/capture"))
	assert.Greater(t, time.Until(s.clock.now()), 5*time.Minute, "there was something to wait for")
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, secret := range []string{s.options.Credentials.ClientSecret.Reveal(), s.options.Credentials.SubscriptionKey.Reveal(), s.options.Credentials.ClientID.Reveal(), "91234567", "token"} {
		assert.NotContains(t, string(text), secret)
	}
	for _, kind := range []string{"payment", "agreement", "session", "webhook"} {
		assert.Contains(t, string(text), `"kind":"`+kind+`"`)
	}
	assert.Empty(t, j.Left())
	require.NoError(t, j.Close())
	assert.NoFileExists(t, path, "there is nothing to remember")
	s.assertNothingLeft(t)
}

// The harness is killed: what it has made is given up by who reads the journal.
func TestWhatACrashLeavesIsGivenUp(t *testing.T) {
	t.Parallel()
	s := standIn(t)
	path := filepath.Join(t.TempDir(), "journal.jsonl")
	s.options.Journal = journal.Create(path, s.options.Target, s.options.Credentials.MSN, api.Makings(catalog.All()), s.clock.now)
	var calls atomic.Int64
	var killed atomic.Bool
	crash := func(ctx context.Context, r client.Request, send client.Send) (client.Answer, error) {
		// It is killed when there is something to give up.
		if calls.Add(1) > 40 && len(s.options.Journal.Left()) >= 3 {
			killed.Store(true)
		}
		if killed.Load() {
			return client.Answer{}, errors.New("killed")
		}
		return send(ctx, r)
	}
	around := s.options.Around
	s.options.Around = append([]client.Around{crash}, around...)
	s.options.Tags = "~@generated && @ecom.v2,@recurring.v3,@webhooks.v1,@epayment.v1"
	s.options.Seed = 5
	_, err := steps.Run(t.Context(), s.options)
	require.NoError(t, err)
	s.options.Around = around
	left := s.options.Journal.Left()
	require.NotEmpty(t, left)

	again, err := journal.Open(path, api.Makings(catalog.All()), s.clock.now)
	require.NoError(t, err)
	assert.Equal(t, left, again.Left())
	for round := range 2 {
		var told []journal.Released
		still := again.ReleaseAll(t.Context(), s.direct(), s.options.Target, func(r journal.Released) { told = append(told, r) })
		assert.Zero(t, still, "%v", told)
		if round == 0 {
			assert.Len(t, told, len(left))
		} else {
			assert.Empty(t, told, "it is done once")
		}
	}
	require.NoError(t, again.Close())
	assert.NoFileExists(t, path)
	s.assertNothingLeft(t)
}

// Interrupted, the run gives up what it has made before it ends.
func TestAnInterruptLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	s := standIn(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var approvals atomic.Int64
	s.options.Around = append(s.options.Around, func(ctx context.Context, r client.Request, send client.Send) (client.Answer, error) {
		answer, err := send(ctx, r)
		if strings.HasSuffix(r.Target, "/approve") && approvals.Add(1) == 3 {
			cancel()
		}
		return answer, err
	})
	s.options.Tags = "@ecom.v2 && ~@generated"
	j := journal.Memory(s.options.Target, s.options.Credentials.MSN, api.Makings(catalog.All()), s.clock.now)
	s.options.Journal = j
	all, err := steps.Run(ctx, s.options)
	require.NoError(t, err)
	interrupted := 0
	for _, each := range all {
		if each.Status == harness.StatusInconclusive {
			interrupted++
		}
	}
	assert.Positive(t, interrupted)
	assert.Empty(t, j.Left())
	s.assertNothingLeft(t)
}
