package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// target is an API that gives numbered tokens and shows what it was sent.
type target struct {
	mu      sync.Mutex
	tokens  int
	refuse  map[string]bool
	seen    []*http.Request
	bodies  []string
	respond func(http.ResponseWriter, *http.Request)
}

func (a *target) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	a.seen, a.bodies = append(a.seen, r), append(a.bodies, string(body))
	switch {
	case r.URL.Path == client.TokenPath && r.Header.Get("client_secret") == "secret":
		a.tokens++
		fmt.Fprintf(w, `{"access_token":"token-%d","token_type":"Bearer","expires_in":"3600"}`, a.tokens)
	case r.URL.Path == client.TokenPath:
		w.WriteHeader(http.StatusUnauthorized)
	case a.refuse[r.Header.Get("Authorization")]:
		w.WriteHeader(http.StatusUnauthorized)
	case a.respond != nil:
		a.respond(w, r)
	}
}

func credentials(secret string) config.Credentials {
	return config.Credentials{
		ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret(secret), SubscriptionKey: config.NewSecret("key"), MSN: "123456",
	}
}

func start(t *testing.T, a *target, change func(*client.Options)) *client.Client {
	t.Helper()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	n := 0
	o := client.Options{
		URL: server.URL, Credentials: credentials("secret"), Scenario: "ecom.v2/capture/x",
		System: client.System{Name: "kontrakt", Version: "1"},
		IDs:    func() string { n++; return fmt.Sprintf("id-%d", n) },
	}
	if change != nil {
		change(&o)
	}
	return client.New(o)
}

func details() client.Request {
	return client.Request{Method: http.MethodGet, Target: "/ecomm/v2/payments/a%2Fb/details?x=1"}
}

func TestDoSendsWhatAWellBehavedIntegrationSends(t *testing.T) {
	t.Parallel()
	a := &target{}
	c := start(t, a, nil)
	_, err := c.Do(t.Context(), details())
	require.NoError(t, err)
	require.Len(t, a.seen, 2)
	r := a.seen[1]
	assert.Equal(t, "/ecomm/v2/payments/a%2Fb/details?x=1", r.RequestURI)
	for name, want := range map[string]string{
		"Authorization": "Bearer token-1", "Ocp-Apim-Subscription-Key": "key", "Merchant-Serial-Number": "123456",
		"Vipps-System-Name": "kontrakt", "Vipps-System-Version": "1", harness.MarkHeader: "ecom.v2/capture/x",
		"Content-Type": "", "Accept-Encoding": "",
	} {
		assert.Equal(t, want, r.Header.Get(name), name)
	}
}

func TestTheTokenIsFetchedOnceByClientsThatShareIt(t *testing.T) {
	t.Parallel()
	a := &target{}
	tokens := client.NewTokens()
	share := func(o *client.Options) { o.Tokens = tokens }
	one := start(t, a, share)
	two := start(t, a, share)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			_, err := []*client.Client{one, two}[i%2].Do(context.Background(), details())
			assert.NoError(t, err)
		})
	}
	wg.Wait()
	assert.Equal(t, 1, a.tokens)
}

func TestATokenNearItsEndIsReplaced(t *testing.T) {
	t.Parallel()
	a := &target{}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := start(t, a, func(o *client.Options) { o.Now = func() time.Time { return now } })
	for _, after := range []time.Duration{0, 58 * time.Minute, 2 * time.Minute} {
		now = now.Add(after)
		_, err := c.Do(t.Context(), details())
		require.NoError(t, err)
	}
	assert.Equal(t, 2, a.tokens)
}

func TestA401FetchesOneFreshTokenAndNoMore(t *testing.T) {
	t.Parallel()
	a := &target{refuse: map[string]bool{"Bearer token-1": true}}
	c := start(t, a, nil)
	answer, err := c.Do(t.Context(), details())
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, answer.Status)
	assert.Equal(t, 2, a.tokens)

	a.refuse = map[string]bool{"Bearer token-2": true, "Bearer token-3": true}
	answer, err = c.Do(t.Context(), details())
	require.NoError(t, err)
	assert.Equal(t, http.StatusUnauthorized, answer.Status)
	assert.Equal(t, 3, a.tokens)
}

func TestRefusedCredentialsAreTold(t *testing.T) {
	t.Parallel()
	c := start(t, &target{}, func(o *client.Options) { o.Credentials = credentials("another secret") })
	_, err := c.Do(t.Context(), details())
	var broken *client.Broken
	require.ErrorAs(t, err, &broken)
	require.ErrorIs(t, err, client.ErrCredentialsRefused)
	assert.EqualError(t, err, "fetch an access token: credentials refused with status 401")
}

func TestATargetThatIsNotThereIsToldApart(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	c := start(t, &target{}, func(o *client.Options) { o.URL = gone.URL })
	_, err := c.Do(t.Context(), details())
	var broken *client.Broken
	require.ErrorAs(t, err, &broken)
	assert.False(t, errors.Is(err, client.ErrCredentialsRefused))
	assert.NotContains(t, err.Error(), "secret")
}

func TestRedirectsAreAnswersLikeAnyOther(t *testing.T) {
	t.Parallel()
	a := &target{respond: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }}
	answer, err := start(t, a, nil).Do(t.Context(), details())
	require.NoError(t, err)
	assert.Equal(t, http.StatusFound, answer.Status)
}

func TestAnAnswerBeyondTheLimitIsNotRead(t *testing.T) {
	t.Parallel()
	a := &target{respond: func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "0123456789") }}
	answer, err := start(t, a, func(o *client.Options) { o.MaxBody = 100 }).Do(t.Context(), details())
	require.NoError(t, err)
	assert.Equal(t, "0123456789", string(answer.Body))
	tight := start(t, a, func(o *client.Options) { o.MaxBody = 9; o.Tokens = client.NewTokens() })
	_, err = tight.Once(t.Context(), client.Request{Method: http.MethodGet, Target: "/", Anonymous: true})
	require.ErrorContains(t, err, "longer than 9 bytes")
}

func TestARequestsOwnHeadersWinAndCanBeLeftOut(t *testing.T) {
	t.Parallel()
	a := &target{}
	r := details()
	r.Header = http.Header{"Authorization": {"bearer x"}, "Merchant-Serial-Number": nil, "Ocp-Apim-Subscription-Key": {}}
	_, err := start(t, a, nil).Once(t.Context(), r)
	require.NoError(t, err)
	sent := a.seen[1]
	assert.Equal(t, "bearer x", sent.Header.Get("Authorization"))
	assert.NotContains(t, sent.Header, "Merchant-Serial-Number")
	assert.NotContains(t, sent.Header, "Ocp-Apim-Subscription-Key")
}

func TestRawAddsNothingButTheMark(t *testing.T) {
	t.Parallel()
	a := &target{}
	body := []byte(`{"amount":9007199254740993,`)
	_, err := start(t, a, nil).Raw(t.Context(), client.Request{Method: http.MethodPut, Target: "/x", Body: body})
	require.NoError(t, err)
	require.Len(t, a.seen, 1)
	assert.Equal(t, string(body), a.bodies[0])
	names := []string{}
	for name := range a.seen[0].Header {
		names = append(names, name)
	}
	assert.ElementsMatch(t, []string{"User-Agent", "Content-Length", harness.MarkHeader}, names)
}

func TestKeysGoInPlaceOfAToken(t *testing.T) {
	t.Parallel()
	a := &target{refuse: map[string]bool{"": true}}
	c := start(t, a, nil)
	r := details()
	r.Keys = true
	answer, err := c.Do(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, http.StatusUnauthorized, answer.Status, "there is no token to fetch anew")
	require.Len(t, a.seen, 1)
	h := a.seen[0].Header
	assert.Equal(t, []string{"id", "secret", "key", ""}, []string{
		h.Get("client_id"), h.Get("client_secret"), h.Get("Ocp-Apim-Subscription-Key"), h.Get("Authorization"),
	})
}

func TestATokenGoesBesideKeysWhereItIsAskedFor(t *testing.T) {
	t.Parallel()
	a := &target{}
	r := details()
	r.Keys, r.Token = true, true
	_, err := start(t, a, nil).Do(t.Context(), r)
	require.NoError(t, err)
	h := a.seen[len(a.seen)-1].Header
	assert.Equal(t, []string{"id", "secret", "Bearer token-1"}, []string{h.Get("client_id"), h.Get("client_secret"), h.Get("Authorization")})
}
