package recurring_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api/recurring"
	"kontrakt/harness/catalog"
	"kontrakt/harness/contract"
	"kontrakt/harness/judge"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/rulestest"
	"kontrakt/specs"
)

var update = flag.Bool("update", false, "rewrite the findings in the examples")

// thisContract is Recurring's alone, compiled once for all tests.
var thisContract = sync.OnceValues(func() (*contract.Set, error) {
	all, err := specs.Sources()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(s specs.Source) bool { return s.ID == recurring.ID })
	c, err := catalog.Compile(all[i], false)
	if err != nil {
		return nil, err
	}
	return contract.NewSet([]*contract.Contract{c}, nil)
})

func TestRulesAgainstTheirExamples(t *testing.T) {
	t.Parallel()
	contracts, err := thisContract()
	require.NoError(t, err)
	rulestest.Run(t, rulestest.Options{
		Update: *update,
		Match: func(x *harness.Exchange) (harness.Operation, map[string]string, bool) {
			m := contracts.Match(x)
			if m.Operation == nil {
				return harness.Operation{}, nil, false
			}
			return *m.Operation, m.Params, true
		},
	}, recurring.V3().Rules...)
}

// One mistake is one finding, whether the document notices it too, only it does,
// or only a guide.
func TestOneMistakeIsOneFinding(t *testing.T) {
	t.Parallel()
	const (
		agreements = "POST /recurring/v3/agreements"
		agreement  = "PATCH /recurring/v3/agreements/agr_5kSeqzx"
		charges    = "POST /recurring/v3/agreements/agr_5kSeqzx/charges"
		capture    = charges + "/chr-5kSeqz/capture"
		key        = "news-2026-12-draft"

		draft  = `"pricing":{"type":"LEGACY","currency":"NOK","amount":34900},"interval":{"unit":"MONTH","count":1},"merchantRedirectUrl":"https://shop.example/back","merchantAgreementUrl":"https://shop.example/mine","productName":"News"`
		charge = `"amount":34900,"transactionType":"DIRECT_CAPTURE","description":"News","due":"2026-12-25","retryDays":5`
	)
	with := func(body, old, new string) string {
		require.Contains(t, body, old)
		return "{" + strings.Replace(body, old, new, 1) + "}"
	}
	campaign := func(text string) string { return "{" + draft + `,"campaign":` + text + "}" }
	tests := []struct {
		name, call, body, key string
		want                  []string
	}{
		{"a draft as it must be", agreements, "{" + draft + "}", key, nil},
		{"a charge as it must be", charges, "{" + charge + "}", key, nil},
		{"a charge with the currency of v2", charges, "{" + charge + `,"currency":"NOK"}`, key, []string{"guide.v2-name request body /currency"}},
		{"a price in the words of v2", agreement, `{"price":34900}`, key, []string{"guide.v2-name request body /price"}},
		{"an interval in the words of v2", agreements, with(draft, `{"unit":"MONTH","count":1}`, `"MONTH","intervalCount":1`), key, []string{"guide.v2-name request body /interval", "guide.v2-name request body /intervalCount"}},
		{"the customer in the words of v2", agreements, "{" + draft + `,"customerPhoneNumber":"4791234567"}`, key, []string{"guide.v2-name request body /customerPhoneNumber"}},
		{"an interval as drafts have it", agreement, `{"interval":{"unit":"MONTH","count":2}}`, key, []string{"guide.interval-update request body /interval/unit", "guide.interval-update request body /interval/count"}},
		{"a suggestion in the words of v2", agreement, `{"suggestedMaxAmount":300000}`, key, []string{"guide.v2-name request body /suggestedMaxAmount"}},
		{"stopped, and renamed", agreement, `{"status":"STOPPED","productName":"Old news"}`, key, []string{"guide.stop-alone request body /productName"}},
		{"brought back", agreement, `{"status":"ACTIVE"}`, key, []string{"schema.enum request body /status"}},
		{"a key with a colon", charges, "{" + charge + "}", "news:2026-12", []string{"idempotency.key-characters request header Idempotency-Key"}},
		{"a key with a slash", charges, "{" + charge + "}", "news/2026-12", []string{"idempotency.key-characters request header Idempotency-Key"}},
		{"a key of 41 characters", charges, "{" + charge + "}", strings.Repeat("k", 41), []string{"idempotency.key-length request header Idempotency-Key"}},
		{"no key", charges, "{" + charge + "}", "", []string{"header.missing request header Idempotency-Key"}},
		{"no retries", charges, with(charge, `"retryDays":5`, `"retryDays":0`), key, []string{"guide.retry-days request body /retryDays"}},
		{"fifteen days of retries", charges, with(charge, `"retryDays":5`, `"retryDays":15`), key, []string{"schema.maximum request body /retryDays"}},
		{"a day that is none", charges, with(charge, "2026-12-25", "25.12.2026"), key, []string{"schema.format request body /due"}},
		{"a campaign on a price that varies", agreements, with(draft, `"LEGACY","currency":"NOK","amount":34900}`, `"VARIABLE","currency":"NOK","suggestedMaxAmount":34900},"campaign":{"type":"PRICE_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`), key,
			[]string{"guide.campaign-pricing request body /campaign"}},
		{"a campaign until a day with slashes", agreements, campaign(`{"type":"PRICE_CAMPAIGN","price":100,"end":"2026/12/25T00:00:00Z"}`), key, []string{"guide.campaign-dates request body /campaign/end"}},
		{"an event on a day with slashes", agreements, campaign(`{"type":"EVENT_CAMPAIGN","price":100,"eventText":"until Christmas","eventDate":"2026/12/25T00:00:00Z"}`), key, []string{"schema.format request body /campaign/eventDate"}},
		{"a campaign in local time", agreements, campaign(`{"type":"PRICE_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00+01:00"}`), key, []string{"guide.campaign-dates request body /campaign/end"}},
		{"a campaign of a period with an end", agreements, campaign(`{"type":"PERIOD_CAMPAIGN","price":100,"period":{"unit":"WEEK","count":4},"end":"2026-12-25T00:00:00Z"}`), key, []string{"guide.campaign-fields request body /campaign/end"}},
		{"a campaign of a type that is gone", agreements, campaign(`{"type":"FULL_FLEX_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`), key, []string{"schema.discriminator request body /campaign/type"}},
		{"a campaign for a running agreement", agreement, `{"campaign":null}`, key, []string{"guide.fixed-at-draft request body /campaign"}},
		{"a price below the least", agreements, with(draft, "34900", "99"), key, []string{"guide.minimum-amount request body /pricing/amount"}},
		{"a price of nothing said", agreements, with(draft, `,"amount":34900`, ``), key, []string{"schema.required request body /pricing/amount"}},
		{"an order number that is a number", charges, "{" + charge + `,"orderId":"12345678"}`, key, []string{"guide.orderid-quality request body /orderId"}},
		{"an order number with a low line", charges, "{" + charge + `,"orderId":"acme_shop_1"}`, key, []string{"schema.pattern request body /orderId"}},
		{"the front page to manage things on", agreements, with(draft, "https://shop.example/mine", "https://shop.example/"), key, []string{"guide.management-page request body /merchantAgreementUrl"}},
		{"a page without TLS", agreements, with(draft, "https://shop.example/mine", "http://shop.example/mine"), key, []string{"guide.https-url request body /merchantAgreementUrl"}},
		{"a number with a plus", agreements, "{" + draft + `,"phoneNumber":"+4791234567"}`, key, []string{"guide.mobile-number request body /phoneNumber"}},
		{"a number of 16 digits", agreements, "{" + draft + `,"phoneNumber":"4791234567123456"}`, key, []string{"guide.mobile-number request body /phoneNumber"}},
		{"a word that no scope has", agreements, "{" + draft + `,"scope":"name phone"}`, key, []string{"guide.scope-words request body /scope"}},
		{"a description of 46 characters", charges, with(charge, `"News"`, `"`+strings.Repeat("n", 46)+`"`), key, []string{"guide.description-length request body /description"}},
		{"a description of 101 characters", charges, with(charge, `"News"`, `"`+strings.Repeat("n", 101)+`"`), key, []string{"schema.maxLength request body /description"}},
		{"a capture of v2", capture, "", key, []string{"body.missing request body"}},
		{"a capture without its amount", capture, "{}", key, []string{"schema.required request body /amount"}},
		{"a single attempt with retries", charges, "{" + charge + `,"processingMode":"SINGLE_ATTEMPT"}`, key, []string{"guide.charge-type request body /retryDays"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			method, target, _ := strings.Cut(tt.call, " ")
			var got []string
			for _, f := range judged(t, method, target, tt.body, tt.key) {
				got = append(got, f.Rule+" "+f.Where())
			}
			assert.ElementsMatch(t, tt.want, got)
		})
	}
}

// judged is what is found in a request, which is answered well.
func judged(t *testing.T, method, target, body, key string) []harness.Finding {
	t.Helper()
	contracts, err := thisContract()
	require.NoError(t, err)
	j, err := judge.New(judge.Options{Contracts: contracts, Checks: map[string][]rules.Check{recurring.ID: recurring.V3().Rules}, Key: []byte("key")})
	require.NoError(t, err)
	defer j.Close()
	h := http.Header{"Authorization": {"Bearer token"}, "Ocp-Apim-Subscription-Key": {"key"}, "Merchant-Serial-Number": {"123456"}}
	if body != "" {
		h.Set("Content-Type", "application/json")
	}
	if key != "" {
		h.Set("Idempotency-Key", key)
	}
	x := &harness.Exchange{ID: "x0001", Flow: harness.FlowAPI}
	x.Request = harness.Request{
		Method: method, Scheme: "https", Host: "api.vipps.no", Target: target, Proto: "HTTP/1.1", Header: h,
		Body: harness.Body{Bytes: []byte(body), Size: int64(len(body))},
	}
	answer := map[bool]string{
		true:  `{"agreementId":"agr_5kSeqzx","uuid":"9c2ca95c-245f-4a2e-aab2-4a08eb78e6fb","vippsConfirmationUrl":"https://api.vipps.no/v2/register/U6J"}`,
		false: answerTo(t, body),
	}[strings.HasSuffix(target, "agreements")]
	x.Response = harness.Response{Status: 201, Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}}, Body: harness.Body{Bytes: []byte(answer), Size: int64(len(answer))}}
	if method == "PATCH" || strings.HasSuffix(target, "/capture") {
		x.Response = harness.Response{Status: 204, Proto: "HTTP/1.1", Header: http.Header{}}
	}
	return j.One(x).Findings
}

// answerTo is what a charge that was created is answered with.
func answerTo(t *testing.T, body string) string {
	t.Helper()
	sent := struct {
		OrderID string `json:"orderId"`
	}{"chr-5kSeqz"}
	if body != "" {
		require.NoError(t, json.Unmarshal([]byte(body), &sent))
	}
	return `{"chargeId":"` + sent.OrderID + `"}`
}
