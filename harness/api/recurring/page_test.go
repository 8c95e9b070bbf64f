package recurring_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

// browse opens an address as a browser does.
func (b *bench) browse(address string) string {
	b.Helper()
	u, err := url.Parse(address)
	require.NoError(b, err)
	r := httptest.NewRequest("GET", u.RequestURI(), nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set(sandbox.HeaderTenant, b.tenant.MSN)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Equal(b, http.StatusOK, w.Code)
	return w.Body.String()
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

// link drafts an agreement and gives its ID and where its payer is sent.
func (b *bench) link(edits ...edit) (id, link string) {
	b.Helper()
	r := b.draft(edits...)
	require.Equal(b, http.StatusCreated, r.status, string(r.body))
	return r.text("/agreementId"), r.text("/vippsConfirmationUrl")
}

func TestWhereThePayerIsSent(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	_, page := b.link()
	assert.Regexp(t, `^https://sandbox\.example/v2/register\?token=[\w.%-]+$`, page)
	_, app := b.link(edit{"/isApp", true})
	assert.Regexp(t, `^vippsMT://\?token=[\w.%-]+$`, app)
	_, message := b.link(edit{"/skipLandingPage", true}, edit{"/phoneNumber", payer})
	assert.Empty(t, message, "the message goes to the payer by itself")
}

func TestAPayerApprovesOnThePage(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id, link := b.link(edit{"/productDescription", "A jar a month"}, edit{"/scope", "name email"})
	page := b.browse(link)
	for _, part := range []string{
		"<h1>Jam of the month</h1>", "349.00 NOK every month", "A jar a month", "name, email", ">Bekreft og start</button>",
	} {
		assert.Contains(t, page, part)
	}
	assert.NotContains(t, page, `type="radio"`)
	w := b.press(link, url.Values{"act": {"approve"}})
	assert.Equal(t, http.StatusSeeOther, w.Code)
	assert.Equal(t, "https://shop.example/back", w.Header().Get("Location"))
	assert.Equal(t, "ACTIVE", b.agreement(id).at("/status"))
	assert.Contains(t, b.browse(link), "The agreement is active.")
}

func TestAPayerRejectsOnThePage(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id, link := b.link()
	b.browse(link)
	b.press(link, url.Values{"act": {"reject"}})
	assert.Equal(t, "STOPPED", b.agreement(id).at("/status"))
	assert.Contains(t, b.browse(link), "The agreement is stopped.")
}

// What is paid at once changes the words on the button.
func TestAPayerPaysOnThePage(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id, link := b.link(paid(1000, "DIRECT_CAPTURE"), edit{"/initialCharge/orderId", "first-jar"})
	page := b.browse(link)
	assert.Contains(t, page, ">Betal og start</button>")
	assert.Contains(t, page, "10.00 NOK First jar")
	b.press(link, url.Values{"act": {"approve"}})
	assert.Equal(t, "CHARGED 1000 0 0", b.stands(id, "first-jar"))
}

func TestAPayerChoosesAMaximumOnThePage(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id, link := b.link(variable())
	page := b.browse(link)
	for _, value := range []string{"25000", "100000"} {
		assert.Contains(t, page, `value="`+value+`" required><`)
	}
	assert.Contains(t, page, `value="50000" required checked><span>500.00 NOK</span><span class="soft">suggested</span>`)
	assert.Equal(t, http.StatusConflict, b.press(link, url.Values{"act": {"approve"}, "choice": {"much"}}).Code)
	b.press(link, url.Values{"act": {"approve"}, "choice": {"100000"}})
	assert.Equal(t, "100000", fmt.Sprint(b.agreement(id).at("/pricing/maxAmount")))
	assert.Contains(t, b.browse("/__sandbox/?tenant="+b.tenant.MSN), "up to 1000.00 NOK at a time, every month")
}

func TestCampaignsForPeople(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	for _, tt := range []struct {
		campaign                   edit
		offered, explained, ending string
	}{
		{campaign("PERIOD_CAMPAIGN", "period", map[string]any{"unit": "WEEK", "count": 10}), "10.00 NOK for 10 weeks", "The ordinary price, 349.00 NOK every month, starts on 2026-05-10", "/end"},
		{campaign("PERIOD_CAMPAIGN", "period", map[string]any{"unit": "MONTH", "count": 1}), "10.00 NOK for 1 month", "The ordinary price, 349.00 NOK every month, starts on 2026-04-01", "/end"},
		{campaign("EVENT_CAMPAIGN", "eventDate", "2026-12-25T00:00:00Z", "eventText", "until Christmas"), "10.00 NOK until Christmas", "The ordinary price, 349.00 NOK every month, starts on 2026-12-25", "/eventDate"},
		{campaign("PRICE_CAMPAIGN", "end", "2026-06-01T00:00:00Z"), "10.00 NOK every month until 2026-06-01", "The ordinary price, 349.00 NOK every month, starts on 2026-06-01", "/end"},
	} {
		id, link := b.link(tt.campaign)
		page := b.browse(link)
		assert.Contains(t, page, tt.offered)
		assert.Contains(t, page, tt.explained+".")
		read := b.agreement(id)
		assert.Equal(t, tt.explained, read.at("/campaign/explanation"))
		assert.Equal(t, tt.explained[len(tt.explained)-10:], read.text("/campaign" + tt.ending)[:10])
		assert.Equal(t, "1000", fmt.Sprint(read.at("/campaign/price")))
		assert.Equal(t, "34900", fmt.Sprint(read.at("/pricing/amount")), "the price is the ordinary one")
	}
	id, link := b.link(edit{"/interval", gone}, campaign("PRICE_CAMPAIGN", "end", "2026-06-01T00:00:00Z"))
	assert.Contains(t, b.browse(link), "10.00 NOK until 2026-06-01")
	assert.Equal(t, "flexible", b.agreement(id).at("/interval/text"))
	_, link = b.link(flexible())
	assert.Contains(t, b.browse(link), "varies, every month")
}

// A period is counted from the approval.
func TestAPeriodBeginsWithTheApproval(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.pending(campaign("PERIOD_CAMPAIGN", "period", map[string]any{"unit": "DAY", "count": 3}))
	b.pass("PT5M")
	b.act(id, "approve", nil)
	assert.Equal(t, "2026-03-04T12:05:00.000Z", b.agreement(id).at("/campaign/end"))
}

func TestALinkLivesFiveMinutesAndTheDraftTen(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	opened, early := b.link()
	unopened, late := b.link()
	b.pass("PT4M59S")
	assert.Contains(t, b.browse(early), `value="approve"`)
	b.pass("PT1S")
	assert.Contains(t, b.browse(late), "This link has expired.")
	b.press(late, url.Values{"act": {"approve"}})
	assert.Equal(t, "PENDING", b.agreement(unopened).at("/status"), "a link that has expired approves nothing")
	b.press(early, url.Values{"act": {"approve"}})
	assert.Equal(t, "ACTIVE", b.agreement(opened).at("/status"))
	b.pass("PT5M")
	assert.Contains(t, b.browse(late), "The agreement is expired.")
}

func TestThePageForPeopleListsAgreementsAndCharges(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.active()
	charge := b.charged(id, edit{"/transactionType", "RESERVE_CAPTURE"})
	b.pass("PT1M")
	younger := b.pending(edit{"/productName", "Honey of the month"})
	front := "/__sandbox/?tenant=" + b.tenant.MSN
	page := b.browse(front)
	assert.Less(t, strings.Index(page, younger), strings.Index(page, id), "newest first")
	for _, part := range []string{
		`aria-label="stop ` + id + `"`, `aria-label="approve ` + younger + `"`, `aria-label="settle ` + charge + `"`, `aria-label="fail ` + charge + `"`,
		"Honey of the month", "2026-03-03", "recurring.v3",
	} {
		assert.Contains(t, page, part)
	}
	b.collect(charge, "settle", nil)
	b.move("capture", id, charge, 10000)
	page = b.browse(front)
	assert.Contains(t, page, "partially captured")
	assert.Contains(t, page, "100.00 NOK")
	assert.NotContains(t, page, `aria-label="settle `+charge)

	b.bulk(id, 30)
	b.pass("PT1M")
	page = b.browse(front)
	assert.Contains(t, page, `aria-label="settle jam-30"`)
	assert.NotContains(t, page, `aria-label="settle jam-1"`, "of many charges the latest are shown")

	form := url.Values{"tenant": {b.tenant.MSN}, "kind": {"agreements"}, "reference": {id}, "act": {"stop"}}
	r := httptest.NewRequest("POST", "/__sandbox/page", strings.NewReader(form.Encode()))
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	assert.Equal(t, http.StatusSeeOther, w.Code)
	assert.Equal(t, "STOPPED", b.agreement(id).at("/status"))
	assert.NotContains(t, b.browse(front), `aria-label="stop `+id)
}
