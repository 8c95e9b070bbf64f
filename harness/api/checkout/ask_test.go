package checkout_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func says(status int, text string) func(*http.Request, []byte) (int, string) {
	return func(*http.Request, []byte) (int, string) { return status, text }
}

var fallback = option("plan-b", "OTHER", "PICKUP_POINT", 900)

func TestTheMerchantIsAsked(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.shop.options = offering(two())
	b.open(ref, dynamic, fixed(fallback))
	b.act(ref, "submit", map[string]any{"customer": map[string]any{
		"streetAddress": "Testgata 1", "postalCode": "5003", "city": "Bergen", "country": "NO",
	}})
	asked := b.shop.heard("/options")
	require.Len(t, asked, 1)
	assert.Equal(t, "POST", asked[0].method)
	assert.JSONEq(t, `{"streetAddress":"Testgata 1","postalCode":"5003","region":"Bergen","country":"NO"}`, string(asked[0].body))
	assert.Empty(t, asked[0].header.Get("Authorization"), "the token is for the other callback")
	b.act(ref, "submit", map[string]any{"customer": map[string]any{"streetAddress": "Testgata 2", "postalCode": "5003", "city": "Bergen", "country": "NO"}})
	assert.Len(t, b.shop.heard("/options"), 2, "another address is asked about anew")
	b.act(ref, "approve", map[string]any{"choice": "door"})
	p := b.poll(ref)
	assert.Equal(t, "door", p.text("/shippingDetails/shippingMethodId"))
	assert.Equal(t, int64(39800), p.number("/paymentDetails/amount/value"))
	assert.Len(t, b.shop.heard("/options"), 2)
}

// An answer that is none leaves the fixed options, and without those the customer
// cannot go on; the session stays open for another address.
func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	wrong := option("a", "DRONE", "", 1)
	for name, answer := range map[string]func(*http.Request, []byte) (int, string){
		"500":                       says(500, ""),
		"404":                       says(404, "[]"),
		"a redirect":                says(302, ""),
		"nothing":                   says(200, ""),
		"null":                      says(200, "null"),
		"no option":                 says(200, "[]"),
		"words":                     says(200, "we ship anywhere"),
		"a wrapped list":            offering(map[string]any{"shippingDetails": two()}),
		"a carrier nobody knows":    offering([]any{two()[0], wrong}),
		"a carrier in lower case":   offering([]any{option("a", "posten", "", 1)}),
		"a type of another carrier": offering([]any{option("a", "POSTNORD", "MAILBOX", 1)}),
		"an amount in kroner":       offering([]any{option("a", "POSTEN", "", 49.5)}),
		"an amount as text":         offering([]any{option("a", "POSTEN", "", "4900")}),
		"less than nothing":         offering([]any{option("a", "POSTEN", "", -1)}),
		"another currency":          offering([]any{option("a", "POSTEN", "", 1, edit{"/amount/currency", "EUR"})}),
		"no priority":               offering([]any{option("a", "POSTEN", "", 1, edit{"/priority", gone})}),
		"a default of Y":            offering([]any{option("a", "POSTEN", "", 1, edit{"/isDefault", "Y"})}),
		"no id":                     offering([]any{option("a", "POSTEN", "", 1, edit{"/id", gone})}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, norway)
			b.shop.options = answer
			b.open(ref, dynamic, fixed(fallback))
			b.act(ref, "approve", nil)
			p := b.poll(ref)
			assert.Equal(t, "PaymentSuccessful", p.text("/sessionState"))
			assert.Equal(t, "plan-b", p.text("/shippingDetails/shippingMethodId"))
			assert.Equal(t, int64(25800), p.number("/paymentDetails/amount/value"))
			assert.Len(t, b.shop.heard("/options"), 1, "one attempt per address")

			const second = "order-0002"
			b.open(second, dynamic)
			b.act(second, "approve", nil)
			assert.Equal(t, "SessionCreated", b.state(second), "the customer cannot go on")
			b.control("POST", "sessions/"+second+"/approve", nil, http.StatusConflict)
			b.shop.options = offering(two())
			b.act(second, "approve", map[string]any{"customer": map[string]any{"streetAddress": "Testgata 1", "postalCode": "5003", "city": "Bergen", "country": "NO"}})
			assert.Equal(t, "mail", b.poll(second).text("/shippingDetails/shippingMethodId"), "to another address they can")
		})
	}
}

// What is wrong with an answer is said once.
func TestAnswersThatAreNoneAreFoundOnce(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer        func(*http.Request, []byte) (int, string)
		rule, pointer string
	}{
		"a wrapped list":         {offering(map[string]any{"shippingDetails": two()}), "schema.type", ""},
		"a carrier nobody knows": {offering([]any{two()[0], option("a", "DRONE", "", 1)}), "schema.discriminator", "/1/brand"},
		"an amount in kroner":    {offering([]any{option("a", "POSTEN", "", 49.5)}), "schema.type", "/0/amount/value"},
		"a redirect":             {says(302, ""), "status.undocumented", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, norway)
			b.shop.options = tt.answer
			b.paid(ref, dynamic, fixed(fallback))
			require.Len(t, b.merchants, 1)
			assert.Equal(t, tt.rule+" "+tt.pointer, b.merchants[0].Rule+" "+b.merchants[0].Pointer)
		})
	}
}

// The merchant has eight seconds.
func TestTheMerchantHasEightSeconds(t *testing.T) {
	t.Parallel()
	_, err := loaded()
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		takes time.Duration
		want  string
	}{
		"in time": {7900 * time.Millisecond, "mail"}, "too late": {8100 * time.Millisecond, "plan-b"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t, norway)
				b.shop.options = func(r *http.Request, body []byte) (int, string) {
					select {
					case <-time.After(tt.takes):
					case <-r.Context().Done():
					}
					return offering(two())(r, body)
				}
				b.open(ref, dynamic, fixed(fallback))
				b.control("POST", "sessions/"+ref+"/approve", nil, http.StatusNoContent)
				assert.Equal(t, "SessionCreated", b.state(ref), "the customer waits")
				b.control("POST", "sessions/"+ref+"/approve", nil, http.StatusConflict)
				b.control("GET", "deliveries?wait=PT60S", nil, http.StatusOK)
				assert.Equal(t, tt.want, b.poll(ref).text("/shippingDetails/shippingMethodId"))
			})
		})
	}
}

func TestTheDefaultIsChosen(t *testing.T) {
	t.Parallel()
	late := option("late", "POSTEN", "", 100, edit{"/priority", 5})
	early := option("early", "BRING", "", 200, edit{"/priority", 1})
	marked := option("marked", "GLS", "", 300, edit{"/priority", 9}, edit{"/isDefault", true})
	for want, list := range map[string][]map[string]any{"early": {late, early}, "marked": {late, early, marked}, "late": {late}} {
		b := start(t, norway)
		b.paid(ref, fixed(list...))
		assert.Equal(t, want, b.poll(ref).text("/shippingDetails/shippingMethodId"))
	}
	b := start(t, norway)
	b.open(ref, fixed(two()...))
	b.control("POST", "sessions/"+ref+"/approve", map[string]any{"choice": "airship"}, http.StatusConflict)
	assert.Equal(t, "SessionCreated", b.state(ref))
}

func TestPlacesAndHours(t *testing.T) {
	t.Parallel()
	point := func(id string) map[string]any {
		return map[string]any{"id": id, "name": "Shop " + id, "address": "Testgata 1", "postalCode": "5003", "city": "Bergen", "country": "NO", "openingHours": []string{"Mon 8-20"}}
	}
	slot := func(id string) map[string]any {
		return map[string]any{"id": id, "date": "2026-03-04", "start": "10:00", "end": "12:00"}
	}
	places := option("places", "POSTNORD", "", 4900, edit{"/delivery", map[string]any{"pickupPoints": []any{point("a"), point("b")}}})
	hours := option("hours", "PORTERBUDDY", "", 9900, edit{"/priority", 1}, edit{"/delivery", map[string]any{"timeslots": []any{slot("x"), slot("y")}}})
	near := option("near", "GLS", "PICKUP_POINT", 3900, edit{"/priority", 2})
	b := start(t, norway)
	for reference, wish := range map[string]any{
		"order-first":  nil,
		"order-place":  map[string]any{"choice": "places", "pickupPoint": "b"},
		"order-hour":   map[string]any{"choice": "hours", "timeslot": "y"},
		"order-nearby": map[string]any{"choice": "near"},
	} {
		b.open(reference, fixed(places, hours, near))
		b.act(reference, "approve", wish)
	}
	assert.Equal(t, "a", b.poll("order-first").text("/shippingDetails/pickupPoint/id"))
	p := b.poll("order-place")
	assert.Equal(t, "b", p.text("/shippingDetails/pickupPoint/id"))
	assert.Equal(t, "Shop b", p.text("/shippingDetails/pickupPoint/name"))
	assert.Equal(t, "Mon 8-20", p.text("/shippingDetails/pickupPoint/openingHours/0"))
	assert.Nil(t, p.at("/shippingDetails/timeslot"))
	p = b.poll("order-hour")
	assert.Equal(t, "y", p.text("/shippingDetails/timeslot/id"))
	assert.Equal(t, "2026-03-04", p.text("/shippingDetails/timeslot/date"))
	assert.NotEmpty(t, b.poll("order-nearby").text("/shippingDetails/pickupPoint/name"))
}
