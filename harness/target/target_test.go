package target_test

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
	"kontrakt/harness/client"
	"kontrakt/harness/client/pace"
	"kontrakt/harness/config"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/target"
)

func credentials() config.Credentials {
	return config.Credentials{
		ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("secret"), SubscriptionKey: config.NewSecret("key"), MSN: "654321",
	}
}

func serving(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// The credentials are for the target, whoever it names instead.
func TestCredentialsFollowNoRedirection(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int64
	other := serving(t, func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) })
	address := serving(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other+r.URL.Path, http.StatusTemporaryRedirect)
	})
	opened, err := target.Open(t.Context(), target.Spec{Name: address, Credentials: credentials()})
	require.NoError(t, err)
	t.Cleanup(opened.Close)
	var stop *harness.Stop
	require.ErrorAs(t, opened.Admit(t.Context(), atOnce), &stop)
	assert.False(t, stop.Usage)
	assert.Equal(t, "target "+address+" gives no access token (status 307)", stop.Error())
	assert.Zero(t, elsewhere.Load())
}

// atOnce waits for nothing.
func atOnce(ctx context.Context, r client.Request, send client.Send) (client.Answer, error) {
	return pace.New(pace.Options{Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}).Around(ctx, r, send)
}

// Others may have had the tokens of this minute.
func TestATargetThatAsksToWaitForItsToken(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	var rests int64
	address := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != client.TokenPath {
			return
		}
		assert.Equal(t, []string{"id", "secret", "key", "654321"}, []string{r.Header.Get("client_id"), r.Header.Get("client_secret"),
			r.Header.Get("Ocp-Apim-Subscription-Key"), r.Header.Get("Merchant-Serial-Number")})
		if asked.Add(1) <= rests {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		_, _ = w.Write([]byte(`{"access_token":"x"}`))
	})
	opened, err := target.Open(t.Context(), target.Spec{Name: address, Credentials: credentials()})
	require.NoError(t, err)
	t.Cleanup(opened.Close)
	rests = 3
	require.NoError(t, opened.Admit(t.Context(), atOnce))
	assert.EqualValues(t, 4, asked.Load())

	rests = 100
	var stop *harness.Stop
	require.ErrorAs(t, opened.Admit(t.Context(), atOnce), &stop)
	assert.Equal(t, "target "+address+" gives no access token: POST /accesstoken/get: the target asks to wait: status 429 to 5 tries, and 7s more", stop.Error())
	assert.False(t, stop.Usage)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.EqualError(t, opened.Admit(ctx, atOnce), "interrupted before anything ran")
}

func TestASandboxElsewhereIsRecognised(t *testing.T) {
	t.Parallel()
	address := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if assert.Equal(t, "/__sandbox/", r.URL.Path) {
			_, _ = w.Write([]byte(`{"name":"` + sandbox.Name + `"}`))
		}
	})
	opened, err := target.Open(t.Context(), target.Spec{Name: address})
	require.NoError(t, err)
	t.Cleanup(opened.Close)
	assert.Equal(t, address, opened.Control)
	assert.Equal(t, "sandbox", opened.Environment)
	assert.Equal(t, sandbox.Default().MSN, opened.Credentials.MSN, "its public credentials, where the user has none")
}

func TestNamesThatAreNoTarget(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, target, want string }{
		{"a word", "sandbx", `target "sandbx" is no address`},
		{"another scheme", "ftp://shop.example", `target "ftp://shop.example" is no address`},
		{"an address with a password, which is not repeated", "https://me:hunter2@shop.example", `target "…@shop.example" has a user name in it`},
		{"an address with a query, which is not repeated", "https://shop.example?key=1", `target "https://shop.example?…" is no address`},
		{"production", "https://API.vipps.no", "target API.vipps.no is the production environment, where real money moves"},
		{"production in wide letters", "https://api。vipps。no", `target "https://api。vipps。no": a host of such letters is looked up as another`},
		{"another host of production", "https://checkout.vipps.no", "target checkout.vipps.no is the production environment, where real money moves"},
		{"production with a port", "https://api.vipps.no:443/", "target api.vipps.no:443 is the production environment, where real money moves"},
		{"a container without an image", "docker", "target docker: no image is named"},
		{"a container without an image after all", "docker:", "target docker: no image is named"},
		{"a container of what is no image", "docker:--privileged", `target docker: "--privileged" is no name of an image`},
		{"a container of what leads elsewhere", "docker:shop/../../info", `target docker: "shop/../../info" is no name of an image`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := target.Open(t.Context(), target.Spec{Name: tt.target})
			var stop *harness.Stop
			require.ErrorAs(t, err, &stop)
			assert.Equal(t, tt.want, stop.Error())
			assert.True(t, stop.Usage)
			assert.NotEmpty(t, stop.Hint)
		})
	}
}

func TestAnInterruptIsNoUnreachableTarget(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := target.Open(ctx, target.Spec{Name: serving(t, func(http.ResponseWriter, *http.Request) {})})
	assert.EqualError(t, err, "interrupted before anything ran")
}

func TestCredentialsThatNoHeaderCarries(t *testing.T) {
	t.Parallel()
	c := credentials()
	c.ClientSecret, c.MSN = config.NewSecret("hunter2\n"), "654321\r"
	opened, err := target.Open(t.Context(), target.Spec{Name: serving(t, func(http.ResponseWriter, *http.Request) {}), Credentials: c})
	require.NoError(t, err)
	defer opened.Close()
	var stop *harness.Stop
	require.ErrorAs(t, opened.Admit(t.Context(), atOnce), &stop)
	assert.Equal(t, "no header can carry what stands in KONTRAKT_CLIENT_SECRET, KONTRAKT_MSN", stop.Error())
	assert.True(t, stop.Usage)
}

// Production is asked for nothing before a scenario runs, not even who it is.
func TestProductionMayBeATargetWhereItIsAllowed(t *testing.T) {
	t.Parallel()
	opened, err := target.Open(t.Context(), target.Spec{Name: "https://api.vipps.no/", Production: true})
	require.NoError(t, err)
	t.Cleanup(opened.Close)
	assert.Equal(t, "production", opened.Environment)
	assert.Empty(t, opened.Control)
	_, err = target.Open(t.Context(), target.Spec{Name: "http://api.vipps.no", Production: true})
	require.EqualError(t, err, "target http://api.vipps.no would be sent credentials in clear")
}
