package recurringv2_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api"
	"kontrakt/harness/api/recurringv2"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// An actor is a target that gives one answer for each call and keeps the last
// request.
type actor struct {
	status      int
	answers     map[string]string
	asked, sent string
	header      http.Header
}

func (a *actor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == client.TokenPath {
		fmt.Fprint(w, `{"access_token":"t","token_type":"Bearer","expires_in":"3600"}`)
		return
	}
	body, _ := io.ReadAll(r.Body)
	a.asked, a.sent, a.header = r.Method+" "+r.RequestURI, string(body), r.Header
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	fmt.Fprint(w, a.answers[a.asked])
}

func driven(t *testing.T, a *actor) *recurringv2.Driver {
	t.Helper()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	n := 0
	return recurringv2.NewDriver(client.New(client.Options{
		URL: server.URL, IDs: func() string { n++; return fmt.Sprintf("key-%d", n) },
		Credentials: config.Credentials{
			ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("secret"), SubscriptionKey: config.NewSecret("k"), MSN: "123456",
		},
	}))
}

func nok(minor int64) api.Money { return api.Money{Minor: minor, Currency: "NOK"} }

const drafts = "/recurring/v2/agreements"

func TestADraftIsFlat(t *testing.T) {
	t.Parallel()
	a := &actor{answers: map[string]string{"POST " + drafts: `{"agreementId":"agr_1","agreementResource":"https://x","vippsConfirmationUrl":"https://y","chargeId":"c"}`}}
	made, err := driven(t, a).Draft(t.Context(), api.AgreementDraft{
		Product: "Honey", Pricing: api.Pricing{Kind: api.Variable, Amount: nok(34900)}, Interval: api.Interval{Unit: "MONTH", Count: 2},
		Campaign:    &api.Campaign{Kind: api.PriceCampaign, Price: nok(100), End: time.Date(2030, 12, 25, 0, 0, 0, 0, time.UTC)},
		Initial:     &api.InitialCharge{Amount: nok(100), Description: "x", Reserve: true, OrderID: "c"},
		RedirectURL: "https://back", AgreementURL: "https://page", Phone: "4791234567", Key: "ignored",
	})
	require.NoError(t, err)
	assert.Equal(t, api.Drafted{Agreement: "agr_1", URL: "https://y", Charge: "c"}, made)
	assert.Empty(t, a.header.Get("Idempotency-Key"), "drafts had none")
	assert.JSONEq(t, `{"productName":"Honey","price":34900,"currency":"NOK","variableAmount":{"suggestedMaxAmount":34900},"interval":"MONTH","intervalCount":2,
		"campaign":{"campaignPrice":100,"end":"2030-12-25T00:00:00Z"},"merchantRedirectUrl":"https://back","merchantAgreementUrl":"https://page","customerPhoneNumber":"4791234567",
		"initialCharge":{"amount":100,"currency":"NOK","description":"x","transactionType":"RESERVE_CAPTURE","orderId":"c"}}`, a.sent)
}

func TestWhatOnlyVersion3HasIsNotAsked(t *testing.T) {
	t.Parallel()
	fixed := api.Pricing{Kind: api.Fixed, Amount: nok(100)}
	month := api.Interval{Unit: "MONTH", Count: 1}
	for name, d := range map[string]api.AgreementDraft{
		"a flexible price": {Pricing: api.Pricing{Kind: api.Flexible}, Interval: month}, "no interval": {Pricing: fixed},
		"an external number": {Pricing: fixed, Interval: month, ExternalID: "27"},
		"a period":           {Pricing: fixed, Interval: month, Campaign: &api.Campaign{Kind: api.PeriodCampaign}},
	} {
		_, err := driven(t, &actor{}).Draft(t.Context(), d)
		require.ErrorContains(t, err, "recurring.v2 has no", name)
	}
	_, err := driven(t, &actor{}).CreateCharge(t.Context(), "agr_1", api.ChargeOrder{Reserve: true})
	require.ErrorContains(t, err, "recurring.v2 has no")
	amount := nok(1)
	require.ErrorContains(t, driven(t, &actor{}).CaptureCharge(t.Context(), api.ChargeChange{Amount: &amount}), "recurring.v2 has no")
	require.ErrorContains(t, driven(t, &actor{}).Update(t.Context(), "agr_1", api.AgreementUpdate{Interval: &month}), "recurring.v2 has no")
}

func TestAnOldAgreementReadsAsItStands(t *testing.T) {
	t.Parallel()
	a := &actor{answers: map[string]string{"GET " + drafts + "/agr_1": `{"id":"agr_1","status":"STOPPED","productName":"Honey","productDescription":"","price":34900,"currency":"NOK","interval":"WEEK","intervalCount":2,
		"campaign":{"campaignPrice":100,"end":"2030-01-01T00:00:00Z"},"variableAmount":{"suggestedMaxAmount":100000,"maxAmount":40000},"start":"2029-12-01T10:00:00Z","stop":"2029-12-02T10:00:00Z","sub":null}`}}
	got, err := driven(t, a).Agreement(t.Context(), "agr_1")
	require.NoError(t, err)
	assert.Equal(t, api.Agreement{
		ID: "agr_1", State: api.AgreementStopped, Product: "Honey", Pricing: api.Pricing{Kind: api.Variable, Amount: nok(100000), Max: nok(40000)},
		Interval: api.Interval{Unit: "WEEK", Count: 2}, Campaign: &api.Campaign{Kind: api.LegacyCampaign, Price: nok(100), End: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)},
		Start: time.Date(2029, 12, 1, 10, 0, 0, 0, time.UTC), Stop: time.Date(2029, 12, 2, 10, 0, 0, 0, time.UTC),
	}, got)
}

func TestMoneyFollowsFromTheStateOfACharge(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status                    string
		back, captured, cancelled int64
		state                     api.ChargeState
	}{
		{"DUE", 0, 0, 0, api.ChargeDue}, {"RESERVED", 0, 0, 0, api.ChargeReserved}, {"CHARGED", 0, 500, 0, api.ChargeCharged},
		{"PARTIALLY_REFUNDED", 100, 500, 0, api.ChargePartiallyRefunded}, {"CANCELLED", 0, 0, 500, api.ChargeCancelled},
	} {
		a := &actor{answers: map[string]string{"GET " + drafts + "/agr_1/charges/c": fmt.Sprintf(
			`{"id":"c","status":%q,"type":"RECURRING","amount":500,"amountRefunded":%d,"description":"x","due":"2030-01-01T00:00:00Z","transactionId":"1"}`, tt.status, tt.back)}}
		got, err := driven(t, a).Charge(t.Context(), "agr_1", "c")
		require.NoError(t, err)
		assert.Equal(t, api.Charge{
			ID: "c", Agreement: "agr_1", State: tt.state, Kind: "RECURRING", Amount: nok(500), Captured: nok(tt.captured), Refunded: nok(tt.back), Cancelled: nok(tt.cancelled),
			Description: "x", Due: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Transaction: "1",
		}, got, tt.status)
	}
	a := &actor{answers: map[string]string{"GET " + drafts + "/agr_1/charges/c": `{"id":"c","status":"PARTIALLY_CAPTURED"}`}}
	_, err := driven(t, a).Charge(t.Context(), "agr_1", "c")
	require.EqualError(t, err, "charge: v2 does not say how much of it is captured")
}

func TestAnOldRefusalSaysWhy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body string
		status     int
		reason     api.Reason
	}{
		{"the hash of a key", `[{"field":null,"message":"x","code":"idempotentkey.hash.mismatch"}]`, 400, api.OtherContent},
		{"an agreement that is not active", `[{"code":"recurring.core.charges.create.invalid_agreement"}]`, 400, api.NotActive},
		{"anything else", `[{"field":"amount","message":"x"}]`, 400, api.AmountTooHigh},
		{"nobody", `{"statusCode":401}`, 401, api.Unauthorized},
		{"not there", `[]`, 404, api.UnknownAgreement},
		{"pace", ``, 429, api.TooMany},
	} {
		a := &actor{status: tt.status, answers: map[string]string{"POST " + drafts + "/agr_1/charges": tt.body}}
		_, err := driven(t, a).CreateCharge(t.Context(), "agr_1", api.ChargeOrder{Amount: nok(1), Key: "k"})
		var r *api.Refusal
		require.ErrorAs(t, err, &r, tt.name)
		assert.True(t, r.Because(tt.reason), "%s: %v", tt.name, r)
		assert.Equal(t, "k", a.header.Get("Idempotency-Key"))
	}
}

func TestACancelIsAnsweredWithTheCharge(t *testing.T) {
	t.Parallel()
	const path = "DELETE " + drafts + "/agr_1/charges/c"
	c := api.ChargeChange{Agreement: "agr_1", Charge: "c"}
	require.NoError(t, driven(t, &actor{answers: map[string]string{path: `{"id":"c","status":"CANCELLED","amount":1}`}}).CancelCharge(t.Context(), c))
	err := driven(t, &actor{answers: map[string]string{path: `{"id":"c","status":"DUE","amount":1}`}}).CancelCharge(t.Context(), c)
	require.ErrorContains(t, err, `want charge "c" cancelled`)
}
