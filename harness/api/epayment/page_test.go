package epayment_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

// browse opens an address as a browser does.
func (b *bench) browse(address string) *httptest.ResponseRecorder {
	b.Helper()
	u, err := url.Parse(address)
	require.NoError(b, err)
	r := httptest.NewRequest("GET", u.RequestURI(), nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set(sandbox.HeaderTenant, b.tenant.MSN)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	return w
}

// press presses a button of a landing page.
func (b *bench) press(address string, form url.Values) *httptest.ResponseRecorder {
	b.Helper()
	u, err := url.Parse(address)
	require.NoError(b, err)
	r := httptest.NewRequest("POST", "/__sandbox/pages/"+u.Query().Get("token"), strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	return w
}

func TestAPersonApprovesOnTheLandingPage(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	link := b.pending("order-0001").text("/redirectUrl")
	assert.Contains(t, b.browse(link).Body.String(), "200.00 NOK")
	w := b.press(link, url.Values{"act": {"approve"}})
	assert.Equal(t, http.StatusSeeOther, w.Code)
	assert.Equal(t, "https://shop.example/back", w.Header().Get("Location"))
	assert.Equal(t, "AUTHORIZED", b.payment("order-0001").text("/state"))
	assert.Contains(t, b.browse(link).Body.String(), "The payment is authorized.")
}

func TestAPersonRejectsOnTheLandingPage(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	link := b.pending("order-0001").text("/redirectUrl")
	b.press(link, url.Values{"act": {"reject"}})
	assert.Equal(t, "ABORTED", b.payment("order-0001").text("/state"))
}

func TestAPersonChoosesShippingOnTheLandingPage(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.shop.answer = offer(groups("slow", 0, "fast", 9900))
	link := b.pending("order-0001", express(dynamic())...).text("/redirectUrl")
	b.browse(link)
	b.settle()
	assert.Contains(t, b.browse(link).Body.String(), "By fast", "the merchant was asked when the page was opened")
	b.press(link, url.Values{"act": {"approve"}, "choice": {"fast"}})
	b.settle()
	assert.Len(t, b.shop.calls, 1, "the merchant is asked once")
	assert.Equal(t, "CREATED 20000, AUTHORIZED 29900", b.history("order-0001"))
}

// The page has asked already; the approval waits for that answer.
func TestAPersonApprovesBeforeTheMerchantHasOffered(t *testing.T) {
	t.Parallel()
	_, err := loaded()
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		b := start(t, able)
		b.shop.answer = func(r *http.Request, body []byte) (int, string) {
			time.Sleep(2 * time.Second)
			return offer(groups("slow", 0))(r, body)
		}
		link := b.pending("order-0001", express(dynamic())...).text("/redirectUrl")
		b.browse(link)
		b.press(link, url.Values{"act": {"approve"}})
		b.settle()
		assert.Len(t, b.shop.calls, 1)
		assert.Equal(t, "CREATED 20000, AUTHORIZED 20000", b.history("order-0001"))
	})
}

// The answer about one address says nothing of another.
func TestTheAddressChangesBeforeTheMerchantHasOffered(t *testing.T) {
	t.Parallel()
	_, err := loaded()
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		b := start(t, able)
		b.shop.answer = func(r *http.Request, body []byte) (int, string) {
			if at(body, "/City") == "Trondheim" {
				time.Sleep(2 * time.Second)
				return offer(groups("home", 100))(r, body)
			}
			time.Sleep(4 * time.Second)
			return offer(groups("away", 9900))(r, body)
		}
		link := b.pending("order-0001", express(dynamic())...).text("/redirectUrl")
		b.browse(link)
		b.act("order-0001", "approve", map[string]any{"address": map[string]any{"addressLine1": "Testgata 1", "city": "Bergen"}})
		assert.Len(t, b.shop.calls, 2)
		assert.Equal(t, "CREATED 20000, AUTHORIZED 29900", b.history("order-0001"))
		assert.Equal(t, "away", b.payment("order-0001").text("/shippingDetails/shippingOptionId"))
	})
}

func TestAPersonIsToldThatTheMerchantCannotShip(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.shop.answer = func(*http.Request, []byte) (int, string) { return http.StatusBadRequest, "" }
	link := b.pending("order-0001", express(dynamic())...).text("/redirectUrl")
	b.browse(link)
	b.settle()
	assert.Contains(t, b.browse(link).Body.String(), "The merchant cannot ship to your address.")
}

func TestALinkLivesFiveMinutesAndThePaymentTen(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	early, late := b.pending("order-0001").text("/redirectUrl"), b.pending("order-0002").text("/redirectUrl")
	b.pass("PT4M59S")
	assert.Contains(t, b.browse(early).Body.String(), `value="approve"`)
	b.pass("PT1S")
	assert.Contains(t, b.browse(late).Body.String(), "This link has expired.")
	b.press(late, url.Values{"act": {"approve"}})
	assert.Equal(t, "CREATED 20000", b.history("order-0002"), "a link that has expired approves nothing")
	b.pass("PT5M")
	assert.Contains(t, b.browse(late).Body.String(), "The payment is expired.")
}

func TestThePageForPeopleListsPayments(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.authorized("order-older")
	b.pending("order-newer", push("4740000001")...)
	b.change("capture", "order-older", 5000)
	page := b.browse("/__sandbox/?tenant=" + b.tenant.MSN).Body.String()
	assert.Less(t, strings.Index(page, "order-newer"), strings.Index(page, "order-older"), "newest first")
	assert.Contains(t, page, "partly captured")
	assert.Contains(t, page, "50.00 NOK")
	assert.Contains(t, page, "PUSH_MESSAGE")
}
