package recurring_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// past is a service that drafts what this version cannot draft any more, or
// never could: the campaign's type is the query.
func past() sandbox.Service {
	return sandbox.Service{ID: "past", Routes: []sandbox.Route{{Method: "POST", Path: "/past", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
		a, err := agreement.Of(c.Box).Draft(agreement.Terms{
			Origin: "past", Pricing: agreement.Pricing{Type: agreement.Legacy, Currency: "NOK", Amount: 100000},
			Interval: &agreement.Period{Unit: agreement.Year, Count: 1}, ProductName: "Jam of old", RedirectURL: "https://shop.example/back",
			Campaign: &agreement.Campaign{
				Type: agreement.CampaignType(c.Request.URL.RawQuery), Price: 10000, End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
				Interval: &agreement.Period{Unit: agreement.Month, Count: 1},
			},
		}, "")
		if err != nil {
			return sandbox.JSON(http.StatusInternalServerError, "text/plain", err.Error())
		}
		return sandbox.JSON(http.StatusCreated, "text/plain", a.ID)
	}}}}
}

// past drafts an agreement with a campaign of this type.
func (b *bench) past(kind string) string {
	b.Helper()
	r := httptest.NewRequest("POST", "/past?"+kind, nil)
	r.Header.Set("Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Equal(b, http.StatusCreated, w.Code, w.Body.String())
	return strings.Trim(w.Body.String(), `"`)
}

// Agreements of history, and those of version 2, are read as they were made.
func TestCampaignsOfHistory(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	b := startWith(t, append(c.Services(), past()), able)
	for _, kind := range []string{"FULL_FLEX_CAMPAIGN", "LEGACY_CAMPAIGN"} {
		id := b.past(kind)
		read := b.agreement(id)
		assert.Equal(t, kind, read.at("/campaign/type"))
		assert.Equal(t, "2027-01-01T00:00:00.000Z", read.at("/campaign/end"))
		assert.Equal(t, "10000", fmt.Sprint(read.at("/campaign/price")))
		assert.Nil(t, read.at("/merchantAgreementUrl"))
		if kind == "FULL_FLEX_CAMPAIGN" {
			assert.Equal(t, "MONTH", read.at("/campaign/interval/unit"))
			assert.Contains(t, b.browse(read.text("/vippsConfirmationUrl")), "100.00 NOK every month until 2027-01-01")
		}
	}
}

// The merchant is told of agreements that other APIs make, without a call to this
// one.
func TestAgreementsOfOtherAPIsAreTold(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	b := startWith(t, append(c.Services(), past()), able)
	b.listen()
	b.past("LEGACY_CAMPAIGN")
	b.pass("PT10M")
	assert.Equal(t, "agreement-expired", b.told())
}
