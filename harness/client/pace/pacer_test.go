package pace_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/client"
	"kontrakt/harness/client/pace"
)

func capture(order, msn string) client.Request {
	return client.Request{
		Method: http.MethodPost, Target: "/ecomm/v2/payments/" + order + "/capture",
		Header: http.Header{"Merchant-Serial-Number": {msn}, "Ocp-Apim-Subscription-Key": {"key"}},
	}
}

// served answers everything with 200 and notes when.
type served struct {
	mu sync.Mutex
	at []time.Time
}

func (s *served) send(context.Context, client.Request) (client.Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = append(s.at, time.Now())
	return client.Answer{Status: http.StatusOK}, nil
}

// most is the largest number of calls in any minute.
func (s *served) most() int {
	most := 0
	for i, from := range s.at {
		n := 0
		for _, at := range s.at[i:] {
			if at.Sub(from) < time.Minute {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func TestNoMinuteHoldsMoreCallsThanDocumented(t *testing.T) {
	t.Parallel()
	get := func(target string) client.Request { return client.Request{Method: http.MethodGet, Target: target} }
	tests := []struct {
		name  string
		ask   client.Request
		calls int
		most  int
		lasts time.Duration
	}{
		{"captures of one order", capture("a-1", "1"), 12, 5, 2 * time.Minute},
		{"the same in another spelling", client.Request{Method: http.MethodPost, Target: "/Ecomm/v2/Payments/a-1/Capture/?x=1"}, 12, 5, 2 * time.Minute},
		{"one order started again and again", client.Request{
			Method: http.MethodPost, Target: "/ecomm/v2/payments", Body: []byte(`{"transaction":{"orderId":"a-1"}}`),
		}, 5, 2, 2 * time.Minute},
		{"questions about a payment", get("/epayment/v1/payments/a-1"), 300, 120, 2 * time.Minute},
		{"lists of agreements, whatever they ask for", get("/recurring/v3/agreements?status=ACTIVE"), 6, 5, time.Minute},
		{"a call that nobody limits", get("/webhooks/v1/webhooks"), 300, 300, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p, s, began := pace.New(pace.Options{Limits: pace.Limits()}), &served{}, time.Now()
				var all sync.WaitGroup
				for range tt.calls {
					all.Go(func() {
						_, err := p.Around(t.Context(), tt.ask, s.send)
						assert.NoError(t, err)
					})
				}
				all.Wait()
				require.Len(t, s.at, tt.calls)
				assert.Equal(t, tt.most, s.most())
				assert.InDelta(t, tt.lasts.Seconds(), time.Since(began).Seconds(), 5, "no longer than it must")
			})
		})
	}
}

func TestWhatIsSomethingElseCountsByItself(t *testing.T) {
	t.Parallel()
	charge := func(key string) client.Request {
		return client.Request{Method: http.MethodPost, Target: "/recurring/v3/agreements/agr_1/charges", Header: http.Header{"Idempotency-Key": {key}}}
	}
	for name, asks := range map[string][]client.Request{
		"orders":      {capture("a-1", "1"), capture("a-2", "1")},
		"sales units": {capture("a-1", "1"), capture("a-1", "2")},
		"operations":  {capture("a-1", "1"), {Method: http.MethodPost, Target: "/ecomm/v2/payments/a-1/refund"}},
		"charges":     {charge("one"), charge("two")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p, s, began := pace.New(pace.Options{Limits: pace.Limits()}), &served{}, time.Now()
				for range 2 {
					for _, ask := range asks {
						_, err := p.Around(t.Context(), ask, s.send)
						require.NoError(t, err)
					}
				}
				assert.Len(t, s.at, 4)
				assert.Zero(t, time.Since(began))
			})
		})
	}
}

// busy answers with these statuses in turn, then with 200.
func busy(after string, date time.Time, statuses ...int) client.Send {
	return func(context.Context, client.Request) (client.Answer, error) {
		if len(statuses) == 0 {
			return client.Answer{Status: http.StatusOK}, nil
		}
		a := client.Answer{Status: statuses[0], Header: http.Header{}}
		statuses = statuses[1:]
		if after != "" {
			a.Header.Set("Retry-After", after)
		}
		if !date.IsZero() {
			a.Header.Set("Date", date.UTC().Format(http.TimeFormat))
		}
		return a, nil
	}
}

func TestATargetThatAsksToWaitIsWaitedFor(t *testing.T) {
	t.Parallel()
	theirs := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) // a clock that is years ahead
	date := theirs.Add(40 * time.Second).Format(http.TimeFormat)
	tests := []struct {
		name string
		send client.Send
		want time.Duration
	}{
		{"for seconds", busy("17", time.Time{}, 429), 17 * time.Second},
		{"twice, once locked", busy("5", time.Time{}, 423, 429), 10 * time.Second},
		{"until a date, by the target's own clock", busy(date, theirs, 429), 40 * time.Second},
		{"for no time, which nobody means", busy("0", time.Time{}, 429), time.Second},
		{"without saying how long", busy("", time.Time{}, 423, 423, 423), 14 * time.Second},
		{"in words that nobody knows", busy("soon", time.Time{}, 429), 2 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				answer, err := pace.New(pace.Options{}).Around(t.Context(), capture("a-1", "1"), tt.send)
				require.NoError(t, err)
				assert.Equal(t, http.StatusOK, answer.Status)
				assert.Equal(t, tt.want, time.Since(began))
			})
		})
	}
}

func TestATargetThatGoesOnAskingIsGivenUp(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, after, want string
		lasts             time.Duration
	}{
		{"for too long at once", "3600", "status 429 to one try, and 1h0m0s more", 0},
		{"for too long in all", "100", "status 429 to 2 tries, and 1m40s more", 100 * time.Second},
		{"too often", "1", "status 429 to 5 tries, and 1s more", 4 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				_, err := pace.New(pace.Options{}).Around(t.Context(), capture("a-1", "1"), busy(tt.after, time.Time{}, 429, 429, 429, 429, 429, 429))
				var broken *client.Broken
				require.ErrorAs(t, err, &broken)
				require.ErrorIs(t, err, client.ErrThrottled)
				assert.EqualError(t, err, "POST /ecomm/v2/payments/a-1/capture: the target asks to wait: "+tt.want)
				assert.Equal(t, tt.lasts, time.Since(began))
			})
		})
	}
}

func TestWaitingEndsWithTheRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		_, err := pace.New(pace.Options{}).Around(ctx, capture("a-1", "1"), busy("60", time.Time{}, 429))
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestLongWaitsAreTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told []string
		p := pace.New(pace.Options{Limits: pace.Limits(), Tell: func(d time.Duration, why string) {
			told = append(told, fmt.Sprint(d.Round(time.Second), " ", why))
		}})
		for range 6 {
			_, err := p.Around(t.Context(), capture("a-1", "1"), busy("", time.Time{}))
			require.NoError(t, err)
		}
		_, err := p.Around(t.Context(), client.Request{Method: "GET", Target: "/x"}, busy("11", time.Time{}, 429))
		require.NoError(t, err)
		assert.Equal(t, []string{"1m2s POST /ecomm/v2/payments/{orderId}/capture is for 5 calls a minute", "11s status 429 to GET /x"}, told)
	})
}

func TestWhatBreaksIsNotRepeated(t *testing.T) {
	t.Parallel()
	n, cause := 0, errors.New("gone")
	_, err := pace.New(pace.Options{}).Around(t.Context(), capture("a-1", "1"), func(context.Context, client.Request) (client.Answer, error) {
		n++
		return client.Answer{}, cause
	})
	require.ErrorIs(t, err, cause)
	assert.Equal(t, 1, n)
}
