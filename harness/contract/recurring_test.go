package contract_test

import (
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

const (
	agreements = "/recurring/v3/agreements"
	agreement1 = agreements + "/agr_5kSeqzx"
	charge1    = agreement1 + "/charges/chr-5kSeqz"
	price      = `"pricing":{"type":"LEGACY","currency":"NOK","amount":34900}`
	monthly    = `"interval":{"unit":"MONTH","count":1}`
	draft1     = `{"merchantRedirectUrl":"https://shop.example/back","productName":"News",` + monthly
	drafted    = `{"agreementId":"agr_5kSeqzx","uuid":"9c2ca95c-245f-4a2e-aab2-4a08eb78e6fb","vippsConfirmationUrl":"https://api.vipps.no/v2/register/U6J","chargeId":null}`
	standing   = `{"id":"agr_5kSeqzx","uuid":"9c2ca95c-245f-4a2e-aab2-4a08eb78e6fb","status":"ACTIVE","created":"2026-02-01T10:00:00Z","start":null,"stop":null,"countryCode":"NO","productName":"News",
		"merchantAgreementUrl":"https://shop.example/mine","merchantRedirectUrl":"https://shop.example/back",` + monthly
	charging = `{"amount":34900,"transactionType":"DIRECT_CAPTURE","description":"News","due":"2026-12-25","retryDays":5`
	charged  = `{"id":"acme-shop-1-2026-12","status":"CHARGED","amount":34900,"currency":"NOK","description":"News","due":"2026-12-25T00:01:00Z","type":"RECURRING","transactionType":"DIRECT_CAPTURE",
		"agreementId":"agr_5kSeqzx","externalId":"e","retryDays":5,"processingMode":"MULTIPLE_ATTEMPTS","transactionId":"5001419121","summary":{"captured":34900,"refunded":0,"cancelled":0},
		"history":[{"occurred":"2026-02-01T10:00:00Z","event":"CREATE","amount":34900,"idempotencyKey":"k","success":true}]}`
	notFound = `{"type":"about:blank","title":"Not Found","status":404,"detail":"Agreement not found.","instance":"i","contextId":"1"}`
)

func TestRecurringByHand(t *testing.T) {
	t.Parallel()
	s := set(t, embedded(t, "recurring.v3", contract.Options{}))
	draft := func(more string) *harness.Exchange {
		return epayment("POST", agreements, draft1+","+more+`}`, 201, drafted)
	}
	get := func(more string) *harness.Exchange {
		return epayment("GET", agreement1, "", 200, standing+","+more+`}`)
	}
	campaign := func(body string) *harness.Exchange { return draft(price + `,"campaign":` + body) }
	for _, tt := range []struct {
		name string
		x    *harness.Exchange
		want []string
	}{
		{"draft for a price", draft(price), nil},
		{"draft by use", epayment("POST", agreements, `{"merchantRedirectUrl":"app://back","productName":"News","pricing":{"type":"FLEXIBLE","currency":"EUR"}}`, 201, drafted), nil},
		{"draft up to an amount", draft(`"pricing":{"type":"VARIABLE","currency":"NOK","suggestedMaxAmount":3000}`), nil},
		{"draft with a price campaign", campaign(`{"type":"PRICE_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`), nil},
		{"draft with a period campaign", campaign(`{"type":"PERIOD_CAMPAIGN","price":100,"period":{"unit":"WEEK","count":10}}`), nil},
		{"draft with an event campaign", campaign(`{"type":"EVENT_CAMPAIGN","price":100,"eventDate":"2026-12-25T00:00:00Z","eventText":"until Christmas"}`), nil},
		{"draft that keeps cards of companies out", draft(price + `,"paymentMethod":{"blockedSources":["COMMERCIAL_CARDS"]}`), nil},
		{"get", get(price + `,"campaign":{"type":"PERIOD_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z","period":{"unit":"WEEK","count":10},"explanation":"x"}`), []string{`note spec.erratum response body /campaign: want an object, got an object with 5 members`}},
		{"get of what v2 made", get(price + `,"campaign":{"type":"LEGACY_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`), nil},
		{"get of a campaign that is gone", get(price + `,"campaign":{"type":"FULL_FLEX_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z",` + monthly + `}`), []string{
			`note spec.erratum response body /campaign/type: want one of "PRICE_CAMPAIGN", "PERIOD_CAMPAIGN", "EVENT_CAMPAIGN", got "FULL_FLEX_CAMPAIGN"`,
		}},
		{"get of nothing", epayment("GET", agreement1, "", 404, notFound), nil},
		{"get after too many", epayment("GET", agreement1, "", 429, `{"title":"Too many","status":429}`), nil},
		{"stop", epayment("PATCH", agreement1, `{"status":"STOPPED"}`, 204, ""), nil},
		{"change, not done yet", epayment("PATCH", agreement1, `{"interval":{"type":"FLEXIBLE"}}`, 202, ""), nil},
		{"accept", epayment("PATCH", agreement1+"/accept", `{"phoneNumber":"4791234567"}`, 204, ""), nil},
		{"charge", epayment("POST", agreement1+"/charges", charging+`,"orderId":"acme-shop-1-2026-12"}`, 201, `{"chargeId":"chr-5kSeqz"}`), nil},
		{"charge at once", epayment("POST", agreement1+"/charges", `{"amount":34900,"transactionType":"DIRECT_CAPTURE","type":"UNSCHEDULED","description":"News"}`, 201, `{"chargeId":"chr-5kSeqz"}`), nil},
		{"capture with the same key", epayment("POST", charge1+"/capture", `{"amount":100}`, 409, notFound), nil},
		{"cancel", epayment("DELETE", charge1, "", 204, ""), nil},
		{"many", epayment("POST", agreements+"/charges", `[{"agreementId":"agr_5kSeqzx",`+charging[1:]+`,"orderId":"acme-1"}]`, 202, `{"validCharges":["acme-1"],"invalidCharges":[]}`), nil},

		{"a change with another's key", epayment("PATCH", agreement1, `{"productName":"n"}`, 409, notFound), nil},
		{"many with another's key", epayment("POST", agreements+"/charges", `[]`, 409, notFound), nil},
		{"a form that nobody wants", epayment("GET", agreement1, "", 406, notFound), nil},
		{"no token", plain(epayment("GET", agreement1, "", 401, `{"statusCode":401,"message":"m"}`)), nil},
		{"a problem as plain JSON", plain(epayment("GET", agreement1, "", 404, notFound)), []string{`note spec.erratum response media type: want application/problem+json, got "application/json"`}},
		{"a page of charges, of which there are more", paged(epayment("GET", agreement1+"/charges", "", 200, `[]`), "9c2ca95c-245f-4a2e-aab2-4a08eb78e6fb"), nil},
		{"a token of another form", paged(epayment("GET", agreement1+"/charges", "", 200, `[]`), "next"), []string{`error header.invalid response header Continuation-Token: want a UUID, got (secret, 4 characters)`}},
		{"the last page of charges", epayment("GET", agreement1+"/charges", "", 200, `[]`), nil},
		{"a charge by the id that the merchant gave", epayment("GET", "/recurring/v3/charges/acme-shop-1-2026-12", "", 200, charged), []string{
			`note spec.erratum response body /id: want at most 15 characters, got "acme-shop-1-2026-12" (19 characters)`,
		}},
		{"an agreement without campaign", get(price + `,"campaign":null`), []string{`note spec.erratum response body /campaign: want an object, got null`}},

		{"a price without its type", draft(`"pricing":{"currency":"NOK","amount":34900}`), []string{`error schema.required request body /pricing/type: want one of "FLEXIBLE", "LEGACY", "VARIABLE", got nothing`}},
		{"a price without its amount", draft(`"pricing":{"type":"LEGACY","currency":"NOK"}`), []string{`error schema.required request body /pricing/amount: want an integer, got nothing`}},
		{"nothing suggested", draft(`"pricing":{"type":"VARIABLE","currency":"NOK"}`), []string{`error schema.required request body /pricing/suggestedMaxAmount: want an integer, got nothing`}},
		{"a price campaign without its end", campaign(`{"type":"PRICE_CAMPAIGN","price":100}`), []string{`error schema.required request body /campaign/end: want a string, got nothing`}},
		{"a campaign of v2 in a request", campaign(`{"type":"LEGACY_CAMPAIGN","price":100,"end":"2026-12-25T00:00:00Z"}`), []string{`error schema.discriminator request body /campaign/type: want one of "EVENT_CAMPAIGN", "PERIOD_CAMPAIGN", "PRICE_CAMPAIGN", got "LEGACY_CAMPAIGN"`}},
		{"an event on a day with slashes", campaign(`{"type":"EVENT_CAMPAIGN","price":100,"eventDate":"2026/12/25T00:00:00Z","eventText":"until Christmas"}`), []string{`error schema.format request body /campaign/eventDate: want a date and time with offset, such as 2026-01-31T12:00:00Z, got "2026/12/25T00:00:00Z"`}},
		{"a charge for tomorrow", epayment("POST", agreement1+"/charges", strings.Replace(charging, "2026-12-25", "tomorrow", 1)+`}`, 400, notFound), []string{`error schema.format request body /due: want a date, such as 2026-01-31, got "tomorrow"`}},
		{"a charge of v2", epayment("POST", agreement1+"/charges", strings.Replace(charging, `"transactionType":"DIRECT_CAPTURE"`, `"currency":"NOK"`, 1)+`}`, 400, notFound), []string{
			`error schema.required request body /transactionType: want one of "DIRECT_CAPTURE", "RESERVE_CAPTURE", got nothing`,
			`warning body.undocumented-property request body /currency: want a documented member, got a string of 3 characters`,
		}},
		{"a capture of v2", epayment("POST", charge1+"/capture", "", 400, notFound), []string{`error body.missing request body: want a body of application/json, got nothing`}},
		{"a status that does not exist", epayment("GET", agreement1+"/charges", "", 200, "["+strings.Replace(charged, "CHARGED", "PAID", 1)+"]"), []string{
			`error schema.enum response body /0/status: want one of "PENDING", "DUE", "RESERVED", "CHARGED", "PARTIALLY_CAPTURED", "FAILED", "CANCELLED", "PARTIALLY_REFUNDED", "REFUNDED", "PROCESSING", got "PAID"`,
			`note spec.erratum response body /0/id: want at most 15 characters, got "acme-shop-1-2026-12" (19 characters)`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, findings := s.Judge(tt.x)
			require.NotNil(t, m.Operation)
			if !strings.Contains(string(tt.x.Request.Body.Bytes)+string(tt.x.Response.Body.Bytes), `"campaign"`) {
				assert.Equal(t, tt.want == nil, s.FastAccepts(tt.x), "the fast path knows all that is right but campaigns")
			}
			if tt.want == nil {
				tt.want = []string{}
			}
			assert.Equal(t, tt.want, lines(findings))
		})
	}
}

// paged says that there is another page, plain that an answer is JSON.
func paged(x *harness.Exchange, token string) *harness.Exchange {
	x.Response.Header.Set("Continuation-Token", token)
	return x
}

func plain(x *harness.Exchange) *harness.Exchange {
	x.Response.Header.Set("Content-Type", "application/json")
	return x
}

func TestWhatRecurringHides(t *testing.T) {
	t.Parallel()
	for id, of := range map[string]struct {
		prefix string
		phone  string
	}{"recurring.v3": {agreements, "phoneNumber"}, "recurring.v2": {"/recurring/v2/agreements", "customerPhoneNumber"}} {
		s := set(t, embedded(t, id, contract.Options{}))
		draft := *s.Match(epayment("POST", of.prefix, `{}`, 201, `{}`)).Operation
		assert.Equal(t, contract.Personal, s.Mask(draft, harness.InRequest, 0).Properties[of.phone].Class, id)
		assert.Equal(t, contract.Secret, s.Mask(draft, harness.InResponse, 201).Properties["vippsConfirmationUrl"].Class, id)
		get := *s.Match(epayment("GET", of.prefix+"/agr_5kSeqzx", "", 200, `{}`)).Operation
		shown := s.Mask(get, harness.InResponse, 200).Properties
		assert.Equal(t, contract.Personal, shown["sub"].Class, id)
		assert.Equal(t, contract.Personal, shown["userinfoUrl"].Class, id)
		assert.Equal(t, contract.Public, shown["productName"].Class, id)
		accept := *s.Match(epayment("PATCH", of.prefix+"/agr_5kSeqzx/accept", `{}`, 204, ``)).Operation
		assert.Equal(t, contract.Personal, s.Mask(accept, harness.InRequest, 0).Properties[of.phone].Class, id)
	}
}

// Nothing of it was in force any more when this was written.
func TestRecurringV2ByHand(t *testing.T) {
	t.Parallel()
	s := set(t, embedded(t, "recurring.v2", contract.Options{}))
	charset := func(x *harness.Exchange) *harness.Exchange {
		x.Response.Header.Set("Content-Type", "application/json;charset=UTF-8")
		return x
	}
	const old = `{"currency":"NOK","interval":"MONTH","intervalCount":1,"merchantAgreementUrl":"http://shop.example/mine","merchantRedirectUrl":"https://shop.example/back","productName":"News"`
	for _, tt := range []struct {
		name string
		x    *harness.Exchange
		want []string
	}{
		{"draft", epayment("POST", "/recurring/v2/agreements", old+`,"price":34900}`, 201, `{"agreementResource":"r","agreementId":"agr_5kSeqzx","vippsConfirmationUrl":"https://x.example","chargeId":"chr-1"}`), nil},
		{"errors", charset(epayment("POST", "/recurring/v2/agreements", old+`,"price":34900}`, 400, `[{"field":"f","message":"m","code":"c","contextId":"1"}]`)), nil},
		{"gone", charset(epayment("GET", "/recurring/v2/agreements", "", 410, `{"statusCode":410,"message":"m"}`)), nil},
		{"no price at all", epayment("POST", "/recurring/v2/agreements", old+`}`, 201, `{"agreementResource":"r","agreementId":"agr_5kSeqzx","vippsConfirmationUrl":"https://x.example","chargeId":"chr-1"}`), []string{
			`error schema.required request body /price: want a value, got nothing`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, findings := s.Judge(tt.x)
			require.NotNil(t, m.Operation)
			var got []string
			for _, f := range findings {
				if !strings.HasPrefix(f.Rule, "lifecycle.") {
					got = append(got, line(f))
				}
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestRecurringLoadsAsPublished(t *testing.T) {
	t.Parallel()
	c := embedded(t, "recurring.v3", contract.Options{AsPublished: true})
	_, findings := set(t, c).Judge(epayment("POST", agreements, draft1+","+price+`}`, 201, drafted))
	assert.Equal(t, []string{"note spec.erratum request body /pricing: want a body that fits one variant, got one that fits several"}, lines(findings))
}

// The examples of the published documents share nothing with the transcriptions.
// What is wrong in them is listed.
func TestPublishedExamplesOfRecurringPass(t *testing.T) {
	t.Parallel()
	for id, file := range map[string]string{"recurring.v3": "recurring.v3@3.1.2.yaml", "recurring.v2": "recurring.v2-v3@2.6.17.yaml"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			file := "../../../shared/published/" + file
			if _, err := os.Stat(file); err != nil {
				t.Skip("the published documents are not here")
			}
			doc, err := openapi3.NewLoader().LoadFromFile(file)
			require.NoError(t, err)
			c := embedded(t, id, contract.Options{})
			s := set(t, c)
			judged := 0
			for path, item := range doc.Paths.Map() {
				if !strings.HasPrefix(path, "/recurring/"+strings.TrimPrefix(id, "recurring.")) {
					continue
				}
				for method, op := range item.Operations() {
					for _, x := range published(t, c, path, method, op) {
						m, findings := s.Judge(x)
						require.NotNil(t, m.Operation, method+" "+path)
						judged++
						for _, f := range findings {
							wrong := strings.Contains(line(f), `"2022/`) || strings.HasSuffix(f.Pointer, "initialCharge/currency") || strings.HasPrefix(f.Rule, "lifecycle.") ||
								strings.HasSuffix(path, "/accept") && f.Rule == "content-type.undocumented"
							assert.True(t, wrong || f.Severity == harness.Note, "%s %s: %s", method, path, line(f))
						}
					}
				}
			}
			assert.Greater(t, judged, 5)
		})
	}
}

// Where every variant takes the types of all, the one that the type leads to
// decides on the fast path too: whatever it accepts, the slow one finds nothing
// in.
func TestTheFastPathReadsRecurringsVariantsAsTheOtherDoes(t *testing.T) {
	t.Parallel()
	s := set(t, embedded(t, "recurring.v3", contract.Options{}))
	var all []*harness.Exchange
	for _, pricing := range []string{
		price, `"pricing":{"type":"VARIABLE","currency":"NOK","suggestedMaxAmount":3000}`, `"pricing":{"type":"FLEXIBLE","currency":"EUR"}`,
	} {
		all = append(all, epayment("POST", agreements, draft1+","+pricing+`}`, 201, drafted),
			epayment("GET", agreement1, "", 200, standing+","+pricing+`,"externalId":"e"}`),
			epayment("PATCH", agreement1, `{`+pricing+`,`+monthly+`}`, 204, ""))
	}
	all = append(all, epayment("POST", agreement1+"/charges", charging+`}`, 201, `{"chargeId":"chr-5kSeqz"}`),
		epayment("GET", charge1, "", 200, strings.Replace(charged, "acme-shop-1-2026-12", "chr-5kSeqz", 1)))
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		x := copied(rapid.SampledFrom(all).Draw(t, "exchange"))
		request, answer := string(x.Request.Body.Bytes), string(x.Response.Body.Bytes)
		for range rapid.IntRange(0, 3).Draw(t, "mutations") {
			if rapid.Bool().Draw(t, "of the request") {
				request = mutate(t, request)
			} else {
				answer = mutate(t, answer)
			}
		}
		setBody(&x.Request.Body, request)
		setBody(&x.Response.Body, answer)
		if !s.FastAccepts(x) {
			return
		}
		accepted++
		if findings := s.SlowJudge(x); len(findings) > 0 {
			t.Fatalf("accepted, and yet %v\nrequest %q\nanswer %q", lines(findings), request, answer)
		}
	})
	assert.Positive(t, accepted)
}
