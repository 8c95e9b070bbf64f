package webhook_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/webhook"
)

func TestARegistrationShowsItsSecretOnce(t *testing.T) {
	t.Parallel()
	b := open(t)
	first := b.registered(hooks, authorized, created, authorized)
	second := b.registered(hooks, created)
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, first.ID)
	raw, err := base64.StdEncoding.DecodeString(first.Secret)
	require.NoError(t, err)
	assert.Len(t, raw, 64)
	assert.Len(t, first.Secret, 88)
	assert.NotEqual(t, first.ID, second.ID)
	assert.NotEqual(t, first.Secret, second.Secret)
	assert.Equal(t, []string{authorized, created}, first.Events, "named twice counts once")
	first.Secret, second.Secret = "", ""
	assert.Equal(t, []webhook.Registration{first, second}, b.list())
	assert.True(t, b.delete(first.ID))
	assert.False(t, b.delete(first.ID), "it is gone")
	assert.Equal(t, []webhook.Registration{second}, b.list())
}

func TestTheSameSeedGivesTheSameSecrets(t *testing.T) {
	t.Parallel()
	other := open(t, func(o *sandbox.Options) { o.Seed = 8 }).registered(hooks, created)
	one, two := open(t).registered(hooks, created), open(t).registered(hooks, created)
	assert.Equal(t, one, two)
	assert.NotEqual(t, one.Secret, other.Secret)
}

func TestWhatCannotBeRegistered(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, url string
		events    []string
		fields    []string
	}{
		{"a good one", "https://hooks.shop.example:8443/a%20b?x=1", []string{created}, nil},
		{"every event that is known", hooks, webhook.AllNames(), nil},
		{"an address that a route leads elsewhere", "https://localhost:3000/hooks", []string{created}, nil},
		{"a public address by number", "https://192.0.2.7/hooks", []string{created}, nil},
		{"http", "http://shop.example/hooks", []string{created}, []string{"url"}},
		{"http where a route leads elsewhere", "http://localhost:3000/hooks", []string{created}, []string{"url"}},
		{"no address", "", []string{created}, []string{"url"}},
		{"half an address", "shop.example/hooks", []string{created}, []string{"url"}},
		{"no host", "https:///hooks", []string{created}, []string{"url"}},
		{"a blank", "https://shop.example/a b", []string{created}, []string{"url"}},
		{"a letter that must be encoded", "https://shop.example/hæ", []string{created}, []string{"url"}},
		{"credentials", "https://me:secret@shop.example/", []string{created}, []string{"url"}},
		{"this machine", "https://localhost/hooks", []string{created}, []string{"url"}},
		{"this machine by number", "https://127.0.0.1/hooks", []string{created}, []string{"url"}},
		{"this machine by another number", "https://[::1]/hooks", []string{created}, []string{"url"}},
		{"a house network", "https://192.168.1.2/hooks", []string{created}, []string{"url"}},
		{"a machine next door", "https://printer.local/", []string{created}, []string{"url"}},
		{"a name without a dot", "https://shop/hooks", []string{created}, []string{"url"}},
		{"no events", hooks, nil, []string{"events"}},
		{"an event that does not exist", hooks, []string{created, "epayment.payment.created.v1"}, []string{"events"}},
		{"an event in another case", hooks, []string{"Epayments.payment.created.v1"}, []string{"events"}},
		{"two l where recurring has one", hooks, []string{"recurring.charge-cancelled.v1"}, []string{"events"}},
		{"both wrong", "http://shop.example", []string{"x", "y"}, []string{"url", "events", "events"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t).another("https://localhost:3000")
			r, err := b.register(tt.url, tt.events...)
			if tt.fields == nil {
				require.NoError(t, err)
				assert.Equal(t, tt.url, r.URL)
				return
			}
			var why webhook.Refusals
			require.ErrorAs(t, err, &why)
			fields := []string{}
			for _, one := range why {
				fields = append(fields, one.Field)
			}
			assert.Equal(t, tt.fields, fields, err)
			assert.Empty(t, b.list())
		})
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	b := open(t)
	for i := range 24 {
		b.registered(fmt.Sprintf("https://shop.example/%d", i), created)
	}
	last := b.registered(hooks, created, captured)
	_, err := b.register(hooks, created)
	assert.ErrorContains(t, err, "has 25 registrations already")
	b.registered(hooks, captured)
	_, err = b.register(hooks, captured, created)
	assert.ErrorContains(t, err, created, "one event that is full is enough")
	assert.Len(t, b.list(), 26)
	b.another("").registered(hooks, created) // the limit is a merchant's own
	require.True(t, b.delete(last.ID))
	b.registered(hooks, created)

	b.registered(hooks, webhook.CheckedIn)
	_, err = b.register("https://shop.example/other", webhook.CheckedIn)
	assert.ErrorContains(t, err, "has 1 registrations already")
}

func TestMerchantsAreApart(t *testing.T) {
	t.Parallel()
	b := open(t)
	other := b.another("")
	mine, theirs := b.registered(hooks, created), other.registered("https://other.example/", created)
	assert.False(t, other.delete(mine.ID))
	assert.Len(t, b.list(), 1)
	b.publish("order-1", created)
	require.Len(t, b.deliveries(), 1)
	assert.Equal(t, hooks, b.deliveries()[0].url)
	other.publish("order-1", created)
	require.Len(t, b.deliveries(), 2)
	assert.Equal(t, theirs.URL, b.deliveries()[1].url)
}

func TestNamesAreSpeltAsDocumented(t *testing.T) {
	t.Parallel()
	assert.Len(t, webhook.Names()["epayment.v1"], 8)
	all := webhook.AllNames()
	assert.True(t, slices.IsSorted(all))
	assert.Len(t, slices.Compact(slices.Clone(all)), 20)
	for _, name := range all {
		assert.Regexp(t, `^[a-z]+\.[a-z.-]+\.v1$`, name)
		assert.True(t, webhook.Known(name))
	}
	assert.False(t, webhook.Known("payments.payment.created.v1"))
}
