package recurringv2_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api/recurringv2"
)

// A probe is what can be seen of a seeded defect, without it and with it.
type probe struct {
	look          func(*bench) any
	sound, broken any
}

// shown is a member of an agreement that the payer has approved.
func shown(pointer string, edits ...edit) func(*bench) any {
	return func(b *bench) any { return b.get(v2+"/"+b.active(edits...)).at(pointer) != nil }
}

func number(pointer string, edits ...edit) func(*bench) any {
	return func(b *bench) any { return b.get(v2 + "/" + b.active(edits...)).number(pointer) }
}

func drafted(pointer string) func(*bench) any {
	return func(b *bench) any { return b.draft(first("DIRECT_CAPTURE")).at(pointer) != nil }
}

// charge is a member of a charge that failed.
func charge(pointer string) func(*bench) any {
	return func(b *bench) any {
		id := b.active()
		require.Equal(b, http.StatusCreated, b.create(id, edit{"orderId", "order-0001"}).status)
		require.Equal(b, http.StatusNoContent, b.control("charges/order-0001/fail", ""))
		return b.get(v2 + "/" + id + "/charges/order-0001").at(pointer)
	}
}

// second is how a charge is answered that repeats the key of another.
func second(headers []string, edits ...edit) func(*bench) any {
	return func(b *bench) any {
		path := v2 + "/" + b.active() + "/charges"
		one := b.send("POST", path, order(), headers...)
		two := b.send("POST", path, order(edits...), headers...)
		if two.status == http.StatusCreated && two.text("/chargeId") == one.text("/chargeId") {
			return "the same"
		}
		return two.code()
	}
}

func probes() map[string]probe {
	key := []string{"Idempotency-Key", "key"}
	return map[string]probe{
		"recurring-v2-key-ignored":                     {second(key), "the same", "201"},
		"recurring-v2-key-content-ignored":             {second(key, edit{"amount", 100}), "409 idempotentkey.hash.mismatch", "the same"},
		"recurring-v2-key-optional":                    {second(nil), "400 Idempotency-Key", "201"},
		"recurring-v2-landing-page-skipped-for-nobody": {func(b *bench) any { return b.draft(edit{"skipLandingPage", true}).code() }, "400 customerPhoneNumber", "201"},
		"recurring-v2-charges-only-reserved":           {func(b *bench) any { return b.get(b.taken()).text("/status") }, "CHARGED", "RESERVED"},
		"recurring-v2-cancel-not-done": {func(b *bench) any {
			due, _ := b.charged()
			require.Equal(b, http.StatusOK, b.send("DELETE", due, nil).status)
			return b.get(due).text("/status")
		}, "CANCELLED", "DUE"},
		"recurring-v2-capture-of-one-ore-less": {func(b *bench) any { c := b.held(); b.capture(c); return b.get(c).text("/status") }, "CHARGED", "PARTIALLY_CAPTURED"},
		"recurring-v2-status-ignored":          {func(b *bench) any { b.pending(); return b.get(v2).at("/0") != nil }, false, true},
		"recurring-v2-charge-status-ignored": {func(b *bench) any {
			_, agreement := b.charged()
			return b.get(agreement+"/charges?chargeStatus=FAILED").at("/0") != nil
		}, false, true},
		"recurring-v2-retry-days-unlimited":        {func(b *bench) any { return b.create(b.active(), edit{"retryDays", 15}).code() }, "400 retryDays", "201"},
		"recurring-v2-refusals-answered-500":       {func(b *bench) any { return b.draft(edit{"price", -1}).status }, 400, 500},
		"recurring-v2-unknown-answered-400":        {func(b *bench) any { return b.get(v2 + "/agr_0000000").status }, 404, 400},
		"recurring-v2-gone":                        {func(b *bench) any { return b.draft().status }, 201, 404},
		"recurring-v2-draft-without-resource":      {drafted("/agreementResource"), true, false},
		"recurring-v2-draft-without-link":          {drafted("/vippsConfirmationUrl"), true, false},
		"recurring-v2-initial-charge-unnamed":      {drafted("/chargeId"), true, false},
		"recurring-v2-price-shown-higher":          {number("/price"), int64(34900), int64(34901)},
		"recurring-v2-suggestion-shown-higher":     {number("/variableAmount/suggestedMaxAmount", variable), int64(50000), int64(50001)},
		"recurring-v2-maximum-not-shown":           {shown("/variableAmount/maxAmount", variable), true, false},
		"recurring-v2-interval-shown-longer":       {number("/intervalCount"), int64(1), int64(2)},
		"recurring-v2-campaign-not-shown":          {shown("/campaign", summer), true, false},
		"recurring-v2-campaign-price-shown-higher": {number("/campaign/campaignPrice", summer), int64(100), int64(101)},
		"recurring-v2-active-without-start":        {shown("/start"), true, false},
		"recurring-v2-status-in-lower-case":        {func(b *bench) any { return b.get(v2 + "/" + b.active()).text("/status") }, "ACTIVE", "active"},
		"recurring-v2-updated-without-name": {func(b *bench) any {
			return b.send("PATCH", v2+"/"+b.active(), []byte(`{"price":100}`)).at("/agreementId") != nil
		}, true, false},
		"recurring-v2-charge-unnamed":          {func(b *bench) any { return b.create(b.active()).at("/chargeId") != nil }, true, false},
		"recurring-v2-refund-not-shown":        {func(b *bench) any { c := b.taken(); b.refund(c, 100); return b.get(c).number("/amountRefunded") }, int64(100), int64(0)},
		"recurring-v2-charge-without-type":     {charge("/type"), "RECURRING", nil},
		"recurring-v2-charge-amount-as-text":   {func(b *bench) any { return b.get(b.taken()).text("/amount") }, "", "100"},
		"recurring-v2-failure-not-explained":   {charge("/failureReason"), "user_action_required", nil},
		"recurring-v2-error-message-as-number": {func(b *bench) any { return b.get(v2 + "/agr_0000000").text("/0/message") }, "There is no such agreement.", ""},
	}
}

// A seeded defect changes what it says, and only when it is on.
func TestSeededDefects(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	known := map[string]string{}
	for _, s := range c.Services() {
		if s.ID == recurringv2.ID {
			known = s.Faults
		}
	}
	on := probes()
	require.Len(t, on, len(known))
	for name, says := range known {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotEmpty(t, says)
			p, ok := on[name]
			require.True(t, ok, "it is on trial")
			assert.Equal(t, p.sound, p.look(start(t, able)), "without it")
			assert.Equal(t, p.broken, p.look(start(t, able, name)), "with it")
		})
	}
}
