package recurringv2_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCharge(t *testing.T) {
	t.Parallel()
	const ok, bad = "201", "400 "
	tests := []struct {
		name  string
		edits []edit
		want  string
	}{
		{"a plain charge", nil, ok},
		{"five times the price", []edit{{"amount", 174500}}, ok},
		{"more than that", []edit{{"amount", 174501}}, bad + "amount"},
		{"99 øre", []edit{{"amount", 99}}, bad + "amount"},
		{"another currency", []edit{{"currency", "EUR"}}, bad + "currency"},
		{"no currency", []edit{{"currency", gone}}, bad + "currency"},
		{"today", []edit{{"due", "2026-03-01"}}, bad + "due"},
		{"tomorrow", []edit{{"due", "2026-03-02"}}, ok},
		{"in more than two years", []edit{{"due", "2028-03-02"}}, bad + "due"},
		{"a day with slashes", []edit{{"due", "2026/03/04"}}, bad + "due"},
		{"no day", []edit{{"due", gone}}, bad + "due"},
		{"no retry days", []edit{{"retryDays", gone}}, bad + "retryDays"},
		{"15 retry days", []edit{{"retryDays", 15}}, bad + "retryDays"},
		{"no text", []edit{{"description", ""}}, bad + "description"},
		{"an order number", []edit{{"orderId", "order-0001"}}, ok},
		{"an order number with an exclamation mark", []edit{{"orderId", "order!"}}, bad + "orderId"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, able)
			assert.Equal(t, tt.want, b.create(b.active(), tt.edits...).code())
		})
	}
}

func TestAChargeIsShown(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	charge, _ := b.charged(edit{"orderId", "order-0001"})
	r := b.get(charge)
	for pointer, want := range map[string]any{
		"/id": "order-0001", "/status": "DUE", "/type": "RECURRING", "/description": "March", "/due": "2026-03-04T00:00:00.000Z",
		"/transactionId": nil, "/failureReason": nil,
	} {
		assert.Equal(t, want, r.at(pointer), pointer)
	}
	b.pass(4)
	r = b.get(charge)
	assert.Equal(t, "CHARGED", r.text("/status"))
	assert.Regexp(t, `^[0-9]{10}$`, r.text("/transactionId"))
	assert.Equal(t, "404", b.get(v2+"/"+b.active()+"/charges/order-0001").code(), "under another agreement")
}

func TestAChargeFails(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	charge, _ := b.charged(edit{"amount", 151}, edit{"retryDays", 1})
	b.pass(4)
	assert.Equal(t, "DUE", b.get(charge).text("/status"))
	b.pass(1)
	r := b.get(charge)
	assert.Equal(t, "FAILED", r.text("/status"))
	assert.Equal(t, "user_action_required", r.text("/failureReason"))
	assert.NotEmpty(t, r.text("/failureDescription"))
}

func TestChargesAreListed(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.active(first("RESERVE_CAPTURE"))
	require.Equal(t, http.StatusCreated, b.create(id, edit{"orderId", "order-0001"}).status)
	all := b.get(v2 + "/" + id + "/charges")
	assert.Equal(t, "first-0001", all.text("/0/id"))
	assert.Equal(t, "INITIAL", all.text("/0/type"))
	assert.Equal(t, "RESERVED", all.text("/0/status"))
	assert.Equal(t, "order-0001", all.text("/1/id"))
	due := b.get(v2 + "/" + id + "/charges?chargeStatus=DUE")
	assert.Equal(t, "order-0001", due.text("/0/id"))
	assert.Nil(t, due.at("/1"))
	assert.JSONEq(t, `[]`, string(b.get(v2+"/"+id+"/charges?chargeStatus=FAILED").body))
	assert.Equal(t, "400 chargeStatus", b.get(v2+"/"+id+"/charges?chargeStatus=GONE").code())
	assert.Equal(t, "404", b.get(v2+"/agr_0000000/charges").code())
}

func TestMoneyMoves(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	held := b.held()
	assert.Equal(t, "400", b.refund(held, 100).code(), "nothing is taken")
	r := b.capture(held)
	assert.Equal(t, "200", r.code())
	assert.JSONEq(t, `{}`, string(r.body))
	assert.Equal(t, "CHARGED", b.get(held).text("/status"))
	assert.Equal(t, "400", b.capture(held).code(), "once")

	taken := b.taken()
	assert.Equal(t, "400", b.capture(taken).code(), "it was taken at once")
	assert.Equal(t, "400", b.send("DELETE", taken, nil).code())
	assert.Equal(t, "400 amount", b.refund(taken, 34901).code())
	assert.Equal(t, "400 amount", b.refund(taken, 99).code(), "the document asks for 100")
	assert.Equal(t, "200", b.refund(taken, 10000).code())
	r = b.get(taken)
	assert.Equal(t, "PARTIALLY_REFUNDED", r.text("/status"))
	assert.Equal(t, int64(10000), r.number("/amountRefunded"))
	assert.Equal(t, "200", b.refund(taken, 24900).code())
	assert.Equal(t, "REFUNDED", b.get(taken).text("/status"))

	due, _ := b.charged()
	r = b.send("DELETE", due, nil)
	assert.Equal(t, http.StatusOK, r.status)
	assert.Equal(t, "CANCELLED", r.text("/status"), "the answer is the charge")
	assert.Equal(t, "404", b.send("DELETE", due+"0", nil).code())
}

func TestAKeyCounts(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	charges := v2 + "/" + b.active() + "/charges"
	for _, header := range []string{"Idempotency-Key", "Idempotent-Key"} {
		made := b.send("POST", charges, order(), header, "key of "+header)
		require.Equal(t, http.StatusCreated, made.status, header)
		again := b.send("POST", charges, order(), header, "key of "+header)
		assert.Equal(t, string(made.body), string(again.body))
		assert.Equal(t, "409 idempotentkey.hash.mismatch", b.send("POST", charges, order(edit{"amount", 100}), header, "key of "+header).code())
	}
	assert.NotNil(t, b.get(charges).at("/1"))
	assert.Nil(t, b.get(charges).at("/2"))
	assert.Equal(t, "400 Idempotency-Key", b.send("POST", charges, order()).code())
	assert.Equal(t, "400 Idempotency-Key", b.send("POST", charges, order(), "Idempotency-Key", strings.Repeat("x", 41)).code())
	assert.Equal(t, "400 Idempotency-Key", b.send("POST", charges, order(), "Idempotency-Key", "a/b").code())

	bad := b.send("POST", charges, order(edit{"amount", 99}), "Idempotency-Key", "bad")
	assert.Equal(t, "400 amount", bad.code())
	assert.Equal(t, string(bad.body), string(b.send("POST", charges, order(edit{"amount", 99}), "Idempotency-Key", "bad").body))
}

func TestARefusalIsAList(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	r := b.get(v2 + "/agr_0000000")
	assert.Equal(t, "There is no such agreement.", r.text("/0/message"))
	assert.Nil(t, r.at("/0/code"))
	assert.Nil(t, r.at("/0/field"))
	assert.Len(t, r.text("/0/contextId"), 36)
}

func TestTheGatewayRefuses(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	assert.Equal(t, http.StatusUnauthorized, b.send("GET", v2, nil, "Ocp-Apim-Subscription-Key", "").status)
	assert.Equal(t, http.StatusUnauthorized, b.send("GET", v2, nil, "Authorization", "").status)
}
