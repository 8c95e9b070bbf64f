package receiver_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/client/receiver"
)

// recorder keeps what goes into the sink.
type recorder struct {
	mu  sync.Mutex
	all []*harness.Exchange
}

func (r *recorder) sink(x *harness.Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, x)
}

func (r *recorder) exchanges() []*harness.Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]*harness.Exchange(nil), r.all...)
}

func start(t *testing.T, change func(*receiver.Options)) (*receiver.Receiver, *recorder, string) {
	t.Helper()
	rec := &recorder{}
	n := 0
	o := receiver.Options{Sink: rec.sink, IDs: func() string { n++; return fmt.Sprintf("x%04d", n) }, Now: time.Now}
	if change != nil {
		change(&o)
	}
	r := receiver.New(o)
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	return r, rec, server.URL
}

func call(t *testing.T, ctx context.Context, method, url, body string) (int, string, error) {
	t.Helper()
	q, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	require.NoError(t, err)
	q.Header.Set("Authorization", "merchant-token")
	resp, err := http.DefaultTransport.RoundTrip(q)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(answer), err
}

func TestACallIsAnsweredWith200AndRecordedAsTheMerchantRegisteredIt(t *testing.T) {
	t.Parallel()
	r, rec, at := start(t, nil)
	box := r.Open("s0001", "ecom.v2/callback/x")
	assert.Equal(t, "https://shop.example/s0001", box.URL())
	status, body, err := call(t, t.Context(), http.MethodPost, at+"/s0001/callbacks/v2/payments/a%2Fb", `{"orderId":"a/b"}`)
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, status)
	assert.Empty(t, body)

	require.Len(t, rec.exchanges(), 1)
	x := rec.exchanges()[0]
	assert.Equal(t, harness.FlowCallback, x.Flow)
	assert.Equal(t, "ecom.v2/callback/x", x.Scenario)
	assert.Equal(t, "https", x.Request.Scheme)
	assert.Equal(t, "shop.example", x.Request.Host)
	assert.Equal(t, "/s0001/callbacks/v2/payments/a%2Fb", x.Request.Target)
	assert.Equal(t, `{"orderId":"a/b"}`, string(x.Request.Body.Bytes))
	assert.True(t, x.Request.Body.Whole())
	assert.Equal(t, http.StatusOK, x.Response.Status)
	assert.Nil(t, x.Failure)
	require.Len(t, box.Calls(), 1)
	assert.Equal(t, "/callbacks/v2/payments/a%2Fb", box.Calls()[0].Path)
}

func TestScenariosDoNotSeeEachOthersCalls(t *testing.T) {
	t.Parallel()
	r, rec, at := start(t, nil)
	one, two := r.Open("s0001", "one"), r.Open("s0002", "two")
	_, _, err := call(t, t.Context(), http.MethodPost, at+"/s0002/callbacks", "{}")
	require.NoError(t, err)
	assert.Empty(t, one.Calls())
	assert.Len(t, two.Calls(), 1)
	assert.Equal(t, "two", rec.exchanges()[0].Scenario)
}

func TestACallForNobodyIsNotFoundAndNotRecorded(t *testing.T) {
	t.Parallel()
	_, rec, at := start(t, nil)
	status, _, err := call(t, t.Context(), http.MethodPost, at+"/s0009/callbacks", "{}")
	require.NoError(t, err)
	assert.Equal(t, http.StatusNotFound, status)
	assert.Empty(t, rec.exchanges())
}

func TestTheLatestRuleThatFitsAnswers(t *testing.T) {
	t.Parallel()
	r, rec, at := start(t, nil)
	box := r.Open("s0001", "x")
	box.On(http.MethodPost, "", receiver.Behaviour{Status: http.StatusFound, Header: http.Header{"location": {"/elsewhere"}}})
	box.On(http.MethodPost, "/shippingDetails", receiver.Behaviour{Reply: func(c receiver.Call) ([]byte, error) {
		return []byte(`{"asked":` + string(c.Body) + `}`), nil
	}})
	for _, tt := range []struct {
		method, path, body string
		status             int
	}{
		{http.MethodPost, "/s0001/callbacks", "", http.StatusFound},
		{http.MethodPost, "/s0001/shipping/shippingDetails", `{"asked":1}`, http.StatusOK},
		{http.MethodDelete, "/s0001/consents/x", "", http.StatusOK},
	} {
		status, body, err := call(t, t.Context(), tt.method, at+tt.path, "1")
		require.NoError(t, err)
		assert.Equal(t, tt.status, status, tt.path)
		assert.Equal(t, tt.body, body, tt.path)
	}
	assert.Equal(t, "application/json", rec.exchanges()[1].Response.Header.Get("Content-Type"))
	assert.Equal(t, "/elsewhere", rec.exchanges()[0].Response.Header.Get("Location"))
}

func TestACallThatHangsEndsWhenTheCallerGivesUp(t *testing.T) {
	t.Parallel()
	r, rec, at := start(t, nil)
	box := r.Open("s0001", "x")
	box.On(http.MethodPost, "", receiver.Behaviour{Hang: true})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, _, err := call(t, ctx, http.MethodPost, at+"/s0001/callbacks", "{}")
		done <- err
	}()
	_, err := box.Await(t.Context(), http.MethodPost, "/callbacks")
	require.NoError(t, err)
	cancel()
	require.Error(t, <-done)
	require.Eventually(t, func() bool { return len(rec.exchanges()) == 1 }, 5*time.Second, time.Millisecond)
	x := rec.exchanges()[0]
	assert.Equal(t, harness.TimedOut, x.Failure.Kind)
	assert.Zero(t, x.Response.Status)
}

func TestCloseLetsGoOfACallThatHangsAndWaitsUntilItIsRecorded(t *testing.T) {
	t.Parallel()
	r, rec, at := start(t, nil)
	box := r.Open("s0001", "x")
	box.On(http.MethodPost, "", receiver.Behaviour{Hang: true})
	done := make(chan error, 1)
	go func() {
		_, _, err := call(t, context.Background(), http.MethodPost, at+"/s0001/callbacks", "{}")
		done <- err
	}()
	_, err := box.Await(t.Context(), http.MethodPost, "/callbacks")
	require.NoError(t, err)
	box.Close()
	require.Len(t, rec.exchanges(), 1)
	assert.Equal(t, harness.CutOff, rec.exchanges()[0].Failure.Kind)
	require.Error(t, <-done)
	box.Close()
}

func TestAwaitSaysWhatItSawWhenItGivesUp(t *testing.T) {
	t.Parallel()
	r, _, at := start(t, nil)
	box := r.Open("s0001", "x")
	_, _, err := call(t, t.Context(), http.MethodPost, at+"/s0001/other", "{}")
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	_, err = box.Await(ctx, http.MethodPost, "/callbacks")
	require.EqualError(t, err, "wait for POST …/callbacks: it did not come; 1 other calls did")

	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	_, err = box.Await(ctx, http.MethodPost, "/callbacks")
	assert.ErrorIs(t, err, context.Canceled, "a run that was stopped blames nobody")
}

func TestABodyBeyondTheLimitIsCountedAndNotKept(t *testing.T) {
	t.Parallel()
	r, rec, at := start(t, func(o *receiver.Options) { o.MaxBody = 4 })
	r.Open("s0001", "x")
	_, _, err := call(t, t.Context(), http.MethodPost, at+"/s0001/callbacks", "0123456789")
	require.NoError(t, err)
	body := rec.exchanges()[0].Request.Body
	assert.Equal(t, "0123", string(body.Bytes))
	assert.EqualValues(t, 10, body.Size)
	assert.False(t, body.Whole())
}

func TestAnOriginWithAPathIsFoundAgain(t *testing.T) {
	t.Parallel()
	r, rec, at := start(t, func(o *receiver.Options) { o.Origin = "https://tunnel.example/kontrakt/" })
	box := r.Open("s0001", "x")
	assert.Equal(t, "https://tunnel.example/kontrakt/s0001", box.URL())
	for _, path := range []string{"/kontrakt/s0001/callbacks", "/s0001/callbacks"} {
		status, _, err := call(t, t.Context(), http.MethodPost, at+path, "{}")
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, status, path)
	}
	assert.Equal(t, "tunnel.example", rec.exchanges()[0].Request.Host)
}
