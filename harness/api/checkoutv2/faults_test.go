package checkoutv2_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api/checkoutv2"
	"kontrakt/harness/sandbox"
)

// A probe is what a merchant sees of one thing that a seeded defect breaks.
type probe struct {
	abilities  sandbox.Abilities
	look       func(*bench) any
	sound, ill any
}

// creating says with which status a create is answered, without a header.
func creating(without string, edits ...edit) func(*bench) any {
	return func(b *bench) any {
		b.without = []string{without}
		return b.create(edits...).status
	}
}

// member is what create answers at a pointer.
func member(name string) func(*bench) any {
	return func(b *bench) any { return b.create().at("/"+name) != nil }
}

// polling gives a place of a session that an act has ended; what has another name
// at every try is only said to be there.
func polling(verb, pointer string) func(*bench) any {
	return func(b *bench) any {
		path := b.created(fixed(way("door", 4900)), edit{"/requireUserInfo", true})
		if verb != "" {
			b.act(verb, nil)
		}
		return there(b.poll(path).at(pointer))
	}
}

// telling is the same of the callback.
func telling(verb, pointer string) func(*bench) any {
	return func(b *bench) any {
		b.created(fixed(way("door", 4900)), edit{"/requireUserInfo", true})
		b.act(verb, nil)
		require.Len(b, b.told(), 1)
		return there(at(b.told()[0].body, pointer))
	}
}

func there(v any) any {
	if text, ok := v.(string); ok && len(text) > 20 {
		return "there"
	}
	return v
}

func idIsPolled(b *bench) any {
	path := b.created()
	return strings.HasSuffix(path, b.poll(path).at("/sessionId").(string))
}

func captures(b *bench) any {
	path := b.created()
	b.act("approve", nil)
	b.control("POST", "sessions/"+ref+"/approve", nil, http.StatusConflict)
	token := b.send("POST", "/accesstoken/get", nil).at("/access_token").(string)
	b.without = []string{"Authorization=Bearer " + token, "Idempotency-Key=1"}
	a := b.send("POST", "/epayment/v1/payments/"+ref+"/capture", []byte(`{"modificationAmount":{"value":10000,"currency":"NOK"}}`))
	require.Equal(b, http.StatusOK, a.status, string(a.body))
	return b.poll(path).at("/paymentDetails/aggregate/capturedAmount/value")
}

func question(b *bench) any {
	b.created(edit{"/logistics/dynamicOptionsCallback", options})
	b.act("submit", nil)
	return at(b.asked()[0].body, "/region")
}

func unknown(pointer string) func(*bench) any {
	return func(b *bench) any {
		a := b.poll("/checkout/v2/session/nobody")
		if pointer == "" {
			return a.status
		}
		return a.at(pointer)
	}
}

func probes() map[string]probe {
	part := map[string]any{"firstName": "Ola"}
	partial := edit{"/prefillCustomer", part}
	noFlags := []edit{{"/contactFields", nil}, {"/addressFields", nil}}
	return map[string]probe{
		"credentials-not-checked":          {look: creating("client_secret=wrong"), sound: 401, ill: 200},
		"merchant-serial-number-optional":  {look: creating("Merchant-Serial-Number"), sound: 401, ill: 200},
		"login-only-unit-sells":            {abilities: sandbox.Abilities{LoginOnly: true}, look: creating(""), sound: 403, ill: 200},
		"merchant-info-optional":           {look: creating("", edit{"/merchantInfo/callbackPrefix", nil}), sound: 400, ill: 200},
		"fields-optional":                  {look: creating("", noFlags...), sound: 400, ill: 200},
		"address-without-contact-accepted": {look: creating("", edit{"/contactFields", false}), sound: 400, ill: 200},
		"any-option-accepted":              {look: creating("", fixed(way("door", 1, "product", nil))), sound: 400, ill: 200},
		"prefill-in-parts-accepted":        {look: creating("", partial), sound: 400, ill: 200},
		"description-of-any-length":        {look: creating("", edit{"/transaction/paymentDescription", "x"}), sound: 400, ill: 200},
		"create-answered-201":              {look: creating(""), sound: 200, ill: 201},
		"polled-by-reference":              {look: func(b *bench) any { b.created(); return b.poll("/checkout/v2/session/" + ref).status }, sound: 404, ill: 200},
		"unknown-session-answered-400":     {look: unknown(""), sound: 404, ill: 400},
		"problem-without-code":             {look: unknown("/errorCode"), sound: "Session-00100", ill: nil},
		"create-without-token":             {look: member("token"), sound: true, ill: false},
		"create-without-frontend":          {look: member("checkoutFrontendUrl"), sound: true, ill: false},
		"create-without-polling":           {look: member("pollingUrl"), sound: true, ill: false},
		"session-without-id":               {look: polling("", "/sessionId"), sound: "there", ill: nil},
		"session-id-is-reference":          {look: idIsPolled, sound: true, ill: false},
		"reference-in-upper-case":          {look: polling("", "/reference"), sound: ref, ill: "ORDER-0001"},
		"session-created":                  {look: polling("", "/sessionState"), sound: "SessionStarted", ill: "SessionCreated"},
		"session-never-terminated":         {look: polling("reject", "/sessionState"), sound: "SessionTerminated", ill: "SessionStarted"},
		"callback-terminated":              {look: telling("reject", "/sessionState"), sound: "PaymentFailed", ill: "PaymentTerminated"},
		"callback-always-successful":       {look: telling("reject", "/sessionState"), sound: "PaymentFailed", ill: "PaymentSuccessful"},
		"callback-without-serial-number":   {look: func(b *bench) any { return telling("approve", "/merchantSerialNumber")(b) != nil }, sound: true, ill: false},
		"callback-of-another-reference":    {look: telling("approve", "/reference"), sound: ref, ill: "ORDER-0001"},
		"callback-without-payment":         {look: telling("approve", "/paymentDetails/state"), sound: "AUTHORISED", ill: nil},
		"payment-authorized":               {look: polling("approve", "/paymentDetails/state"), sound: "AUTHORISED", ill: "AUTHORIZED"},
		"payment-terminated-as-created":    {look: polling("reject", "/paymentDetails/state"), sound: "TERMINATED", ill: "CREATED"},
		"payment-in-kroner":                {look: polling("approve", "/paymentDetails/amount/value"), sound: 14900.0, ill: 149.0},
		"without-aggregate":                {look: polling("approve", "/paymentDetails/aggregate/authorizedAmount/value"), sound: 14900.0, ill: nil},
		"aggregate-without-captures":       {look: captures, sound: 10000.0, ill: 0.0},
		"shipped-to-city":                  {look: polling("approve", "/shippingDetails/region"), sound: "Trondheim", ill: nil},
		"billed-to-city":                   {look: polling("approve", "/billingDetails/region"), sound: "Trondheim", ill: nil},
		"question-about-city":              {look: question, sound: "Trondheim", ill: nil},
		"without-user-details":             {look: polling("approve", "/userDetails/firstName"), sound: "Kari", ill: nil},
		"without-user-info-sub":            {look: polling("approve", "/userDetails/userInfoSub"), sound: "there", ill: nil},
		"without-shipping-method":          {look: polling("approve", "/shippingDetails/shippingMethodId"), sound: "door", ill: nil},
		"shipping-without-amount":          {look: polling("approve", "/shippingDetails/amount/value"), sound: 4900.0, ill: nil},
	}
}

// Each defect changes what its own probe finds.
func TestEverySeededDefectShows(t *testing.T) {
	t.Parallel()
	all := probes()
	var named []string
	for name := range all {
		named = append(named, "checkout-v2-"+name)
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(service(t).Faults)), named)
	for name, p := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, p.sound, p.look(unit(t, p.abilities)))
			assert.Equal(t, p.ill, p.look(unit(t, p.abilities, "checkout-v2-"+name)))
		})
	}
}

// Everything that Checkout v2 has is served, by its own path and method, and
// nothing else is.
func TestEveryOperationIsServed(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	var documented, served []string
	for _, e := range c.Entries {
		if e.ID != checkoutv2.ID {
			continue
		}
		for _, op := range e.Contract.Operations() {
			if op.Flow == "api" {
				documented = append(documented, op.Method+" "+op.Path)
			}
		}
	}
	for _, r := range service(t).Routes {
		served = append(served, r.Method+" "+r.Path)
	}
	assert.ElementsMatch(t, documented, served)
}

// service is Checkout v2 as the sandbox serves it.
func service(t *testing.T) sandbox.Service {
	c, err := loaded()
	require.NoError(t, err)
	for _, s := range c.Services() {
		if s.ID == checkoutv2.ID {
			return s
		}
	}
	t.Fatal("Checkout v2 is not served")
	return sandbox.Service{}
}
