package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/webhook"
)

func TestADeliveryIsSigned(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ registered, host, url string }{
		{"https://shop.example/hooks?tenant=7", "shop.example", "https://shop.example/hooks?tenant=7"},
		{"https://Shop.example:443/Hooks%2Fa", "shop.example", "https://Shop.example:443/Hooks%2Fa"},
		{"https://shop.example:8443", "shop.example:8443", "https://shop.example:8443"},
		{"https://localhost:3000/hooks?a=%20&b", "localhost:3000", "http://127.0.0.1:4000/hooks?a=%20&b"},
	} {
		t.Run(tt.registered, func(t *testing.T) {
			t.Parallel()
			b := open(t).another("https://localhost:3000")
			r := b.registered(tt.registered, created)
			b.pass("PT1H")
			b.publish("order-1", created)
			require.Len(t, b.deliveries(), 1)
			d := b.deliveries()[0]
			assert.Equal(t, tt.host, d.host)
			assert.Equal(t, tt.url, d.url)
			assert.Equal(t, `{"order-1":"created"}`, d.body)
			assert.Equal(t, "Sun, 01 Mar 2026 13:00:00 GMT", d.header.Get("x-ms-date"))
			assert.Equal(t, "application/json", d.header.Get("Content-Type"))
			assert.Equal(t, r.ID, d.header.Get("Webhook-Id"))
			assert.NotContains(t, fmt.Sprint(d.header), r.Secret)
			assert.True(t, b.verify(r, d, start.Add(time.Hour)).Holds())
			assert.False(t, b.verify(webhook.Registration{URL: r.URL, Secret: r.Secret[1:]}, d, start.Add(time.Hour)).Holds())
			assert.Contains(t, string(b.control("GET", "deliveries?reference=order-1", nil)),
				`"api":"webhooks.v1","kind":"epayments.payment.created.v1","reference":"order-1","method":"POST"`)
		})
	}
}

func TestEveryRegistrationGetsItsEvents(t *testing.T) {
	t.Parallel()
	b := open(t)
	one := b.registered("https://one.example/", created, captured)
	two := b.registered("https://two.example/", created)
	b.publish("order-1", created)
	got := b.deliveries()
	require.Len(t, got, 2)
	for _, d := range got {
		to := one
		if strings.Contains(d.url, "two") {
			to = two
		}
		assert.True(t, b.verify(to, d, start).Holds())
	}
	b.got()
	b.publish("order-1", captured)
	assert.Len(t, b.got(), 1)
	b.publish("order-1", authorized)
	assert.Empty(t, b.got(), "nobody asked for it")
}

// The documented schedule: four attempts about two seconds apart, then after one
// and two minutes, hourly up to the 29th, then daily, for seven days.
func TestTheSchedule(t *testing.T) {
	t.Parallel()
	b := open(t)
	r := b.registered(hooks, created, captured)
	b.answer(failing("created"))
	b.publish("order-1", created, captured)
	b.pass("P6DT23H59M59S")
	want, at := []time.Duration{}, time.Duration(0)
	add := func(n int, pause time.Duration) {
		for range n {
			at += pause
			want = append(want, at)
		}
	}
	add(1, 0)
	add(3, 2*time.Second)
	add(1, time.Minute)
	add(1, 2*time.Minute)
	add(23, time.Hour)
	require.Len(t, want, 29)
	add(6, 24*time.Hour)
	attempts := []string{}
	for _, d := range want {
		attempts = append(attempts, fmt.Sprintf("order-1:created +%s", d))
	}
	all := b.deliveries()
	for i, d := range all {
		assert.True(t, b.verify(r, d, start.Add(want[i])).Holds(), "attempt %d is signed anew", i+1)
	}
	words := b.got()
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], `"`, "")
	}
	assert.Equal(t, attempts, words)
	assert.Contains(t, string(b.control("GET", "deliveries", nil)), `"attempt":35,`)
	b.pass("PT1S")
	assert.Equal(t, []string{`order-1":"captured +168h0m0s`}, b.got(), "the event is dropped, and what waited for it comes")
	b.pass("P30D")
	assert.Empty(t, b.got(), "nothing comes again")
	assert.Len(t, b.list(), 1, "it answered within two weeks")
}

func TestADeadRegistrationIsDeletedAfterTwoWeeks(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.registered(hooks, created)
	b.registered("https://alive.example/", created)
	b.answer(func(r *http.Request, _ string) (int, error) {
		if r.URL.Host == "shop.example" {
			return 0, errRefused
		}
		return 204, nil
	})
	b.publish("order-1", created)
	b.pass("P13DT23H59M59S")
	assert.Len(t, b.list(), 2)
	b.pass("PT1S")
	require.Len(t, b.list(), 1)
	assert.Equal(t, "https://alive.example/", b.list()[0].URL)
	b.got()
	b.publish("order-2", created)
	assert.Len(t, b.got(), 1)
}

func TestASuccessResetsTheTwoWeeks(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.registered(hooks, created)
	for i := range 3 {
		b.answer(always(500))
		b.publish(fmt.Sprintf("order-%d", i), created)
		b.pass("P6D")
		b.answer(nil)
		b.pass("P1D")
	}
	assert.Len(t, b.list(), 1)
}

func TestOrderIsKeptWithinAPayment(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.registered(hooks, created, authorized, captured)
	b.answer(failing("authorized"))
	b.publish("order-1", created, authorized, captured)
	assert.Equal(t, []string{`order-1":"created +0s`, `order-1":"authorized +0s`}, b.got())
	b.publish("order-2", created, captured)
	assert.Equal(t, []string{`order-2":"created +0s`, `order-2":"captured +0s`}, b.got(), "other payments go on")
	b.pass("PT2S")
	assert.Equal(t, []string{`order-1":"authorized +2s`}, b.got(), "captured waits")
	b.answer(nil)
	b.pass("PT2S")
	assert.Equal(t, []string{`order-1":"authorized +4s`, `order-1":"captured +4s`}, b.got())
}

func TestARegistrationDoesNotWaitForAnother(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.registered("https://slow.example/", created, captured)
	b.registered("https://fast.example/", created, captured)
	b.answer(func(r *http.Request, _ string) (int, error) {
		if r.URL.Host == "slow.example" {
			return 404, nil
		}
		return 202, nil
	})
	b.publish("order-1", created, captured)
	fast := 0
	for _, d := range b.deliveries() {
		if strings.Contains(d.url, "fast") {
			fast++
		}
	}
	assert.Equal(t, 2, fast)
	assert.Len(t, b.deliveries(), 3)
}

func TestDeletionEndsWhatIsPending(t *testing.T) {
	t.Parallel()
	b := open(t)
	r := b.registered(hooks, created, captured)
	b.answer(always(500))
	b.publish("order-1", created, captured)
	require.True(t, b.delete(r.ID))
	b.got()
	b.answer(nil)
	b.pass("P14D")
	assert.Empty(t, b.got())
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for status, taken := range map[int]bool{200: true, 201: true, 204: true, 299: true, 301: false, 302: false, 307: false, 400: false, 401: false, 404: false, 410: false, 500: false, 503: false} {
		b := open(t)
		b.registered(hooks, created)
		b.answer(always(status))
		b.publish("order-1", created)
		b.pass("PT2S")
		assert.Equal(t, taken, len(b.got()) == 1, status)
	}
}

// The merchant has ten seconds, in real time; waiting for the next attempt is
// real time too, where nobody moves the clock.
func TestSilenceAndTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := open(t, func(o *sandbox.Options) { o.Now = time.Now })
		defer func() { require.NoError(t, b.sandbox.Close()) }()
		b.registered(hooks, created)
		calls := 0
		b.answer(func(r *http.Request, _ string) (int, error) {
			if calls++; calls > 1 {
				return 200, nil
			}
			<-r.Context().Done()
			return 0, context.Cause(r.Context())
		})
		before := time.Now()
		b.publish("order-1", created)
		assert.Equal(t, 10*time.Second, time.Since(before))
		assert.Contains(t, string(b.control("GET", "deliveries", nil)), "no answer within 10s")
		time.Sleep(2*time.Second - time.Millisecond)
		synctest.Wait()
		assert.Len(t, b.deliveries(), 1)
		time.Sleep(time.Millisecond)
		synctest.Wait()
		assert.Len(t, b.deliveries(), 2)
	})
}
