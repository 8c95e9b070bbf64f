package webhook_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/sandbox/webhook"
	"kontrakt/harness/signature"
)

// verdict delivers one event, an hour after it was first tried, and says what a
// merchant finds of its signature.
func verdict(b *bench) any {
	r := b.registered(hooks, created)
	b.answer(always(500))
	b.publish("order-1", created)
	b.pass("PT1H10M")
	all := b.deliveries()
	v := b.verify(r, all[len(all)-1], start.Add(63*time.Minute+6*time.Second))
	if v.Holds() {
		return "holds"
	}
	return fmt.Sprint(v.Flaws[0].Part, v.Flaws[0].Mistakes)
}

// after gives what comes within a time when the merchant answers so.
func after(status int, period string) func(*bench) any {
	return func(b *bench) any {
		b.registered(hooks, created)
		b.answer(always(status))
		b.publish("order-1", created)
		b.pass(period)
		return len(b.got())
	}
}

// Each defect changes what its own probe finds.
func TestEverySeededDefectShows(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		probe     func(*bench) any
		well, ill any
	}{
		webhook.FaultOtherSecret:     {verdict, "holds", "signature[]"},
		webhook.FaultSecretDecoded:   {verdict, "holds", fmt.Sprint("signature", []signature.Mistake{signature.DecodedSecret})},
		webhook.FaultCarriageReturns: {verdict, "holds", fmt.Sprint("signature", []signature.Mistake{signature.CarriageReturns})},
		webhook.FaultQueryUnsigned:   {verdict, "holds", fmt.Sprint("signature", []signature.Mistake{signature.QueryLeftOut})},
		webhook.FaultDefaultPort:     {verdict, "holds", fmt.Sprint("signature", []signature.Mistake{signature.DefaultPort})},
		webhook.FaultHexHash:         {verdict, "holds", fmt.Sprint("content hash", []signature.Mistake{signature.HexHash})},
		webhook.FaultBodyChanged:     {verdict, "holds", fmt.Sprint("content hash", []signature.Mistake{signature.Reserialised})},
		webhook.FaultDateForm:        {verdict, "holds", fmt.Sprint("date", []signature.Mistake{signature.OtherDateForm})},
		webhook.FaultDateKept:        {verdict, "holds", "date[]"},
		webhook.FaultOnce:            {after(500, "PT1M"), 4, 1},
		webhook.FaultForEver:         {after(500, "P8D"), 35, 36},
		webhook.FaultRepeated:        {after(200, "PT0S"), 1, 2},
		webhook.FaultRedirectTaken:   {after(302, "PT2S"), 2, 1},
		webhook.FaultOrderLost: {func(b *bench) any {
			b.registered(hooks, created, captured)
			b.answer(failing("created"))
			b.publish("order-1", created, captured)
			return len(b.got())
		}, 1, 2},
		webhook.FaultOneLine: {func(b *bench) any {
			b.registered(hooks, created)
			b.answer(failing("order-1"))
			b.publish("order-1", created)
			b.publish("order-2", created)
			return len(b.got())
		}, 2, 1},
		webhook.FaultFirstOnly: {func(b *bench) any {
			b.registered(hooks, created)
			b.registered(hooks, created)
			b.publish("order-1", created)
			return len(b.got())
		}, 2, 1},
		webhook.FaultUnasked: {func(b *bench) any {
			b.registered(hooks, created)
			b.publish("order-1", captured)
			return len(b.got())
		}, 0, 1},
		webhook.FaultAfterDeletion: {func(b *bench) any {
			b.delete(b.registered(hooks, created).ID)
			b.publish("order-1", created)
			return len(b.got())
		}, 0, 1},
		webhook.FaultDeadKept: {func(b *bench) any {
			after(500, "P15D")(b)
			return len(b.list())
		}, 0, 1},
		webhook.FaultNotDeleted: {func(b *bench) any {
			b.delete(b.registered(hooks, created).ID)
			return len(b.list())
		}, 0, 1},
		webhook.FaultSecretListed: {func(b *bench) any {
			r := b.registered(hooks, created)
			return b.list()[0].Secret == r.Secret
		}, false, true},
		webhook.FaultOneSecret: {func(b *bench) any {
			first, second := b.registered(hooks, created), b.registered(hooks, created)
			return first.Secret == second.Secret
		}, false, true},
		webhook.FaultPlainHTTP: {func(b *bench) any {
			_, err := b.register("http://shop.example/", created)
			return err == nil
		}, false, true},
		webhook.FaultNoLimit: {func(b *bench) any {
			b.registered(hooks, webhook.CheckedIn)
			_, err := b.register(hooks, webhook.CheckedIn)
			return err == nil
		}, false, true},
		webhook.FaultUnknownEvents: {func(b *bench) any {
			_, err := b.register(hooks, "epayment.payment.created.v1")
			return err == nil
		}, false, true},
	}
	assert.Equal(t, slices.Sorted(maps.Keys(webhook.Faults())), slices.Sorted(maps.Keys(tests)), "every defect has a probe")
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.well, tt.probe(open(t)))
			ill := open(t)
			ill.fault(name)
			assert.Equal(t, tt.ill, tt.probe(ill))
		})
	}
}

// However the merchant answers: every event arrives, an event of a payment only
// after the one before it was taken, and never again once it was.
func TestOrderHoldsHoweverTheMerchantAnswers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		b := open(t)
		b.registered(hooks, created, authorized, captured)
		refuse := rapid.SliceOfN(rapid.Bool(), 0, 12).Draw(r, "refusals")
		taken := map[string]int{}
		events := []string{created, authorized, captured}
		var mu sync.Mutex
		b.answer(func(_ *http.Request, body string) (int, error) {
			mu.Lock()
			defer mu.Unlock()
			if len(refuse) > 0 {
				no := refuse[0]
				if refuse = refuse[1:]; no {
					return 503, nil
				}
			}
			taken[body]++
			return 200, nil
		})
		payments := rapid.IntRange(1, 3).Draw(r, "payments")
		for _, e := range events {
			for p := range payments {
				b.publish(fmt.Sprintf("order-%d", p), e)
			}
			b.pass(rapid.SampledFrom([]string{"PT0S", "PT2S", "PT5M"}).Draw(r, "time"))
		}
		b.pass("P1D")
		for p := range payments {
			order := []string{}
			for _, d := range b.deliveries() {
				if last := len(order) - 1; strings.Contains(d.body, fmt.Sprintf("order-%d", p)) && (last < 0 || order[last] != d.body) {
					order = append(order, d.body)
				}
			}
			want := []string{}
			for _, e := range []string{"created", "authorized", "captured"} {
				body := fmt.Sprintf(`{"order-%d":"%s"}`, p, e)
				want = append(want, body)
				require.Equal(r, 1, taken[body], body)
			}
			require.Equal(r, want, order)
		}
	})
}
