package epayment_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func TestARepeatedCreateIsAnsweredAsBefore(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	first := b.post("/epayment/v1/payments", order("order-0001"), "k1")
	b.act("order-0001", "approve", nil)
	assert.Equal(t, first, b.post("/epayment/v1/payments", order("order-0001"), "k1"), "also when things have moved on")
	spaced := strings.ReplaceAll(string(order("order-0001")), ",", " ,\n")
	assert.Equal(t, first, b.post("/epayment/v1/payments", []byte(spaced), "k1"), "space makes no difference")
	assert.Equal(t, "409 4020", b.post("/epayment/v1/payments", order("order-0002"), "k1").code(), "another reference")
	assert.Equal(t, "409 4020", b.post("/epayment/v1/payments", order("order-0001", edit{"/amount/value", 300}), "k1").code(), "another amount")
	assert.Equal(t, "409 4150", b.post("/epayment/v1/payments", order("order-0001"), "k2").code(), "the same reference anew")
	assert.Equal(t, "404 5090", b.payment("order-0002").code())
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000", b.history("order-0001"))
}

func TestARepeatedChangeMovesMoneyOnce(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.authorized("order-0001")
	b.authorized("order-0002")
	first := b.keyed("k1", "capture", "order-0001", 5000)
	assert.Equal(t, "200", first.code())
	assert.Equal(t, first, b.keyed("k1", "capture", "order-0001", 5000))
	assert.Equal(t, "409 4010", b.keyed("k1", "capture", "order-0001", 6000).code())
	assert.Equal(t, "409 4010", b.keyed("k1", "capture", "order-0002", 5000).code(), "a key is of one payment")
	assert.Equal(t, "200", b.keyed("k1", "refund", "order-0001", 1000).code(), "and of one operation")
	assert.Equal(t, "409 4150", b.keyed("k1", "refund", "order-0001", 2000).code())
	assert.Equal(t, "200", b.keyed("k2", "capture", "order-0001", 5000).code(), "another key is another capture")
	done := b.keyed("k1", "cancel", "order-0001", nil)
	assert.Equal(t, "200", done.code())
	assert.Equal(t, done, b.keyed("k1", "cancel", "order-0001", nil))
	assert.Equal(t, "409 4020", b.keyed("k1", "cancel", "order-0001", nil, only).code())
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000, CAPTURED 5000, REFUNDED 1000, CAPTURED 5000, CANCELLED 10000", b.history("order-0001"))
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000", b.history("order-0002"))
}

// A refusal sticks to its key, whatever has become possible since.
func TestRefusalsStick(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.pending("order-0001")
	first := b.keyed("k1", "capture", "order-0001", 5000)
	assert.Equal(t, "400 6080", first.code())
	b.act("order-0001", "approve", nil)
	assert.Equal(t, first, b.keyed("k1", "capture", "order-0001", 5000))
	assert.Equal(t, "200", b.keyed("k2", "capture", "order-0001", 5000).code())

	bad := b.post("/epayment/v1/payments", order("order-0002", edit{"/userFlow", "LETTER"}), "k3")
	assert.Equal(t, bad, b.post("/epayment/v1/payments", order("order-0002", edit{"/userFlow", "LETTER"}), "k3"))
	assert.Equal(t, "409 4020", b.post("/epayment/v1/payments", order("order-0002"), "k3").code(), "what is corrected needs a key of its own")
	assert.Equal(t, "201", b.post("/epayment/v1/payments", order("order-0002"), "k4").code())
	missing := b.keyed("k5", "capture", "order-0003", 5000)
	b.authorized("order-0003")
	assert.Equal(t, missing, b.keyed("k5", "capture", "order-0003", 5000))
}

// What is locked, or failed inside, can be tried again with the same key.
func TestWhatCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	for code, status := range map[string]int{"6160": http.StatusLocked, "6280": 500, "3010": 500} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			b := start(t, able)
			b.authorized("order-0001")
			b.act("order-0001", "fail", map[string]any{"errorCode": code})
			assert.Equal(t, fmt.Sprint(status, " ", code), b.keyed("k1", "capture", "order-0001", 5000).code())
			assert.Equal(t, "200", b.keyed("k1", "capture", "order-0001", 5000).code())
			assert.Equal(t, [4]int64{20000, 5000, 0, 0}, b.payment("order-0001").money())
		})
	}
}

func TestAnActCausesTroubleOnce(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.authorized("order-0001")
	b.act("order-0001", "fail", map[string]any{"errorCode": "6260"})
	assert.Equal(t, "400 6260", b.change("capture", "order-0001", 5000).code())
	b.act("order-0001", "fail", nil)
	assert.Equal(t, "500 6280", b.change("capture", "order-0001", 5000).code(), "the usual trouble")
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000, CAPTURED 5000!, CAPTURED 5000!", b.history("order-0001"))
	b.control("POST", "payments/order-0001/fail", map[string]any{"errorCode": "9999"}, http.StatusConflict)
	b.pending("order-0002")
	b.act("order-0002", "fail", map[string]any{"errorCode": "6250"})
	assert.Equal(t, "409 6250", b.change("cancel", "order-0002", nil).code())
	b.act("order-0002", "fail", nil)
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000!", b.history("order-0002"), "an approval that did not come through")
	b.act("order-0002", "approve", nil)
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000!, AUTHORIZED 20000", b.history("order-0002"), "with another card")
}

// limited is a bench whose merchant is held to the rate limits.
func limited(t *testing.T) *bench {
	t.Helper()
	b := start(t, able)
	var err error
	b.tenant, err = b.sandbox.Add(sandbox.Tenant{Abilities: able, RateLimits: true})
	require.NoError(t, err)
	b.login()
	return b
}

func TestRateLimits(t *testing.T) {
	t.Parallel()
	for _, act := range []string{"capture", "refund", "cancel"} {
		t.Run(act, func(t *testing.T) {
			t.Parallel()
			b := limited(t)
			b.authorized("order-0001")
			b.authorized("order-0002")
			for range 5 {
				assert.NotEqual(t, http.StatusTooManyRequests, b.change(act, "order-0001", 1).status)
			}
			body := []byte(`{"modificationAmount":{"currency":"NOK","value":1}}`)
			w := b.send("POST", "/epayment/v1/payments/order-0001/"+act, body, "Idempotency-Key", "k")
			assert.Equal(t, http.StatusTooManyRequests, w.Code)
			assert.Equal(t, "60", w.Header().Get("Retry-After"))
			assert.NotEqual(t, http.StatusTooManyRequests, b.change(act, "order-0002", 1).status, "another payment has its own")
			b.pass("PT1M")
			assert.NotEqual(t, http.StatusTooManyRequests, b.change(act, "order-0001", 1).status)
		})
	}
	t.Run("create counts by the reference of the body", func(t *testing.T) {
		t.Parallel()
		b := limited(t)
		for i := range 5 {
			assert.Equal(t, "400 Reference", b.create("x", edit{"/reference", gone}, edit{"/Reference", fmt.Sprint("order-000", i)}).code())
		}
		assert.Equal(t, "429", b.create("x", edit{"/reference", gone}, edit{"/Reference", "order-0006"}).code(), "where none is named, all count together")
		assert.Equal(t, "201", b.create("order-0001").code())
	})
	t.Run("reads", func(t *testing.T) {
		t.Parallel()
		b := limited(t)
		b.pending("order-0001")
		for range 120 {
			assert.Equal(t, http.StatusOK, b.payment("order-0001").status)
		}
		assert.Equal(t, "429", b.payment("order-0001").code())
		assert.Equal(t, "CREATED 20000", b.history("order-0001"), "the log has its own limit")
	})
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	const target = "/epayment/v1/payments/order-0001"
	assert.Equal(t, 401, b.send("GET", target, nil, "Authorization", "").Code)
	assert.Equal(t, 401, b.send("GET", target, nil, "Ocp-Apim-Subscription-Key", "").Code)
	assert.Equal(t, 401, b.send("GET", target, nil, "Authorization", "bearer "+b.token).Code)
	assert.Equal(t, 403, b.send("GET", target, nil, "Merchant-Serial-Number", "654321").Code)
	b.control("POST", "clock", map[string]string{"advance": "PT1H"}, http.StatusOK)
	assert.Equal(t, 401, b.send("GET", target, nil).Code, "a token lives for an hour")
}
