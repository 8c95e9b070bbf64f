package checkout_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The merchant is told what polling says, with the token as it was given.
func TestTheCallbackIsWhatPollingSays(t *testing.T) {
	t.Parallel()
	for verb, edits := range map[string][]edit{
		"approve": {fixed(two()...), at0("requireUserInfo", true)}, "reject": nil, "fail": {at0("elements", "PaymentOnly")},
	} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			b := start(t, norway)
			b.open(ref, edits...)
			b.act(ref, verb, nil)
			told := b.shop.heard("/told")
			require.Len(t, told, 1)
			assert.Equal(t, "POST https://shop.example/told", told[0].method+" "+told[0].url)
			assert.Equal(t, "let-me-in", told[0].header.Get("Authorization"), "no scheme stands before it")
			assert.Equal(t, "application/json", told[0].header.Get("Content-Type"))
			assert.JSONEq(t, string(b.poll(ref).body), string(told[0].body))
			assert.NotEqual(t, "CREATED", told[0].member("/paymentDetails/state"))
		})
	}
}

func TestNobodyIsToldBeforeTheEnd(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open(ref)
	b.act(ref, "submit", nil)
	b.act(ref, "pay", nil)
	assert.Empty(t, b.shop.calls)
	b.open("order-0002")
	b.expire("order-0002")
	b.settle()
	assert.Empty(t, b.shop.calls)
}

// Whatever is no success is tried again, three times, further and further apart.
func TestTheCallbackIsRepeated(t *testing.T) {
	t.Parallel()
	answers := map[string]struct {
		status   []int
		attempts int
	}{
		"taken at once":        {[]int{200}, 1},
		"any success will do":  {[]int{204}, 1},
		"refused for ever":     {[]int{500, 500, 500, 500}, 4},
		"a redirect is none":   {[]int{302, 404, 202}, 3},
		"taken the third time": {[]int{400, 503, 200}, 3},
	}
	for name, tt := range answers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, norway)
			left := tt.status
			b.shop.taken = func(*http.Request, []byte) (int, string) {
				status := left[0]
				if len(left) > 1 {
					left = left[1:]
				}
				return status, ""
			}
			b.paid(ref)
			b.pass("PT10M")
			told := b.shop.heard("/told")
			assert.Len(t, told, tt.attempts)
			for _, again := range told {
				assert.Equal(t, string(told[0].body), string(again.body))
				assert.Equal(t, "let-me-in", again.header.Get("Authorization"))
			}
			list := string(b.control("GET", "deliveries", nil, 200))
			assert.Equal(t, tt.attempts, strings.Count(list, `"kind":"checkoutCallback"`))
		})
	}
}

func TestWhoDoesNotAnswerIsToldAgain(t *testing.T) {
	t.Parallel()
	_, err := loaded()
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		b := start(t, norway)
		first := true
		b.shop.taken = func(r *http.Request, _ []byte) (int, string) {
			if first {
				first = false
				select {
				case <-time.After(11 * time.Second):
				case <-r.Context().Done():
				}
			}
			return 200, ""
		}
		b.open(ref)
		b.control("POST", "sessions/"+ref+"/approve", nil, http.StatusNoContent)
		b.control("GET", "deliveries?wait=PT60S", nil, http.StatusOK)
		assert.Empty(t, b.shop.heard("/told"), "who does not answer has not heard")
		b.pass("PT1S")
		assert.Len(t, b.shop.heard("/told"), 1)
	})
}

// Who takes the payment back through ePayment ends the session.
func TestAPaymentTakenBackEndsTheSession(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open(ref)
	b.act(ref, "pay", nil)
	require.Equal(t, 200, b.move("cancel", ref, 0).status)
	assert.Equal(t, "PaymentTerminated", b.state(ref))
	b.settle()
	require.Len(t, b.shop.heard("/told"), 1)
	assert.Equal(t, "PaymentTerminated", b.shop.heard("/told")[0].member("/sessionState"))
}
