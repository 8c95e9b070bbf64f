package checkout_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// browse opens a link as a person does.
func (b *bench) browse(link string) string {
	b.Helper()
	r := httptest.NewRequest("GET", link, nil)
	r.Header.Set("Accept", "text/html")
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Equal(b, http.StatusOK, w.Code)
	return w.Body.String()
}

// press sends the form of a page.
func (b *bench) press(page string, form url.Values) *httptest.ResponseRecorder {
	b.Helper()
	found := regexp.MustCompile(`<form method="post" action="([^"]+)"`).FindStringSubmatch(page)
	require.NotNil(b, found, page)
	r := httptest.NewRequest("POST", found[1], strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	return w
}

// filled is the form of a page with what stands in it, and what is changed.
func filled(page string, changes ...string) url.Values {
	form := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="(?:text|email|tel)" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

func TestThePageOfAPlainSession(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	link := b.open(ref, edit{"/prefillCustomer", map[string]any{"firstName": "Ola & Co", "phoneNumber": "no number"}}).text("/checkoutFrontendUrl")
	page := b.browse(link)
	for _, part := range []string{
		"<h1>Pay 249.00 NOK</h1>", "<dt>Text</dt><dd>Three pairs of socks</dd>",
		`name="customer.firstName" value="Ola &amp; Co" required`, `type="email" name="customer.email" value="" required`,
		`type="tel" name="customer.phoneNumber" value="" required`, `name="customer.city"`, `name="customer.country" value="NO"`,
		`<select name="method"><option selected>Wallet</option><option>Card</option></select>`,
		`value="approve">Pay</button>`, `value="leave" formnovalidate>Leave</button>`, "60 min 0 s",
	} {
		assert.Contains(t, page, part)
	}
	pressed := b.press(page, filled(page, "act", "approve", "customer.firstName", "Ola", "customer.lastName", "Test", "customer.email", "ola@example.com",
		"customer.phoneNumber", "4740000001", "customer.streetAddress", "Testgata 1", "customer.postalCode", "5003", "customer.city", "Bergen", "method", "Card"))
	assert.Equal(t, http.StatusSeeOther, pressed.Code)
	assert.Equal(t, "https://shop.example/back", pressed.Header().Get("Location"))
	p := b.poll(ref)
	assert.Equal(t, "PaymentSuccessful", p.text("/sessionState"))
	assert.Equal(t, "Card", p.text("/paymentMethod"))
	assert.Equal(t, "Ola", p.text("/billingDetails/firstName"))
	assert.Equal(t, "Bergen", p.text("/shippingDetails/city"))
	assert.Contains(t, b.browse(link), "The session is successful.")
	assert.Contains(t, b.browse(link+link[strings.Index(link, "?"):]), "The session is successful.", "a script puts the token to the address")
}

func TestAPersonLeaves(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	link := b.open(ref).text("/checkoutFrontendUrl")
	pressed := b.press(b.browse(link), url.Values{"act": {"leave"}})
	assert.Equal(t, "https://shop.example/back", pressed.Header().Get("Location"))
	assert.Equal(t, "SessionCreated", b.state(ref), "they may come back within the hour")
	b.act(ref, "pay", nil)
	page := b.browse(link)
	assert.Contains(t, page, `value="approve">Approve</button>`)
	assert.NotContains(t, page, "customer.", "what is being paid is not filled in any more")
	assert.Equal(t, http.StatusSeeOther, b.press(page, url.Values{"act": {"reject"}}).Code)
	assert.Equal(t, "PaymentTerminated", b.state(ref))
	b.open("order-0002")
	b.pass("PT1H")
	assert.Contains(t, b.browse(b.open("order-0003").text("/checkoutFrontendUrl")), "Pay 249.00")
	assert.Equal(t, "SessionExpired", b.state("order-0002"))
}

// Where the ways to ship hang on the address, the address comes first.
func TestThePageAsksForTheAddressFirst(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.shop.options = offering(two())
	link := b.open(ref, dynamic, at0("countries", map[string]any{"supported": []string{"NO", "SE"}}), at0("customConsent", map[string]any{"text": "Send me news", "required": true})).text("/checkoutFrontendUrl")
	page := b.browse(link)
	assert.Empty(t, b.shop.calls, "nobody is asked before there is an address")
	assert.Contains(t, page, `value="submit">Go on</button>`)
	assert.Contains(t, page, `<select name="customer.country"><option selected>NO</option><option>SE</option></select>`)
	assert.NotContains(t, page, `value="approve"`)
	assert.NotContains(t, page, `type="radio"`)

	home := filled(page, "act", "submit", "customer.firstName", "Ola", "customer.lastName", "Test", "customer.email", "ola@example.com", "customer.phoneNumber", "4740000001",
		"customer.streetAddress", "Testgata 1", "customer.postalCode", "5003", "customer.city", "Bergen", "customer.country", "NO")
	pressed := b.press(page, home)
	assert.Equal(t, http.StatusSeeOther, pressed.Code)
	stays := pressed.Header().Get("Location")
	assert.True(t, strings.HasPrefix(stays, "/dwo-api-application/"), stays)
	b.settle()
	page = b.browse(stays)
	for _, part := range []string{
		"<dt>For</dt><dd>Ola Test</dd>", "<dt>To</dt><dd>Testgata 1, 5003 Bergen, NO</dd>", "<h1>Pay 298.00 NOK</h1>",
		`value="mail" required checked><span>Posten to the mailbox</span><span class="soft">49.00 NOK</span>`,
		`value="door" required><span>Bring home delivery</span><span class="soft">149.00 NOK</span>`,
		`<input type="checkbox" name="consent" value="true" required><span>Send me news</span>`, `value="edit" formnovalidate>Another address</button>`,
	} {
		assert.Contains(t, page, part)
	}
	b.press(page, url.Values{"act": {"edit"}})
	page = b.browse(link)
	assert.Contains(t, page, `name="customer.city" value="Bergen"`)
	b.press(page, filled(page, "act", "submit", "customer.city", "Voss", "customer.country", "NO"))
	b.settle()
	assert.Len(t, b.shop.heard("/options"), 2)
	page = b.browse(link)
	assert.Equal(t, http.StatusConflict, b.press(page, url.Values{"act": {"approve"}, "choice": {"door"}}).Code, "the box must be ticked")
	pressed = b.press(b.browse(link), url.Values{"act": {"approve"}, "choice": {"door"}, "consent": {"true"}, "method": {"Wallet"}})
	assert.Equal(t, "https://shop.example/back", pressed.Header().Get("Location"))
	p := b.poll(ref)
	assert.Equal(t, "door", p.text("/shippingDetails/shippingMethodId"))
	assert.Equal(t, "Voss", p.text("/shippingDetails/city"))
	assert.Equal(t, int64(39800), p.number("/paymentDetails/amount/value"))
	assert.Equal(t, true, p.at("/customConsentProvided"))
}

func TestThePageSaysThatNothingIsShipped(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	wait := make(chan struct{})
	b.shop.options = func(*http.Request, []byte) (int, string) { <-wait; return 200, "[]" }
	link := b.open(ref, dynamic).text("/checkoutFrontendUrl")
	b.press(b.browse(link), url.Values{"act": {"submit"}, "customer.streetAddress": {"Testgata 1"}})
	assert.Contains(t, b.browse(link), "The merchant is being asked how it can ship.")
	close(wait)
	b.settle()
	page := b.browse(link)
	assert.Contains(t, page, "The merchant does not ship to this address.")
	assert.Contains(t, page, `value="submit">Go on</button>`)
}

// Places and hours are rows of the choice.
func TestThePageOffersPlacesAndHours(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	point := func(id, name string) map[string]any {
		return map[string]any{"id": id, "name": name, "address": "Testgata 1", "postalCode": "5003", "city": "Bergen", "country": "NO"}
	}
	places := option("places", "POSTNORD", "", 0, edit{"/delivery", map[string]any{"pickupPoints": []any{point("a", "Left"), point("b", "Right")}}})
	hours := option("hours", "PORTERBUDDY", "", 9900, edit{"/priority", 1}, edit{"/delivery", map[string]any{"timeslots": []any{map[string]any{"id": "x", "date": "2026-03-04", "start": "10:00", "end": "12:00"}}}})
	days := option("days", "GLS", "", 100, edit{"/priority", 2}, edit{"/description", "To your neighbour"}, edit{"/delivery", map[string]any{"leadTime": map[string]any{"earliest": "2026-03-03", "latest": "2026-03-05"}}})
	link := b.open(ref, fixed(places, hours, days)).text("/checkoutFrontendUrl")
	b.press(b.browse(link), url.Values{"act": {"submit"}, "customer.streetAddress": {"Testgata 1"}})
	page := b.browse(link)
	for _, part := range []string{
		`value="places / a" required checked><span>PostNord: Left, Testgata 1</span><span class="soft">free</span>`,
		`value="places / b" required><span>PostNord: Right, Testgata 1</span>`,
		`value="hours / x" required><span>Porterbuddy: 2026-03-04, 10:00 to 12:00</span><span class="soft">99.00 NOK</span>`,
		`<span class="soft">1.00 NOK, 2026-03-03 to 2026-03-05, To your neighbour</span>`,
	} {
		assert.Contains(t, page, part)
	}
	b.press(page, url.Values{"act": {"approve"}, "choice": {"places / b"}, "method": {"Wallet"}})
	assert.Equal(t, "Right", b.poll(ref).text("/shippingDetails/pickupPoint/name"))
	other := b.open("order-0002", fixed(places, hours)).text("/checkoutFrontendUrl")
	b.press(b.browse(other), url.Values{"act": {"submit"}, "customer.streetAddress": {"Testgata 1"}})
	b.press(b.browse(other), url.Values{"act": {"approve"}, "choice": {"hours / x"}, "method": {"Wallet"}})
	assert.Equal(t, "x", b.poll("order-0002").text("/shippingDetails/timeslot/id"))
}

func TestWhatAPersonReads(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	link := b.open(ref, line(edit{"/unitInfo", map[string]any{"unitPrice": 8300, "quantity": "3", "quantityUnit": "PCS"}}), at0("showOrderSummary", true), at0("requireUserInfo", true),
		edit{"/merchantInfo/termsAndConditionsUrl", "https://shop.example/terms"}, at0("elements", "PaymentOnly"),
		at0("externalPaymentMethods", []any{map[string]any{"paymentMethod": "Klarna", "redirectUrl": "https://shop.example/k"}})).text("/checkoutFrontendUrl")
	page := b.browse(link)
	for _, part := range []string{
		"<dt>3 Socks</dt><dd>249.00 NOK</dd>", "<dt>Asks for</dt>", "<dt>Terms</dt><dd>https://shop.example/terms</dd>", "<dt>Or pay with</dt><dd>Klarna: https://shop.example/k</dd>",
	} {
		assert.Contains(t, page, part)
	}
	assert.NotContains(t, page, "customer.", "nothing is asked")
	back := b.open("order-0002", line(edit{"/isReturn", true}), at0("showOrderSummary", true)).text("/checkoutFrontendUrl")
	assert.Contains(t, b.browse(back), "<dd>-249.00 NOK</dd>")
	abo := b.open("order-0003", subscription(edit{"/transaction", gone})...).text("/checkoutFrontendUrl")
	assert.Contains(t, b.browse(abo), "<dt>Subscription</dt><dd>Socks, 99.00 NOK every month</dd>")
}

func TestThePageForPeopleListsSessions(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.paid("order-older", fixed(two()...))
	b.open("order-newer")
	b.move("capture", "order-older", 5000)
	page := b.browse("/__sandbox/?tenant=" + b.tenant.MSN)
	assert.Less(t, strings.Index(page, "order-newer"), strings.Index(page, "order-older"), "newest first")
	assert.Contains(t, page, "Posten to the mailbox, 49.00 NOK")
	assert.Contains(t, page, "<dt>Captured</dt><dd>50.00 NOK</dd>")
	assert.Contains(t, page, `<input type="hidden" name="kind" value="sessions">`)
	b.press(page[strings.Index(page, "order-newer"):], url.Values{"tenant": {b.tenant.MSN}, "kind": {"sessions"}, "reference": {"order-newer"}, "act": {"approve"}})
	assert.Equal(t, "PaymentSuccessful", b.state("order-newer"))
}
