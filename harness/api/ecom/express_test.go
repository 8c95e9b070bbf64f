package ecom_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func TestExpressWithFixedShipping(t *testing.T) {
	t.Parallel()
	ways := express(method("home", 49.5, "N"), method("pickup", 0, "Y"))
	tests := []struct {
		name     string
		act      any
		id       string
		cost     string
		reserved string
	}{
		{"the default where the customer says nothing", nil, "pickup", "0.00", "20000"},
		{"the choice of the customer", map[string]any{"choice": "home"}, "home", "49.50", "24950"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, sandbox.Abilities{})
			b.pending("order-1", ways...)
			b.act("order-1", "approve", tt.act)
			require.Len(t, b.shop.calls, 1, "nobody asks for what is fixed")
			c, d := b.shop.calls[0], b.details("order-1")
			assert.Equal(t, tt.id, c.at("/shippingDetails/shippingMethodId"))
			assert.Equal(t, json.Number(tt.cost), c.at("/shippingDetails/shippingCost"))
			assert.Equal(t, json.Number(tt.reserved), c.at("/transactionInfo/amount"), "shipping is reserved as well")
			assert.Equal(t, json.Number(tt.reserved), d.at("/transactionLogHistory/0/amount"))
			assert.Equal(t, "7010", c.at("/shippingDetails/address/zipCode"))
			assert.Equal(t, "7010", d.at("/shippingDetails/address/postCode"))
			assert.Equal(t, d.at("/userDetails"), c.at("/userDetails"))
			assert.Regexp(t, "^[0-9a-f-]{36}$", d.at("/sub"))
		})
	}
}

func TestNobodyChoosesWhatIsNotOffered(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.pending("order-1", express(method("pickup", 0, "N"), method("home", 1, "N"))...)
	says := b.control("POST", "payments/order-1/approve", map[string]string{"choice": "drone"}, http.StatusConflict)
	assert.Contains(t, string(says), "drone")
	b.act("order-1", "approve", nil)
	assert.Equal(t, "pickup", b.shop.calls[0].at("/shippingDetails/shippingMethodId"), "the first where none is the default")
}

func TestTheCustomerSaysWhoAndWhere(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.pending("order-1", append(express(method("pickup", 0, "Y")), edit{"/customerInfo/mobileNumber", "40000002"})...)
	b.act("order-1", "approve", map[string]any{
		"address":     map[string]any{"addressLine1": "Strandgata 1", "city": "Tromsø", "postCode": "9008"},
		"userDetails": map[string]any{"firstName": "Ola"},
	})
	d := b.details("order-1")
	assert.Equal(t, map[string]any{"addressLine1": "Strandgata 1", "city": "Tromsø", "country": "Norway", "postCode": "9008"}, d.at("/shippingDetails/address"))
	assert.Equal(t, "Ola", d.at("/userDetails/firstName"))
	assert.Equal(t, "40000002", d.at("/userDetails/mobileNumber"), "as prefilled")
	assert.Equal(t, "Prøve", d.at("/userDetails/lastName"), "what is not said is invented")
}

// offer answers the question for ways to ship.
func offer(ways ...any) func(*http.Request, []byte) (int, string) {
	return func(r *http.Request, body []byte) (int, string) {
		if !strings.HasSuffix(r.URL.Path, "/shippingDetails") {
			return 200, ""
		}
		raw, err := json.Marshal(map[string]any{"addressId": at(body, "/addressId"), "orderId": "order-1", "shippingDetails": ways})
		if err != nil {
			panic(err)
		}
		return 200, string(raw)
	}
}

func TestExpressAsksTheMerchantForShipping(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.shop.answer = offer(method("slow", 0, "N"), method("fast", 99, "Y"))
	b.pending("order-1", express()...)
	b.act("order-1", "approve", nil)
	require.Len(t, b.shop.calls, 2)
	asked := b.shop.calls[0]
	assert.Equal(t, "https://shop.example/ship/v2/payments/order-1/shippingDetails", asked.url)
	assert.Equal(t, "let-me-in", asked.header.Get("Authorization"))
	assert.Equal(t, "7010", asked.at("/postCode"))
	assert.Equal(t, "fast", b.shop.calls[1].at("/shippingDetails/shippingMethodId"))
	assert.Equal(t, "RESERVE 29900, INITIATE 20000", b.history("order-1"))
}

func TestWhatTheAppCannotShowFailsThePayment(t *testing.T) {
	t.Parallel()
	fixed := func(status int, text string) func(*http.Request, []byte) (int, string) {
		return func(*http.Request, []byte) (int, string) { return status, text }
	}
	tests := []struct {
		name   string
		answer func(*http.Request, []byte) (int, string)
		choice string
	}{
		{"a server that breaks", fixed(500, ""), ""},
		{"no JSON", fixed(200, "by post"), ""},
		{"nothing", fixed(200, ""), ""},
		{"no ways to ship", offer(), ""},
		{"an answer about another address", fixed(200, `{"addressId":1,"orderId":"order-1","shippingDetails":[{"isDefault":"Y","shippingCost":1,"shippingMethod":"a","shippingMethodId":"a"}]}`), ""},
		{"a cost as a string", offer(method("a", "49", "Y")), ""},
		{"a cost below nothing", offer(method("a", -1, "Y")), ""},
		{"a default that is neither", offer(method("a", 1, "yes")), ""},
		{"a way without a name", offer(map[string]any{"isDefault": "Y", "shippingCost": 1, "shippingMethodId": "a"}), ""},
		{"not what the customer wanted", offer(method("a", 1, "Y")), "b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, sandbox.Abilities{})
			b.shop.answer = tt.answer
			b.pending("order-1", express()...)
			b.act("order-1", "approve", map[string]string{"choice": tt.choice})
			b.settle()
			assert.Equal(t, "RESERVE_FAILED", b.told())
			assert.Equal(t, "RESERVE 20000!, INITIATE 20000", b.history("order-1"))
		})
	}
}

// The merchant has ten seconds, and the payment is locked meanwhile.
func TestTheMerchantHasTenSecondsToOfferShipping(t *testing.T) {
	t.Parallel()
	_, err := loaded()
	require.NoError(t, err)
	for takes, want := range map[time.Duration]string{9900 * time.Millisecond: "RESERVE", 10100 * time.Millisecond: "RESERVE_FAILED"} {
		t.Run(takes.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := start(t, sandbox.Abilities{})
				b.shop.answer = func(r *http.Request, body []byte) (int, string) {
					if strings.HasSuffix(r.URL.Path, "/shippingDetails") {
						wait(r, takes)
					}
					return offer(method("a", 0, "Y"))(r, body)
				}
				b.pending("order-1", express()...)
				b.control("POST", "payments/order-1/approve", nil, http.StatusNoContent)
				assert.Equal(t, "423 VippsError 94", b.change("cancel", "order-1", nil, "").code(), "while the customer confirms")
				b.control("POST", "payments/order-1/approve", nil, http.StatusConflict)
				b.settle()
				assert.Equal(t, want, b.told())
			})
		})
	}
}

func TestATimeoutWhileTheMerchantIsAsked(t *testing.T) {
	t.Parallel()
	_, err := loaded()
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		b := start(t, sandbox.Abilities{})
		b.shop.answer = func(r *http.Request, body []byte) (int, string) {
			wait(r, time.Second)
			return offer(method("a", 0, "Y"))(r, body)
		}
		b.pending("order-1", express()...)
		b.control("POST", "payments/order-1/approve", nil, http.StatusNoContent)
		b.control("POST", "payments/order-1/expire", nil, http.StatusNoContent)
		b.settle()
		assert.Equal(t, "REJECTED", b.told())
		assert.Equal(t, "CANCEL 20000, INITIATE 20000", b.history("order-1"))
	})
}

func TestProfileDataLivesSevenDays(t *testing.T) {
	t.Parallel()
	for days, want := range map[int]string{6: "Kari", 7: "[Expired]"} {
		b := start(t, sandbox.Abilities{})
		b.reserved("order-1", express(method("pickup", 0, "Y"))...)
		b.pass(fmt.Sprintf("P%dD", days))
		b.login()
		d := b.details("order-1")
		assert.Equal(t, want, d.at("/userDetails/firstName"))
		if want != "[Expired]" {
			continue
		}
		for _, pointer := range []string{"/userDetails/email", "/userDetails/mobileNumber", "/userDetails/userId", "/shippingDetails/address/addressLine1", "/shippingDetails/address/country", "/shippingDetails/shippingMethod"} {
			assert.Equal(t, want, d.at(pointer), pointer)
		}
		assert.Equal(t, json.Number("20000"), d.at("/transactionSummary/remainingAmountToCapture"))
	}
}

func TestAScopeSharesProfileDataAndShipsNothing(t *testing.T) {
	t.Parallel()
	for _, approve := range []func(*bench){
		func(b *bench) { b.act("order-1", "approve", nil) },
		func(b *bench) { b.force("order-1", `{"customerPhoneNumber":"40000001"}`); b.settle() },
	} {
		b := start(t, sandbox.Abilities{})
		b.pending("order-1", put("/transaction/scope", "name email")...)
		assert.Nil(t, b.details("order-1").at("/sub"), "not before the customer consents")
		approve(b)
		d := b.details("order-1")
		assert.Equal(t, "Kari", d.at("/userDetails/firstName"))
		assert.Nil(t, d.at("/shippingDetails"))
		assert.NotNil(t, d.at("/sub"))
		assert.Equal(t, "Kari", b.shop.calls[0].at("/userDetails/firstName"))
	}
}

func TestAPaymentWithoutAScopeTellsNothingOfTheCustomer(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	d := b.details("order-1")
	for _, pointer := range []string{"/sub", "/userDetails", "/shippingDetails"} {
		assert.Nil(t, d.at(pointer), pointer)
	}
}

func TestAVeryShortNumberLosesTheSub(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("1234", express(method("pickup", 0, "Y"))...)
	assert.Nil(t, b.details("1234").at("/sub"))
	b.reserved("12345", express(method("pickup", 0, "Y"))...)
	assert.NotNil(t, b.details("12345").at("/sub"))
}

func TestConsentIsWithdrawn(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1", express(method("pickup", 0, "Y"))...)
	user, _ := b.details("order-1").at("/userDetails/userId").(string)
	b.act("order-1", "withdraw-consent", nil)
	require.Len(t, b.shop.calls, 2)
	c := b.shop.calls[1]
	assert.Equal(t, http.MethodDelete, c.method)
	tail, ok := strings.CutPrefix(c.url, "https://shop.example/consent/v2/consents/")
	require.True(t, ok, c.url)
	assert.True(t, strings.HasSuffix(tail, "%3D%3D"), tail)
	unescaped, err := url.PathUnescape(tail)
	require.NoError(t, err)
	assert.Equal(t, user, unescaped)
}

func TestNobodyWithdrawsWhatWasNotGiven(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	b.control("POST", "payments/order-1/withdraw-consent", nil, http.StatusConflict)
}
