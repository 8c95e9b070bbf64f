package recurring_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func TestARepeatedDraftIsAnsweredAsBefore(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	first := b.do("POST", agreementsPath, offer(), "k1")
	b.act(first.text("/agreementId"), "approve", nil)
	assert.Equal(t, first, b.do("POST", agreementsPath, offer(), "k1"), "also when things have moved on")
	spaced := strings.ReplaceAll(string(offer()), ",", " ,\n")
	assert.Equal(t, first, b.do("POST", agreementsPath, []byte(spaced), "k1"), "space makes no difference")
	assert.Equal(t, "409 idempotency-conflict", b.do("POST", agreementsPath, offer(edit{"/productName", "Honey"}), "k1").code())
	second := b.do("POST", agreementsPath, offer(), "k2")
	assert.NotEqual(t, first.text("/agreementId"), second.text("/agreementId"), "another key is another agreement")
	assert.Equal(t, first.text("/agreementId"), b.get(agreementsPath).ids())
}

func TestARepeatedChangeMovesMoneyOnce(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.active()
	create := func(key string, edits ...edit) result {
		return b.do("POST", agreementsPath+"/"+id+"/charges", bill(edits...), key)
	}
	first := create("k1", edit{"/transactionType", "RESERVE_CAPTURE"})
	assert.Equal(t, first, create("k1", edit{"/transactionType", "RESERVE_CAPTURE"}))
	charge := first.text("/chargeId")
	assert.Equal(t, charge, b.get(agreementsPath+"/"+id+"/charges").ids())
	b.collect(charge, "settle", nil)
	at := agreementsPath + "/" + id + "/charges/" + charge
	for range 2 {
		assert.Equal(t, "204", b.do("POST", at+"/capture", []byte(`{"amount":10000}`), "k2").code())
	}
	assert.Equal(t, "409 idempotency-conflict", b.do("POST", at+"/capture", []byte(`{"amount":20000}`), "k2").code())
	assert.Equal(t, "409 idempotency-conflict", b.do("POST", at+"/refund", []byte(`{"amount":10000,"description":"x"}`), "k2").code(), "a key is of one operation")
	assert.Equal(t, "409 idempotency-conflict", b.do("DELETE", at, nil, "k2").code())
	assert.Equal(t, "409 idempotency-conflict", b.do("PATCH", agreementsPath+"/"+id, []byte(`{"productName":"Honey"}`), "k2").code())
	for range 2 {
		assert.Equal(t, "204", b.do("DELETE", at, nil, "k3").code())
	}
	for range 2 {
		assert.Equal(t, "204", b.do("POST", at+"/refund", []byte(`{"amount":2000,"description":"x"}`), "k4").code())
	}
	assert.Equal(t, "CHARGED 10000 0 24900", strings.Replace(b.stands(id, charge), "PARTIALLY_REFUNDED 10000 2000", "CHARGED 10000 0", 1))
	assert.Equal(t, "CREATE 34900, RESERVE 34900, CAPTURE 10000, CANCEL 24900, REFUND 2000", b.history(id, charge))
	keys := []string{}
	for i := range 5 {
		keys = append(keys, b.read(id, charge).text(fmt.Sprint("/history/", i, "/idempotencyKey")))
	}
	assert.Equal(t, []string{"k1", "k2", "k3", "k4"}, append(keys[:1:1], keys[2:]...), "the merchant's own keys")
	assert.Contains(t, keys[1], charge)
}

// A key is of one resource, and of one merchant.
func TestAKeyIsOfOneResource(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	one, two := b.active(), b.active()
	assert.Equal(t, "204", b.do("PATCH", agreementsPath+"/"+one, []byte(`{"productName":"Honey"}`), "k1").code())
	assert.Equal(t, "409 idempotency-conflict", b.do("PATCH", agreementsPath+"/"+two, []byte(`{"productName":"Honey"}`), "k1").code())
	assert.Equal(t, "Jam of the month", b.agreement(two).at("/productName"))
}

// A refusal sticks to its key, whatever has become possible since.
func TestRefusalsStick(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.pending()
	first := b.do("POST", agreementsPath+"/"+id+"/charges", bill(), "k1")
	assert.Equal(t, "400 charge-creation-failed", first.code())
	b.act(id, "approve", nil)
	assert.Equal(t, first, b.do("POST", agreementsPath+"/"+id+"/charges", bill(), "k1"))
	assert.Equal(t, "201", b.do("POST", agreementsPath+"/"+id+"/charges", bill(), "k2").code())
	bad := b.do("POST", agreementsPath, offer(edit{"/productName", gone}), "k3")
	assert.Equal(t, bad, b.do("POST", agreementsPath, offer(edit{"/productName", gone}), "k3"))
	assert.Equal(t, "409 idempotency-conflict", b.do("POST", agreementsPath, offer(), "k3").code(), "what is corrected needs a key of its own")
}

func TestKeys(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.active()
	charge := b.charged(id)
	const wrong = "400 idempotency-key-header"
	for name, call := range map[string]func(string) result{
		"draft":  func(key string) result { return b.do("POST", agreementsPath, offer(), key) },
		"update": func(key string) result { return b.do("PATCH", agreementsPath+"/"+id, []byte(`{}`), key) },
		"accept": func(key string) result {
			return b.do("PATCH", agreementsPath+"/"+id+"/accept", []byte(`{"phoneNumber":"4740000001"}`), key)
		},
		"charge": func(key string) result { return b.do("POST", agreementsPath+"/"+id+"/charges", bill(), key) },
		"bulk":   func(key string) result { return b.do("POST", agreementsPath+"/charges", []byte(`[]`), key) },
		"cancel": func(key string) result { return b.do("DELETE", agreementsPath+"/"+id+"/charges/"+charge, nil, key) },
		"capture": func(key string) result {
			return b.do("POST", agreementsPath+"/"+id+"/charges/"+charge+"/capture", []byte(`{"amount":100}`), key)
		},
		"refund": func(key string) result {
			return b.do("POST", agreementsPath+"/"+id+"/charges/"+charge+"/refund", []byte(`{"amount":100,"description":"x"}`), key)
		},
	} {
		assert.Equal(t, wrong, call("").code(), name)
		assert.Equal(t, wrong, call(strings.Repeat("k", 41)).code(), name)
	}
	for _, sign := range `#?/\` {
		assert.Equal(t, wrong, b.do("POST", agreementsPath, offer(), "key"+string(sign)).code(), string(sign))
	}
	for _, key := range []string{strings.Repeat("k", 40), "k", "order:7", "3f0e2a4c-7f5e-4b0a-9a67-1a2b3c4d5e6f"} {
		assert.Equal(t, "201", b.do("POST", agreementsPath, offer(), key).code(), key)
	}
	assert.Equal(t, "DUE 0 0 0", b.stands(id, charge))
}

// limited is a bench whose merchant is held to the rate limits.
func limited(t *testing.T) *bench {
	t.Helper()
	b := start(t, able)
	var err error
	b.tenant, err = b.sandbox.Add(sandbox.Tenant{Name: "Busy shop", RateLimits: true})
	require.NoError(t, err)
	b.login()
	return b
}

func TestLimits(t *testing.T) {
	t.Parallel()
	b := limited(t)
	one, two := b.active(), b.active()
	charge := b.charged(one)
	until := func(n int, call func() result) {
		t.Helper()
		for range n {
			assert.NotEqual(t, http.StatusTooManyRequests, call().status)
		}
		r := call()
		assert.Equal(t, http.StatusTooManyRequests, r.status)
		assert.NotEmpty(t, r.header.Get("Retry-After"))
	}
	until(5, func() result { return b.get(agreementsPath) })
	until(120, func() result { return b.agreement(one) })
	until(5, func() result { return b.patch(one, map[string]any{}) })
	until(10, func() result { return b.get(agreementsPath + "/" + one + "/charges") })
	until(10, func() result { return b.read(one, charge) })
	until(100, func() result { return b.get("/recurring/v3/charges/" + charge) })
	until(5, func() result { return b.move("capture", one, charge, 100) })
	until(5, func() result { return b.move("refund", one, charge, 100) })
	until(2, func() result { return b.do("POST", agreementsPath+"/"+one+"/charges", bill(), "one-key") })
	until(100, func() result { return b.manifold(nil) })
	until(298, func() result { return b.draft() })
	assert.Equal(t, "200", b.agreement(two).code(), "each agreement counts by itself")
	assert.Equal(t, "204", b.patch(two, map[string]any{}).code())
	until(5, func() result { return b.cancel(one, charge) })
	b.pass("PT1M")
	assert.Equal(t, "200", b.agreement(one).code())
}

func TestMalformedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.active()
	send := func(body string, headers ...string) string {
		return b.do("POST", agreementsPath, []byte(body), b.key(), headers...).code()
	}
	assert.Equal(t, "400 invalid-json", send(`{"pricing"`))
	assert.Equal(t, "400 validation-error body", send(`[]`))
	assert.Equal(t, "400 validation-error pricing productName merchantRedirectUrl", order(send(`{}`)))
	assert.Equal(t, "415 unsupported-media-type", send(string(offer()), "Content-Type", "text/plain"))
	assert.Equal(t, "406 not-acceptable", send(string(offer()), "Accept", "text/html"))
	for _, accept := range []string{"*/*", "application/json", "text/html, application/json;q=0.8", "application/*", "application/problem+json", "application/json;charset=UTF-8"} {
		assert.Equal(t, "201", send(string(offer()), "Accept", accept), accept)
	}
	assert.Equal(t, "201", send(string(offer()), "Content-Type", "application/json; charset=utf-8"))
	assert.Equal(t, "201", send(string(offer()), "Content-Type", ""), "nobody has to say it")
	assert.Equal(t, "201", send(string(offer()), "Vipps-System-Name", strings.Repeat("n", 31)), "names of systems are not looked at")
	assert.Equal(t, "201", send(string(offer()), "Merchant-Serial-Number", ""))
	assert.Equal(t, "400 validation-error body", b.do("PATCH", agreementsPath+"/"+id, nil, b.key()).code())
	assert.Equal(t, "400 validation-error amount", b.do("POST", agreementsPath+"/"+id+"/charges/chr-1/capture", []byte(`{}`), b.key()).code())
	assert.Equal(t, http.StatusUnauthorized, b.get(agreementsPath, "Authorization", "").status)
	assert.Equal(t, http.StatusUnauthorized, b.get(agreementsPath, "Ocp-Apim-Subscription-Key", "").status)
}

// order puts the fields of a refusal into the order of this file.
func order(code string) string {
	for _, name := range []string{"pricing", "productName", "merchantRedirectUrl"} {
		if strings.Contains(code, " "+name) {
			code = strings.Replace(code, " "+name, "", 1) + " " + name
		}
	}
	return code
}
