package checkout_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

const ref = "order-0001"

func TestAPaidSession(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open(ref, fixed(two()...))
	b.act(ref, "approve", map[string]any{"choice": "door", "customer": map[string]any{
		"firstName": "Ola", "lastName": "Test", "email": "ola@example.com", "phoneNumber": "4740000001",
		"streetAddress": "Testgata 1", "postalCode": "5003", "city": "Bergen", "country": "NO",
	}})
	p := b.poll(ref)
	assert.Equal(t, "PaymentSuccessful", p.text("/sessionState"))
	assert.Equal(t, "Wallet", p.text("/paymentMethod"))
	assert.Equal(t, "Wallet", p.text("/paymentDetails/type"))
	assert.Equal(t, "AUTHORIZED", p.text("/paymentDetails/state"))
	assert.Equal(t, int64(39800), p.number("/paymentDetails/amount/value"), "shipping is paid with the goods")
	assert.Equal(t, [4]int64{39800, 0, 0, 0}, p.money())
	assert.Equal(t, "door", p.text("/shippingDetails/shippingMethodId"))
	assert.Equal(t, int64(14900), p.number("/shippingDetails/amount/value"))
	for _, at := range []string{"/shippingDetails", "/billingDetails"} {
		assert.Equal(t, "Ola", p.text(at+"/firstName"))
		assert.Equal(t, "4740000001", p.text(at+"/phoneNumber"))
		assert.Equal(t, "Testgata 1", p.text(at+"/streetAddress"))
		assert.Equal(t, "5003", p.text(at+"/postalCode"))
		assert.Equal(t, "Bergen", p.text(at+"/city"))
		assert.Equal(t, "NO", p.text(at+"/country"))
	}
	assert.Nil(t, p.at("/userInfo"))
	assert.Nil(t, p.at("/customConsentProvided"))
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		acts           []string
		state, payment string
	}{
		"being paid":               {[]string{"pay"}, "PaymentInitiated", "CREATED"},
		"paid":                     {[]string{"pay", "approve"}, "PaymentSuccessful", "AUTHORIZED"},
		"left while paying":        {[]string{"pay", "reject"}, "PaymentTerminated", "TERMINATED"},
		"declined by the bank":     {[]string{"fail"}, "PaymentTerminated", "TERMINATED"},
		"time for paying ran out":  {[]string{"pay", "expire"}, "PaymentTerminated", "TERMINATED"},
		"time for all of it is up": {[]string{"expire"}, "SessionExpired", ""},
		"only the forms filled in": {[]string{"submit"}, "SessionCreated", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, norway)
			b.open(ref)
			for _, verb := range tt.acts {
				b.act(ref, verb, nil)
			}
			p := b.poll(ref)
			assert.Equal(t, tt.state, p.text("/sessionState"))
			assert.Equal(t, tt.payment, p.text("/paymentDetails/state"))
			b.login()
			want := http.StatusOK
			if tt.payment == "" {
				want = http.StatusNotFound
			}
			assert.Equal(t, want, b.send("GET", "/epayment/v1/payments/"+ref, nil).Code, "ePayment knows the payment once it is there")
		})
	}
}

// What the interface of the control calls says of payments holds for those of
// Checkout too.
func TestThePaymentActsToo(t *testing.T) {
	t.Parallel()
	for verb, state := range map[string]string{"approve": "PaymentSuccessful", "reject": "PaymentTerminated", "fail": "PaymentTerminated", "expire": "SessionExpired"} {
		b := start(t, norway)
		b.open(ref)
		b.control("POST", "payments/"+ref+"/"+verb, nil, http.StatusNoContent)
		assert.Equal(t, state, b.state(ref))
	}
	b := start(t, norway)
	b.control("POST", "payments/order-9999/approve", nil, http.StatusNotFound)
	b.open(ref)
	b.control("POST", "payments/"+ref+"/capture", nil, http.StatusConflict)
	b.control("POST", "agreements/"+ref+"/stop", nil, http.StatusNotFound)
}

func TestTimePasses(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open(ref)
	b.pass("PT59M59S")
	assert.Equal(t, "SessionCreated", b.state(ref))
	b.pass("PT1S")
	assert.Equal(t, "SessionExpired", b.state(ref))
	b.pass("PT23H59M")
	assert.Equal(t, "SessionExpired", b.state(ref))
	b.pass("PT1M")
	assert.Equal(t, "404 Session-00100", b.poll(ref).code())
	assert.Nil(t, b.poll(ref).at("/errors"), "the published example names no fields")
	assert.Equal(t, 409, b.create(ref).status, "the reference stays used")

	b.open("order-0002")
	b.act("order-0002", "pay", nil)
	b.pass("PT10M")
	assert.Equal(t, "PaymentTerminated", b.state("order-0002"))
	assert.Empty(t, b.shop.heard("order-0001"))
	assert.Len(t, b.shop.heard("/told"), 1, "nobody is told of a session that nobody paid")
	b.open("order-0003")
	b.act("order-0003", "expire", nil)
	b.act("order-0003", "forget", nil)
	assert.Equal(t, "404 Session-00100", b.poll("order-0003").code())
}

func TestChanges(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open(ref, fixed(two()...))
	less := map[string]any{"transaction": map[string]any{"amount": map[string]any{"value": 10000, "currency": "NOK"}, "paymentDescription": "One pair of socks"}}
	r := b.change(ref, less)
	assert.Equal(t, "200", r.code())
	assert.Empty(t, r.body)
	assert.Equal(t, "200", b.change(ref, map[string]any{"logisticOptions": []any{option("mule", "OTHER", "", 700)}}).code())
	assert.Equal(t, "200", b.change(ref, map[string]any{"transaction": nil, "logisticOptions": nil}).code(), "nothing changes")
	assert.Equal(t, "200", b.change(ref, map[string]any{}).code())
	for want, body := range map[string]map[string]any{
		"400 Transaction.PaymentDescription": {"transaction": map[string]any{"amount": map[string]any{"value": 1, "currency": "NOK"}}},
		"400 Transaction.Amount":             {"transaction": map[string]any{"paymentDescription": "Socks"}},
		"400 LogisticOptions[0].Type":        {"logisticOptions": []any{option("a", "POSTNORD", "MAILBOX", 1)}},
		"400 LogisticOptions[0].Amount":      {"logisticOptions": []any{option("a", "POSTNORD", "", 1, edit{"/amount/currency", "EUR"})}},
	} {
		assert.Equal(t, want, b.change(ref, body).code())
	}
	assert.Equal(t, "404 Session-00100", b.change("order-9999", less).code())
	assert.Equal(t, "400 Body", result{400, b.send("PATCH", path+"/"+ref, []byte("{")).Body.Bytes()}.code())
	b.act(ref, "approve", nil)
	p := b.poll(ref)
	assert.Equal(t, int64(10700), p.number("/paymentDetails/amount/value"))
	assert.Equal(t, "mule", p.text("/shippingDetails/shippingMethodId"))
	assert.Equal(t, "400 Sandbox-SessionClosed", b.change(ref, less).code())
	assert.Equal(t, "400 Sandbox-SessionClosed", b.expire(ref).code())
}

func TestTheMerchantEndsASession(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open(ref)
	r := b.expire(ref)
	assert.Equal(t, "200", r.code())
	assert.Empty(t, r.body)
	assert.Equal(t, "SessionExpired", b.state(ref))
	assert.Equal(t, "404 Session-00100", b.expire(ref).code())
	assert.Equal(t, "404 Session-00100", b.change(ref, map[string]any{}).code())
	b.control("POST", "sessions/"+ref+"/approve", nil, http.StatusConflict)
	assert.Equal(t, "SessionExpired", b.state(ref))
	for _, verb := range []string{"pay", "reject"} {
		reference := "order-" + verb
		b.open(reference)
		b.act(reference, verb, nil)
		assert.Equal(t, "400 Sandbox-SessionClosed", b.expire(reference).code(), verb)
	}
	assert.Equal(t, "404 Session-00100", b.expire("order-9999").code())
}

// What is captured, refunded and cancelled through ePayment, polling tells.
func TestTheAggregateFollows(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.paid(ref, fixed(two()...))
	assert.Equal(t, 200, b.move("capture", ref, 20000).status)
	assert.Equal(t, [4]int64{29800, 20000, 0, 0}, b.poll(ref).money())
	assert.Equal(t, 200, b.move("capture", ref, 4800).status)
	assert.Equal(t, 200, b.move("refund", ref, 1000).status)
	assert.Equal(t, 200, b.move("cancel", ref, 0).status)
	p := b.poll(ref)
	assert.Equal(t, [4]int64{29800, 24800, 1000, 5000}, p.money())
	assert.Equal(t, "AUTHORIZED", p.text("/paymentDetails/state"))
	assert.Equal(t, int64(29800), p.number("/paymentDetails/amount/value"))
}

func TestWhatTheElementsAskFor(t *testing.T) {
	t.Parallel()
	for elements, want := range map[string]string{
		"": "firstName streetAddress Posten", "Full": "firstName streetAddress Posten", "PaymentAndContactInfo": "firstName Posten", "PaymentOnly": "Posten",
	} {
		t.Run(elements, func(t *testing.T) {
			t.Parallel()
			b := start(t, norway)
			edits := []edit{fixed(option("Posten", "POSTEN", "MAILBOX", 4900))}
			if elements != "" {
				edits = append(edits, at0("elements", elements))
			}
			b.paid(ref, edits...)
			p := b.poll(ref)
			var said []string
			for _, member := range []string{"firstName", "streetAddress"} {
				if p.text("/billingDetails/"+member) != "" {
					said = append(said, member)
				}
			}
			assert.Equal(t, want, strings.Join(append(said, p.text("/shippingDetails/shippingMethodId")), " "))
			assert.Equal(t, strings.Contains(want, "street"), p.text("/shippingDetails/streetAddress") != "")
			assert.Equal(t, int64(29800), p.number("/paymentDetails/amount/value"))
		})
	}
}

func TestWhoTheCustomerIs(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	asks := []edit{at0("requireUserInfo", true), at0("customConsent", map[string]any{"text": "News", "required": true})}
	b.open(ref, asks...)
	b.control("POST", "sessions/"+ref+"/approve", map[string]any{"consent": false}, http.StatusConflict)
	b.act(ref, "approve", nil)
	p := b.poll(ref)
	assert.NotEmpty(t, p.text("/userInfo/sub"))
	assert.Contains(t, p.text("/userInfo/email"), "@")
	assert.Equal(t, true, p.at("/customConsentProvided"))
	b.open("order-0002", at0("customConsent", map[string]any{"text": "News", "required": false}))
	b.act("order-0002", "approve", map[string]any{"consent": false, "method": "Card"})
	p = b.poll("order-0002")
	assert.Equal(t, false, p.at("/customConsentProvided"))
	assert.Equal(t, "Card", p.text("/paymentMethod"))
	assert.Equal(t, "Card", p.text("/paymentDetails/type"))
	assert.Nil(t, p.at("/userInfo"))
}

func TestPrefillSpeaksForTheCustomer(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open(ref, edit{"/prefillCustomer", map[string]any{
		"firstName": "Ola", "lastName": "Test", "email": "ola@example.com", "phoneNumber": "+4740000001",
		"streetAddress": "Testgata 1", "city": "Bergen", "postalCode": "5003", "country": "NO",
	}})
	b.act(ref, "approve", nil)
	p := b.poll(ref)
	assert.Equal(t, "Ola Test ola@example.com 4740000001 Bergen", fmt.Sprint(p.text("/billingDetails/firstName"), " ", p.text("/billingDetails/lastName"), " ",
		p.text("/billingDetails/email"), " ", p.text("/billingDetails/phoneNumber"), " ", p.text("/shippingDetails/city")))
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open(ref, subscription(edit{"/transaction", gone})...)
	assert.Nil(t, b.poll(ref).at("/subscriptionDetails"))
	b.act(ref, "pay", nil)
	assert.Equal(t, "PENDING", b.poll(ref).text("/subscriptionDetails/state"))
	b.act(ref, "approve", nil)
	p := b.poll(ref)
	assert.Equal(t, "PaymentSuccessful", p.text("/sessionState"))
	assert.Equal(t, "ACTIVE", p.text("/subscriptionDetails/state"))
	assert.Regexp(t, `^agr_\w+$`, p.text("/subscriptionDetails/agreementId"))
	assert.Nil(t, p.at("/paymentDetails"), "nothing is paid at once")
	b.open("order-0002", subscription()...)
	b.act("order-0002", "approve", nil)
	assert.Equal(t, [4]int64{24900, 0, 0, 0}, b.poll("order-0002").money())
}

func TestADirectCaptureUnitSellsNothing(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{DirectCapture: true})
	b.paid(ref)
	assert.Equal(t, "PaymentTerminated", b.state(ref))
}

func TestCountriesLimitTheCustomer(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.open(ref, at0("countries", map[string]any{"supported": []string{"SE"}}))
	b.control("POST", "sessions/"+ref+"/approve", nil, http.StatusConflict)
	swedish := map[string]any{"customer": map[string]any{"streetAddress": "Provgatan 1", "postalCode": "21119", "city": "Malmö", "country": "SE"}}
	b.act(ref, "approve", swedish)
	p := b.poll(ref)
	require.Equal(t, "PaymentSuccessful", p.text("/sessionState"))
	assert.Equal(t, "SE", p.text("/billingDetails/country"))
}
