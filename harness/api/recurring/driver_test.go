package recurring_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api"
	"kontrakt/harness/api/recurring"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// An actor is a target that gives one answer for each call and keeps the last
// request.
type actor struct {
	status  int
	answers map[string]string
	answer  http.Header

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
	for name, values := range a.answer {
		w.Header()[name] = values
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	fmt.Fprint(w, a.answers[a.asked])
}

func driven(t *testing.T, a *actor) *recurring.Driver {
	t.Helper()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	n := 0
	return recurring.NewDriver(client.New(client.Options{
		URL: server.URL, IDs: func() string { n++; return fmt.Sprintf("key-%d", n) },
		Credentials: config.Credentials{
			ClientID: config.NewSecret("id"), ClientSecret: config.NewSecret("secret"), SubscriptionKey: config.NewSecret("k"), MSN: "123456",
		},
	}))
}

func nok(minor int64) api.Money { return api.Money{Minor: minor, Currency: "NOK"} }

const drafts = "/recurring/v3/agreements"

// drafted is a draft as the driver writes it.
func drafted(t *testing.T, d api.AgreementDraft) map[string]any {
	t.Helper()
	a := &actor{answers: map[string]string{"POST " + drafts: `{"agreementId":"agr_1","uuid":"u","chargeId":"chr-1"}`}}
	made, err := driven(t, a).Draft(t.Context(), d)
	require.NoError(t, err)
	assert.Equal(t, api.Drafted{Agreement: "agr_1", UUID: "u", Charge: "chr-1"}, made)
	var body map[string]any
	require.NoError(t, json.Unmarshal([]byte(a.sent), &body))
	return body
}

func TestADraftSaysWhatIsAsked(t *testing.T) {
	t.Parallel()
	end := time.Date(2030, 12, 25, 1, 0, 0, 0, time.FixedZone("", 3600))
	for _, tt := range []struct {
		name, member, want string
		draft              api.AgreementDraft
	}{
		{"a price", "pricing", `{"type":"LEGACY","currency":"NOK","amount":34900}`, api.AgreementDraft{Pricing: api.Pricing{Kind: api.Fixed, Amount: nok(34900)}}},
		{"a maximum", "pricing", `{"type":"VARIABLE","currency":"NOK","suggestedMaxAmount":34900}`, api.AgreementDraft{Pricing: api.Pricing{Kind: api.Variable, Amount: nok(34900)}}},
		{"any amount", "pricing", `{"type":"FLEXIBLE","currency":"NOK"}`, api.AgreementDraft{Pricing: api.Pricing{Kind: api.Flexible, Amount: nok(0)}}},
		{"no interval", "interval", `null`, api.AgreementDraft{}},
		{"an interval", "interval", `{"unit":"WEEK","count":2}`, api.AgreementDraft{Interval: api.Interval{Unit: "WEEK", Count: 2}}},
		{"a price campaign, in UTC", "campaign", `{"type":"PRICE_CAMPAIGN","price":100,"end":"2030-12-25T00:00:00Z"}`, api.AgreementDraft{Campaign: &api.Campaign{Kind: api.PriceCampaign, Price: nok(100), End: end}}},
		{"a period", "campaign", `{"type":"PERIOD_CAMPAIGN","price":100,"period":{"unit":"WEEK","count":10}}`, api.AgreementDraft{Campaign: &api.Campaign{Kind: api.PeriodCampaign, Price: nok(100), Period: api.Interval{Unit: "WEEK", Count: 10}}}},
		{"an event", "campaign", `{"type":"EVENT_CAMPAIGN","price":100,"eventDate":"2030-12-25T00:00:00Z","eventText":"until Christmas"}`, api.AgreementDraft{Campaign: &api.Campaign{Kind: api.EventCampaign, Price: nok(100), End: end, Text: "until Christmas"}}},
		{"a first payment", "initialCharge", `{"amount":100,"description":"x","transactionType":"RESERVE_CAPTURE","orderId":"o","externalId":"e"}`, api.AgreementDraft{Initial: &api.InitialCharge{Amount: nok(100), Description: "x", Reserve: true, OrderID: "o", ExternalID: "e"}}},
		{"an edit", "productName", `7`, api.AgreementDraft{Edits: []api.Edit{{Pointer: "/productName", Value: "7"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.draft.Pricing.Kind == "" {
				tt.draft.Pricing = api.Pricing{Kind: api.Fixed, Amount: nok(100)}
			}
			got, err := json.Marshal(drafted(t, tt.draft)[tt.member])
			require.NoError(t, err)
			assert.JSONEq(t, tt.want, string(got))
		})
	}
	_, err := driven(t, &actor{}).Draft(t.Context(), api.AgreementDraft{
		Pricing: api.Pricing{Kind: api.Fixed}, Campaign: &api.Campaign{Kind: api.LegacyCampaign},
	})
	require.EqualError(t, err, "write the draft: nobody can offer a legacy campaign")
}

func TestAnAgreementReadsAsItStands(t *testing.T) {
	t.Parallel()
	const path = "GET " + drafts + "/agr_1"
	a := &actor{answers: map[string]string{path: `{"id":"agr_1","uuid":"u","status":"ACTIVE","productName":"Honey","pricing":{"type":"VARIABLE","currency":"NOK","suggestedMaxAmount":100000,"maxAmount":40000},
		"interval":{"unit":"MONTH","count":1,"text":"every month"},"campaign":{"type":"PERIOD_CAMPAIGN","price":100,"end":"2030-01-01T00:00:00Z","period":{"unit":"WEEK","count":4},"explanation":"x"},
		"created":"2029-12-01T10:00:00Z","start":"2029-12-01T10:01:00.5Z","stop":null,"sub":null,"externalId":"27","countryCode":"NO"}`}}
	got, err := driven(t, a).Agreement(t.Context(), "agr_1")
	require.NoError(t, err)
	assert.Equal(t, api.Agreement{
		ID: "agr_1", UUID: "u", State: api.AgreementActive, Product: "Honey", ExternalID: "27", Country: "NO",
		Pricing: api.Pricing{Kind: api.Variable, Amount: nok(100000), Max: nok(40000)}, Interval: api.Interval{Unit: "MONTH", Count: 1},
		Campaign: &api.Campaign{Kind: api.PeriodCampaign, Price: nok(100), End: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Period: api.Interval{Unit: "WEEK", Count: 4}, Explanation: "x"},
		Created:  time.Date(2029, 12, 1, 10, 0, 0, 0, time.UTC), Start: time.Date(2029, 12, 1, 10, 1, 0, 500_000_000, time.UTC),
	}, got)
	for name, body := range map[string]string{
		"another one":            `{"id":"agr_2","status":"ACTIVE","pricing":{"type":"LEGACY"}}`,
		"no state":               `{"id":"agr_1","pricing":{"type":"LEGACY"}}`,
		"another pricing":        `{"id":"agr_1","status":"ACTIVE","pricing":{"type":"FREE"}}`,
		"a campaign without end": `{"id":"agr_1","status":"ACTIVE","pricing":{"type":"LEGACY"},"campaign":{"type":"PRICE_CAMPAIGN","price":1}}`,
		"a time in words":        `{"id":"agr_1","status":"ACTIVE","pricing":{"type":"LEGACY"},"created":"yesterday"}`,
		"no JSON":                `<html>`,
	} {
		_, err := driven(t, &actor{answers: map[string]string{path: body}}).Agreement(t.Context(), "agr_1")
		require.Error(t, err, name)
		assert.NotContains(t, err.Error(), "recurring.", name)
	}
}

func TestAChargeReadsAsItStands(t *testing.T) {
	t.Parallel()
	a := &actor{answers: map[string]string{"GET " + drafts + "/agr_1/charges/c": `{"id":"c","agreementId":"agr_1","status":"PARTIALLY_CAPTURED","type":"RECURRING","transactionType":"RESERVE_CAPTURE",
		"amount":500,"currency":"NOK","due":"2030-01-01T00:00:00Z","retryDays":2,"transactionId":"5001419121","externalId":null,"failureReason":null,"summary":{"captured":100,"refunded":10,"cancelled":0},
		"history":[{"occurred":"2029-12-01T10:00:00Z","event":"CREATE","amount":500,"idempotencyKey":"k","success":true}]}`}}
	got, err := driven(t, a).Charge(t.Context(), "agr_1", "c")
	require.NoError(t, err)
	assert.Equal(t, api.Charge{
		ID: "c", Agreement: "agr_1", State: api.ChargePartiallyCaptured, Kind: "RECURRING", Amount: nok(500), Captured: nok(100), Refunded: nok(10), Cancelled: nok(0),
		Due: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Transaction: "5001419121", Reserve: true, RetryDays: 2,
		History: []api.Entry{{Operation: "CREATE", Amount: nok(500), Key: "k", At: time.Date(2029, 12, 1, 10, 0, 0, 0, time.UTC), OK: true}},
	}, got)
	// All that is left is asked for first.
	a.answers["POST "+drafts+"/agr_1/charges/c/capture"] = ""
	require.NoError(t, driven(t, a).CaptureCharge(t.Context(), api.ChargeChange{Agreement: "agr_1", Charge: "c", Key: "parcel"}))
	assert.JSONEq(t, `{"amount":400}`, a.sent)
	assert.Equal(t, "parcel", a.header.Get("Idempotency-Key"))
}

func TestListsAreReadToTheirEnd(t *testing.T) {
	t.Parallel()
	a := &actor{answers: map[string]string{"GET " + drafts + "/agr_1/charges?status=DUE": `[]`}, answer: http.Header{"Continuation-Token": {"next"}}}
	list, next, err := driven(t, a).ChargePage(t.Context(), "agr_1", api.ChargeDue, "token")
	require.NoError(t, err)
	assert.Empty(t, list)
	assert.Equal(t, "next", next)
	assert.Equal(t, "token", a.header.Get("Continuation-Token"))
	_, err = driven(t, a).AgreementPage(t.Context(), recurring.AgreementQuery{In: api.AgreementStopped, Page: 2, Size: 10, CreatedAfter: time.UnixMilli(1644572442944)})
	require.Error(t, err)
	assert.Equal(t, "GET "+drafts+"?createdAfter=1644572442944&pageNumber=2&pageSize=10&status=STOPPED", a.asked)
}

func TestAnUpdateNamesWhatChanges(t *testing.T) {
	t.Parallel()
	price := nok(39900)
	for want, u := range map[string]api.AgreementUpdate{
		`{"productName":"Jam","pricing":{"amount":39900}}`:                     {Product: "Jam", Price: &price},
		`{"pricing":{"suggestedMaxAmount":39900}}`:                             {SuggestedMax: &price},
		`{"interval":{"type":"RECURRING","period":{"unit":"WEEK","count":2}}}`: {Interval: &api.Interval{Unit: "WEEK", Count: 2}},
		`{"interval":{"type":"FLEXIBLE"}}`:                                     {Interval: &api.Interval{}},
		`{"status":"STOPPED"}`:                                                 {Stop: true},
	} {
		a := &actor{}
		require.NoError(t, driven(t, a).Update(t.Context(), "agr_1", u))
		assert.JSONEq(t, want, a.sent)
		assert.Equal(t, "PATCH "+drafts+"/agr_1", a.asked)
	}
}

func TestManyChargesAreAnsweredOneByOne(t *testing.T) {
	t.Parallel()
	a := &actor{status: http.StatusAccepted, answers: map[string]string{"POST " + drafts + "/charges": `{"validCharges":["a"],"invalidCharges":[{"chargeBatchItemDto":{"orderId":"b"},"errors":["too soon"]}]}`}}
	retry := 2
	got, err := driven(t, a).CreateCharges(t.Context(), []recurring.BulkCharge{{Agreement: "agr_1", ChargeOrder: api.ChargeOrder{
		Amount: nok(100), Description: "x", Due: "2030-01-01", RetryDays: &retry, OrderID: "a",
	}}}, "")
	require.NoError(t, err)
	assert.Equal(t, recurring.BulkAnswer{Valid: []string{"a"}, Invalid: map[string][]string{"b": {"too soon"}}}, got)
	assert.JSONEq(t, `[{"agreementId":"agr_1","amount":100,"description":"x","transactionType":"DIRECT_CAPTURE","due":"2030-01-01","retryDays":2,"orderId":"a"}]`, a.sent)
}

func TestARefusalOfAChargeSaysWhy(t *testing.T) {
	t.Parallel()
	problem := func(id string) string {
		return `{"type":"https://x.example/problems#` + id + `","status":400,"detail":"It is CHARGED.","extraDetails":[{"name":"amount","reason":"x"}]}`
	}
	for _, tt := range []struct {
		name, body         string
		status, documented int
		reason             api.Reason
	}{
		{"too much", problem("charge-amount-too-high"), 400, 400, api.AmountTooHigh},
		{"too soon", problem("charge-due-too-soon"), 400, 400, api.DueTooSoon},
		{"a key of another request", problem("idempotency-conflict"), 409, 409, api.OtherContent},
		{"a field", problem("validation-error"), 400, 400, api.Invalid},
		{"not there, with an ID", problem("resource-not-found"), 404, 0, api.UnknownAgreement},
		{"not there, without one", `{"type":"about:blank","status":404}`, 404, 404, api.UnknownAgreement},
		{"the gateway on pace", `{"responseInfo":{"responseCode":429}}`, 429, 429, api.TooMany},
		{"taken", problem("conflict"), 409, 0, api.DuplicateReference},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := &actor{status: tt.status, answers: map[string]string{"POST " + drafts + "/agr_1/charges": tt.body}}
			_, err := driven(t, a).CreateCharge(t.Context(), "agr_1", api.ChargeOrder{Amount: nok(1)})
			var r *api.Refusal
			require.ErrorAs(t, err, &r)
			assert.True(t, r.Because(tt.reason), "%v", r)
			assert.Equal(t, api.ChargeIt, r.Doing)
			assert.Equal(t, tt.documented, r.Documented)
		})
	}
}
