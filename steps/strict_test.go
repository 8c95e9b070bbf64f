package steps_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/harness/client/pace"
	"kontrakt/harness/config"
	"kontrakt/harness/sandbox"
	"kontrakt/steps"
)

// A virtual clock goes on when somebody waits.
type virtual struct {
	mu sync.Mutex
	at time.Time
}

func (v *virtual) now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.at
}

func (v *virtual) wait(ctx context.Context, d time.Duration) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.at = v.at.Add(d)
	return ctx.Err()
}

// A stranger is a target that does not say it is a sandbox. It holds the
// documented limits, and counts what breaks them.
type stranger struct {
	theatre
	clock *virtual
	// calls counts those that reached it, by method and path; refused those that
	// were too many.
	mu      sync.Mutex
	calls   map[string]int
	done    map[string]int
	refused atomic.Int64
	// control is where the test itself plays the customer.
	control string
}

func standIn(t *testing.T) *stranger {
	t.Helper()
	s := &stranger{clock: &virtual{at: time.Now()}, calls: map[string]int{}, done: map[string]int{}}
	s.theatre = openAt(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/__sandbox") {
				next.ServeHTTP(w, r)
				return
			}
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, r)
			s.mu.Lock()
			s.calls[r.Method+" "+r.URL.Path]++
			if answer.Code < 300 {
				s.done[r.Method+" "+r.URL.Path]++
			}
			s.mu.Unlock()
			if answer.Code == http.StatusTooManyRequests {
				s.refused.Add(1)
			}
			for name, values := range answer.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(answer.Code)
			_, _ = w.Write(answer.Body.Bytes())
		})
	}, s.clock.now)
	shop := sandbox.Default()
	s.control = s.options.Control
	s.options.Control, s.options.Run, s.options.Phone = "", "strict", "91234567"
	s.options.Concurrency = 1 // time is everybody's here
	// A callback that is on its way while time leaps would be late.
	s.options.Receiver, s.options.ReceiverURL = nil, ""
	s.options.Wait = s.clock.wait
	s.options.Around = []client.Around{pace.New(pace.Options{Limits: pace.Limits(), Now: s.clock.now, Wait: s.clock.wait}).Around}
	s.options.Credentials = config.Credentials{
		ClientID: config.NewSecret(shop.ClientID), ClientSecret: config.NewSecret(shop.ClientSecret),
		SubscriptionKey: config.NewSecret(shop.SubscriptionKey), MSN: shop.MSN,
	}
	return s
}

// called counts the calls whose method and path begin and end so.
func (s *stranger) called(begin, end string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for call, times := range s.calls {
		if strings.HasPrefix(call, begin) && strings.HasSuffix(call, end) {
			n += times
		}
	}
	return n
}

// succeeded gives the calls that end so and were served, with how often.
func (s *stranger) succeeded(end string) map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[string]int{}
	for call, n := range s.done {
		if strings.HasSuffix(call, end) {
			found[call] = n
		}
	}
	return found
}

// run runs what is selected and holds every scenario passed or skipped for a
// reason.
func (s *stranger) run(t *testing.T) (passed int, all []harness.Scenario) {
	t.Helper()
	all, err := steps.Run(t.Context(), s.options)
	require.NoError(t, err)
	for _, each := range all {
		reason := each.Status == harness.StatusSkipped && each.Reason != ""
		assert.True(t, each.Status == harness.StatusPassed || reason, "%s: %s %s\n%s", each.ID, each.Status, each.Reason, told(each))
		if each.Status == harness.StatusPassed {
			passed++
		}
	}
	return passed, all
}

// The stand-in is strict: who does not hold back is told.
func TestAStrictTargetRefusesWhoDoesNotHoldBack(t *testing.T) {
	t.Parallel()
	s := standIn(t)
	s.options.Around, s.options.Pace, s.options.Tags = nil, time.Millisecond, "@generated"
	_, err := steps.Run(t.Context(), s.options)
	require.NoError(t, err)
	assert.Positive(t, s.refused.Load())
}

// In production only what is tagged runs, and it only reads.
func TestWhatIsSafeForProductionOnlyReads(t *testing.T) {
	t.Parallel()
	s := standIn(t)
	s.options.Target = "https://api.vipps.no"
	passed, all := s.run(t)
	for _, each := range all {
		assert.Equal(t, slices.Contains(each.Tags, "@production-safe"), each.Status == harness.StatusPassed, "%s: %s %s", each.ID, each.Status, each.Reason)
	}
	assert.GreaterOrEqual(t, passed, 10)
	for call := range s.calls {
		assert.True(t, strings.HasPrefix(call, "GET ") || strings.EqualFold(call, "POST "+client.TokenPath), call)
	}
}
