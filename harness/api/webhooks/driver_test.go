package webhooks_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// driving gives a driver of the bench's merchant.
func driving(t *testing.T, handler http.Handler, b *bench) *webhooks.Driver {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return webhooks.NewDriver(client.New(client.Options{
		URL: server.URL, IDs: func() string { return "1" }, Credentials: config.Credentials{
			ClientID: config.NewSecret(b.tenant.ClientID), ClientSecret: config.NewSecret(b.tenant.ClientSecret),
			SubscriptionKey: config.NewSecret(b.tenant.SubscriptionKey), MSN: b.tenant.MSN,
		},
	}))
}

func TestDriving(t *testing.T) {
	t.Parallel()
	b := start(t)
	d, ctx := driving(t, b.sandbox, b), context.Background()
	made, err := d.Register(ctx, "https://shop.example/", created)
	require.NoError(t, err)
	assert.Len(t, made.Secret.Reveal(), 88)
	assert.NotContains(t, fmt.Sprintf("%v %+v", made, made), made.Secret.Reveal())
	list, err := d.List(ctx)
	require.NoError(t, err)
	made.Secret = config.Secret{}
	assert.Equal(t, []webhooks.Registered{made}, list)
	require.NoError(t, d.Delete(ctx, made.ID))
	list, err = d.List(ctx)
	require.NoError(t, err)
	assert.Empty(t, list)
}

func TestRefusalsAsTheDriverReadsThem(t *testing.T) {
	t.Parallel()
	b := start(t)
	d, ctx := driving(t, b.sandbox, b), context.Background()
	tests := []struct {
		name   string
		do     func() error
		status int
		field  string
		reason api.Reason
	}{
		{"http", func() error { _, err := d.Register(ctx, "http://shop.example/", created); return err }, 400, "url", api.Invalid},
		{"no events", func() error { _, err := d.Register(ctx, "https://shop.example/"); return err }, 400, "events", api.Invalid},
		{"an id of another form", func() error { return d.Delete(ctx, "7") }, 400, "id", api.Invalid},
		{"an id that is not there", func() error { return d.Delete(ctx, "8f1b6c52-0d5b-4c0e-9a43-6f1f5a0d7c11") }, 404, "", ""},
	}
	for _, tt := range tests {
		var refusal *api.Refusal
		require.ErrorAs(t, tt.do(), &refusal, tt.name)
		assert.Equal(t, tt.status, refusal.Status, tt.name)
		assert.Equal(t, tt.field, refusal.Field, tt.name)
		assert.Equal(t, tt.reason != "", refusal.Because(tt.reason), tt.name)
	}
}

func TestTheDriverTakesNoOtherAnswer(t *testing.T) {
	t.Parallel()
	b := start(t)
	for status, body := range map[int]string{200: `{"id":"1","secret":"x"}`, 201: `{"id":"1"}`, 202: ``} {
		d := driving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/accesstoken/get" {
				b.sandbox.ServeHTTP(w, r)
				return
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}), b)
		_, err := d.Register(context.Background(), "https://shop.example/", created)
		assert.Error(t, err, status)
	}
}
