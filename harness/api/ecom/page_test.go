package ecom_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

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
	b := start(t, sandbox.Abilities{})
	link, _ := b.pending("order-1").at("/url").(string)
	assert.Contains(t, b.browse(link).Body.String(), "200.00 NOK")
	w := b.press(link, url.Values{"act": {"approve"}})
	assert.Equal(t, http.StatusSeeOther, w.Code)
	assert.Equal(t, "https://shop.example/back", w.Header().Get("Location"))
	b.settle()
	assert.Equal(t, "RESERVED", b.told())
	assert.Contains(t, b.browse(link).Body.String(), "The payment is reserved.")
}

func TestAPersonChoosesShippingOnTheLandingPage(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.shop.answer = offer(method("slow", 0, "Y"), method("fast", 99, "N"))
	link, _ := b.pending("order-1", express()...).at("/url").(string)
	b.browse(link)
	b.settle()
	assert.Contains(t, b.browse(link).Body.String(), "By fast", "the merchant was asked when the page was opened")
	b.press(link, url.Values{"act": {"approve"}, "choice": {"fast"}})
	b.settle()
	assert.Len(t, b.shop.calls, 2, "the merchant is asked once")
	assert.Equal(t, "RESERVE 29900, INITIATE 20000", b.history("order-1"))
}

func TestAPersonApprovesBeforeTheMerchantHasOffered(t *testing.T) {
	t.Parallel()
	_, err := loaded()
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		b := start(t, sandbox.Abilities{})
		b.shop.answer = func(r *http.Request, body []byte) (int, string) {
			wait(r, 2e9)
			return offer(method("a", 10, "Y"))(r, body)
		}
		link, _ := b.pending("order-1", express()...).at("/url").(string)
		b.browse(link)
		b.press(link, url.Values{"act": {"approve"}})
		b.settle()
		assert.Equal(t, "RESERVE", b.told())
		assert.Len(t, b.shop.calls, 2, "the question and the outcome")
	})
}

func TestALinkLivesFiveMinutesAndThePaymentTen(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	early, _ := b.pending("order-1").at("/url").(string)
	late, _ := b.pending("order-2").at("/url").(string)
	b.pass("PT4M59S")
	assert.Contains(t, b.browse(early).Body.String(), `value="approve"`)
	b.pass("PT1S")
	assert.Contains(t, b.browse(late).Body.String(), "This link has expired.")
	b.press(late, url.Values{"act": {"approve"}})
	assert.Equal(t, "INITIATE 20000", b.history("order-2"), "a link that has expired approves nothing")
	b.pass("PT4M59S")
	b.press(early, url.Values{"act": {"reject"}})
	assert.Equal(t, "CANCEL 20000, INITIATE 20000", b.history("order-1"))
	b.pass("PT1S")
	assert.Contains(t, b.browse(late).Body.String(), "The payment is timed out.")
}

func TestAPushMessageLeadsNowhereBack(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{SkipLandingPage: true})
	link, _ := b.pending("order-1", edit{"/transaction/skipLandingPage", true}, edit{"/customerInfo/mobileNumber", "40000001"}).at("/url").(string)
	assert.Equal(t, http.StatusOK, b.press(link, url.Values{"act": {"approve"}}).Code)
}

func TestThePageForPeopleListsPayments(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("older")
	b.pending("newer")
	b.change("capture", "older", 5000, "k")
	page := b.browse("/__sandbox/?tenant=" + b.tenant.MSN).Body.String()
	assert.Less(t, strings.Index(page, "newer"), strings.Index(page, "older"), "newest first")
	assert.Contains(t, page, "partly captured")
	assert.Contains(t, page, "50.00 NOK")
}
