package receiver_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/client/receiver"
	"kontrakt/harness/signature"
)

const secret = "090a478d-37ff-4e77-970e-d457aeb26a3a"

// deliver sends what was signed for the registered address to where the
// receiver stands; spoil changes it on the way.
func deliver(t *testing.T, base, registered, body string, at time.Time, spoil func(*http.Request)) int {
	t.Helper()
	host, target, err := signature.Address(registered)
	require.NoError(t, err)
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+target, strings.NewReader(body))
	require.NoError(t, err)
	for name, value := range signature.Sign(secret, http.MethodPost, target, host, signature.Date(at), []byte(body)).Map() {
		q.Header.Set(name, value)
	}
	q.Host = host
	if spoil != nil {
		spoil(q)
	}
	resp, err := http.DefaultTransport.RoundTrip(q)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return resp.StatusCode
}

func TestADeliveryIsHeldAgainstItsRegistration(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		at     time.Duration
		spoil  func(*http.Request)
		status int
		header string
	}{
		{"one that holds is taken", 0, nil, 200, ""},
		{"one of four minutes ago is taken", -4 * time.Minute, nil, 200, ""},
		{"one of an hour ago is refused", -time.Hour, nil, 401, signature.HeaderDate},
		{"one with another body is refused", 0, func(q *http.Request) {
			q.Body, q.ContentLength = http.NoBody, 0
		}, 401, signature.HeaderContent},
		{"one with another signature is refused", 0, func(q *http.Request) {
			q.Header.Set(signature.HeaderAuthorization, signature.Authorize("x"))
		}, 401, signature.HeaderAuthorization},
		{"one through another host holds, as the address was registered", 0, func(q *http.Request) { q.Host = "inside.example" }, 200, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, rec, base := start(t, nil)
			box := r.Open("s0001", "webhooks.v1/x")
			now := time.Date(2026, 2, 1, 10, 0, 0, 0, time.UTC)
			box.Clock(func() time.Time { return now })
			registered := box.URL() + "/hooks?shop=7"
			box.Trust(registered, "another secret of the same address")
			box.Trust(registered, secret)
			assert.Equal(t, tt.status, deliver(t, base, registered, `{"name":"CREATED"}`, now.Add(tt.at), tt.spoil))
			box.Close()
			x := rec.exchanges()[0]
			require.NotNil(t, x.Signature)
			var headers []string
			for _, f := range x.Signature.Flaws {
				headers = append(headers, f.Header)
			}
			assert.Equal(t, tt.header, strings.Join(headers, " "))
			assert.Equal(t, x.Signature, box.Calls()[0].Signature)
			assert.Equal(t, tt.status, box.Calls()[0].Status)
		})
	}
}

func TestWhatNobodyTrustsIsNotVerified(t *testing.T) {
	t.Parallel()
	r, rec, base := start(t, nil)
	box := r.Open("s0001", "webhooks.v1/x")
	box.Trust(box.URL()+"/hooks", secret)
	status, _, err := call(t, t.Context(), http.MethodPost, base+"/s0001/other", `{}`)
	require.NoError(t, err)
	assert.Equal(t, 200, status)
	box.Close()
	assert.Nil(t, rec.exchanges()[0].Signature)
}

func TestAnEndpointMayBreakForAWhile(t *testing.T) {
	t.Parallel()
	r, _, base := start(t, nil)
	box := r.Open("s0001", "webhooks.v1/x")
	box.On(http.MethodPost, "", receiver.Behaviour{Status: 204})
	box.On(http.MethodPost, "", receiver.Behaviour{Status: 500, Times: 2})
	var got []int
	for range 4 {
		status, _, err := call(t, t.Context(), http.MethodPost, base+"/s0001/hooks", `{}`)
		require.NoError(t, err)
		got = append(got, status)
	}
	assert.Equal(t, []int{500, 500, 204, 204}, got)
}

func TestAnEndpointMayChooseByTheCall(t *testing.T) {
	t.Parallel()
	r, _, base := start(t, nil)
	box := r.Open("s0001", "webhooks.v1/x")
	box.On(http.MethodPost, "", receiver.Behaviour{Choose: func(c receiver.Call) receiver.Behaviour {
		if c.Query == "till=1" {
			return receiver.Behaviour{Status: 500}
		}
		return receiver.Verifying(c)
	}})
	for target, want := range map[string]int{"/s0001/hooks?till=1": 500, "/s0001/hooks?till=2": 200} {
		status, _, err := call(t, t.Context(), http.MethodPost, base+target, `{}`)
		require.NoError(t, err)
		assert.Equal(t, want, status, target)
	}
}

func TestManyCallsAreAwaited(t *testing.T) {
	t.Parallel()
	r, _, base := start(t, nil)
	box := r.Open("s0001", "webhooks.v1/x")
	come := func() {
		_, _, err := call(t, t.Context(), http.MethodPost, base+"/s0001/hooks", `{}`)
		assert.NoError(t, err)
	}
	come()
	ended, end := context.WithCancel(t.Context())
	end()
	any := func(receiver.Call) bool { return true }
	calls, err := box.AwaitMany(ended, 2, any)
	require.True(t, errors.Is(err, context.Canceled))
	assert.Len(t, calls, 1)
	var caller sync.WaitGroup
	caller.Go(come)
	calls, err = box.AwaitMany(t.Context(), 2, any)
	caller.Wait()
	require.NoError(t, err)
	assert.Len(t, calls, 2)
}
