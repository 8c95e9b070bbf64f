package recurringv2_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api/recurringv2"
	"kontrakt/harness/sandbox"
)

func TestDraft(t *testing.T) {
	t.Parallel()
	const ok, bad = "201", "400 "
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		edits     []edit
		want      string
	}{
		{"a plain agreement", able, nil, ok},
		{"for nothing", able, []edit{{"price", 0}}, ok},
		{"for less", able, []edit{{"price", -1}}, bad + "price"},
		{"for 99 øre", able, []edit{{"price", 99}}, ok},
		{"without a price", able, []edit{{"price", gone}}, bad + "price"},
		{"a variable amount", able, []edit{variable}, ok},
		{"a variable amount without a price", able, []edit{variable, {"price", gone}}, ok},
		{"too high a suggestion", able, []edit{{"variableAmount", object{"suggestedMaxAmount": 2000001}}}, bad + "variableAmount.suggestedMaxAmount"},
		{"a campaign", able, []edit{summer}, ok},
		{"a campaign with a beginning", able, []edit{{"campaign", object{"campaignPrice": 100, "start": "2026-03-01T00:00:00Z", "end": "2026-09-01T00:00:00Z"}}}, ok},
		{"a campaign without an end", able, []edit{{"campaign", object{"campaignPrice": 100}}}, bad + "campaign.end"},
		{"a campaign that is over", able, []edit{{"campaign", object{"campaignPrice": 100, "end": "2026-02-01T00:00:00Z"}}}, bad + "campaign.end"},
		{"no campaign", able, []edit{{"campaign", nil}}, ok},
		{"an initial charge", able, []edit{first("DIRECT_CAPTURE")}, ok},
		{"an initial charge in another currency", able, []edit{{"initialCharge", object{"amount": 100, "currency": "EUR", "description": "x", "transactionType": "DIRECT_CAPTURE"}}}, bad + "initialCharge.currency"},
		{"an hour", able, []edit{{"interval", "HOUR"}}, bad + "interval"},
		{"32 months", able, []edit{{"intervalCount", 32}}, bad + "intervalCount"},
		{"no interval", able, []edit{{"interval", gone}}, bad + "interval"},
		{"a page without TLS", able, []edit{{"merchantAgreementUrl", "http://shop.example/my-page"}}, ok},
		{"a page in an app", able, []edit{{"merchantAgreementUrl", "myshop://my-page"}}, bad + "merchantagreementurl.apacheurlvalidation merchantAgreementUrl"},
		{"a page in an app, from an app", able, []edit{{"merchantAgreementUrl", "myshop://my-page"}, {"isApp", true}}, ok},
		{"a way back to an app", able, []edit{{"merchantRedirectUrl", "myshop://done"}}, ok},
		{"a way back to nowhere", able, []edit{{"merchantRedirectUrl", "done"}}, bad + "merchantRedirectUrl"},
		{"another currency", able, []edit{{"currency", "EUR"}}, bad + "currency"},
		{"a number without a country", able, []edit{{"customerPhoneNumber", "40000001"}}, ok},
		{"a number that is none", able, []edit{{"customerPhoneNumber", "+4740000001"}}, bad + "customerPhoneNumber"},
		{"a message", able, []edit{{"customerPhoneNumber", payer}, {"skipLandingPage", true}}, ok},
		{"a message to nobody", able, []edit{{"skipLandingPage", true}}, bad + "customerPhoneNumber"},
		{"a message by who may not", sandbox.Abilities{}, []edit{{"customerPhoneNumber", payer}, {"skipLandingPage", true}}, "403 skipLandingPage"},
		{"a unit that may not", sandbox.Abilities{LoginOnly: true}, nil, "403 merchant.not.allowed.for.recurring.operation"},
		{"a long name", able, []edit{{"productName", strings.Repeat("x", 46)}}, bad + "productName"},
		{"two fields at once", able, []edit{{"productName", gone}, {"intervalCount", 0}}, bad + "intervalCount productName"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, start(t, tt.abilities).draft(tt.edits...).code())
		})
	}
}

func TestADraftIsAnswered(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	r := b.draft(first("DIRECT_CAPTURE"))
	id := r.text("/agreementId")
	assert.Regexp(t, `^agr_[0-9A-Za-z]{7}$`, id)
	assert.Equal(t, "https://sandbox.example"+v2+"/"+id, r.text("/agreementResource"))
	assert.True(t, strings.HasPrefix(r.text("/vippsConfirmationUrl"), "https://sandbox.example/"))
	assert.Equal(t, "first-0001", r.text("/chargeId"))
	assert.Nil(t, b.draft().at("/chargeId"))
	assert.True(t, strings.HasPrefix(b.draft(edit{"isApp", true}).text("/vippsConfirmationUrl"), "vippsMT://"))
	assert.NotEqual(t, b.draft().text("/agreementId"), b.draft().text("/agreementId"), "it has no keys")
}

// The link leads to the page of version 3, where the payer approves.
func TestThePayerApprovesOnThePage(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	r := b.draft()
	link := strings.TrimPrefix(r.text("/vippsConfirmationUrl"), "https://sandbox.example")
	b.spoilt = true // the page is no API
	page := b.get(link)
	require.Equal(t, http.StatusOK, page.status)
	assert.Contains(t, string(page.body), "Jam of the month")
}

func TestAnAgreementIsShown(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.pending(summer, edit{"productDescription", "Sweet"})
	r := b.get(v2 + "/" + id)
	for pointer, want := range map[string]any{
		"/id": id, "/status": "PENDING", "/currency": "NOK", "/interval": "MONTH", "/productName": "Jam of the month", "/productDescription": "Sweet",
		"/merchantAgreementUrl": "https://shop.example/my-page", "/start": nil, "/stop": nil, "/sub": nil, "/userinfoUrl": nil, "/variableAmount": nil,
		"/campaign/end": "2026-09-01T00:00:00.000Z",
	} {
		assert.Equal(t, want, r.at(pointer), pointer)
	}
	assert.Equal(t, int64(34900), r.number("/price"))
	assert.Equal(t, int64(1), r.number("/intervalCount"))
	assert.Equal(t, int64(100), r.number("/campaign/campaignPrice"))

	require.Equal(t, http.StatusNoContent, b.control("agreements/"+id+"/approve", ""))
	r = b.get(v2 + "/" + id)
	assert.Equal(t, "ACTIVE", r.text("/status"))
	assert.Equal(t, "2026-03-01T12:00:00.000Z", r.text("/start"))

	id = b.pending(variable, edit{"scope", "name"})
	assert.Equal(t, int64(50000), b.get(v2+"/"+id).number("/variableAmount/suggestedMaxAmount"))
	assert.Nil(t, b.get(v2+"/"+id).at("/variableAmount/maxAmount"))
	require.Equal(t, http.StatusNoContent, b.control("agreements/"+id+"/approve", `{"maxAmount":20000}`))
	r = b.get(v2 + "/" + id)
	assert.Equal(t, int64(20000), r.number("/variableAmount/maxAmount"))
	assert.Equal(t, "https://sandbox.example/vipps-userinfo-api/userinfo/"+r.text("/sub"), r.text("/userinfoUrl"))
	assert.Equal(t, "404", strings.Fields(b.get(v2 + "/agr_0000000").code())[0])
}

func TestAgreementsAreListed(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	active, pending := b.active(), b.pending()
	b.pass(1)
	late := b.active()
	ids := func(query string) (list []string) {
		r := b.get(v2 + query)
		require.Equal(t, http.StatusOK, r.status, "%s", r.body)
		for i := 0; r.at(fmt.Sprint("/", i)) != nil; i++ {
			list = append(list, r.text(fmt.Sprintf("/%d/id", i)))
		}
		return list
	}
	assert.Equal(t, []string{active, late}, ids(""))
	assert.Equal(t, []string{pending}, ids("?status=EXPIRED"))
	assert.Empty(t, ids("?status=STOPPED"))
	assert.Equal(t, []string{late}, ids(fmt.Sprint("?createdAfter=", began.UnixMilli())))
	assert.Equal(t, "400 status", b.get(v2+"?status=GONE").code())
}

func TestAnAgreementIsChanged(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		draft []edit
		body  string
		want  string
		look  string
		is    any
	}{
		{"a price", nil, `{"price":9900}`, "200", "/price", "9900"},
		{"no price", nil, `{"price":0}`, "200", "/price", "0"},
		{"a price below nothing", nil, `{"price":-1}`, "400 price", "/price", "34900"},
		{"texts", nil, `{"productName":"Marmalade","productDescription":"Bitter"}`, "200", "/productName", "Marmalade"},
		{"a page", nil, `{"merchantAgreementUrl":"http://shop.example/7"}`, "200", "/merchantAgreementUrl", "http://shop.example/7"},
		{"a page that is none", nil, `{"merchantAgreementUrl":"7"}`, "400 merchantagreementurl.apacheurlvalidation merchantAgreementUrl", "/merchantAgreementUrl", "https://shop.example/my-page"},
		{"a campaign", nil, `{"campaign":{"campaignPrice":500,"end":"2026-06-01T00:00:00Z"}}`, "200", "/campaign/campaignPrice", "500"},
		{"a maximum", []edit{variable}, `{"suggestedMaxAmount":60000}`, "200", "/variableAmount/suggestedMaxAmount", "60000"},
		{"a price of a maximum", []edit{variable}, `{"price":9900}`, "200", "/price", "9900"},
		{"a maximum of a price", nil, `{"suggestedMaxAmount":60000}`, "400 suggestedMaxAmount", "/price", "34900"},
		{"nothing", nil, `{"status":"ACTIVE"}`, "200", "/status", "ACTIVE"},
		{"an end", nil, `{"status":"STOPPED"}`, "200", "/status", "STOPPED"},
		{"a name and an end", nil, `{"status":"STOPPED","productName":"Old jam"}`, "200", "/productName", "Old jam"},
		{"another status", nil, `{"status":"PAUSED"}`, "400 status", "/status", "ACTIVE"},
		{"half a body", nil, `{"price":`, "422", "/price", "34900"},
	}
	for _, method := range []string{"PUT", "PATCH"} {
		for _, tt := range tests {
			t.Run(method+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				b := start(t, able)
				id := b.active(tt.draft...)
				r := b.send(method, v2+"/"+id, []byte(tt.body))
				assert.Equal(t, tt.want, r.code())
				if r.status == http.StatusOK {
					assert.JSONEq(t, fmt.Sprintf(`{"agreementId":%q}`, id), string(r.body))
				}
				assert.Equal(t, tt.is, fmt.Sprint(b.get(v2+"/"+id).at(tt.look)))
			})
		}
	}
}

func TestWhatIsNotActiveIsNotChanged(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	pending := b.pending()
	assert.Equal(t, "400", b.send("PATCH", v2+"/"+pending, []byte(`{"price":100}`)).code())
	assert.Equal(t, "404", b.send("PATCH", v2+"/agr_0000000", []byte(`{"price":100}`)).code())
	assert.Equal(t, "400 recurring.core.charges.create.invalid_agreement", b.create(pending).code())
}

func TestTheTestEnvironmentAccepts(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.pending()
	assert.Equal(t, "400 customerPhoneNumber", b.send("PATCH", v2+"/"+id+"/accept", []byte(`{}`)).code())
	assert.Equal(t, "400 customerPhoneNumber", b.send("PATCH", v2+"/"+id+"/accept", []byte(`{"customerPhoneNumber":"4740009000"}`)).code())
	r := b.send("PATCH", v2+"/"+id+"/accept", []byte(`{"customerPhoneNumber":"4740000001"}`))
	assert.Equal(t, http.StatusOK, r.status)
	assert.JSONEq(t, `{}`, string(r.body))
	assert.Equal(t, "ACTIVE", b.get(v2+"/"+id).text("/status"))
	assert.Equal(t, "400", b.send("PATCH", v2+"/"+id+"/accept", []byte(`{"customerPhoneNumber":"4740000001"}`)).code(), "once")
}

// What is said to be out of reach is documented, and nothing was misspelt.
func TestUnexercisableIsDocumented(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	for _, e := range c.Entries {
		if e.ID != recurringv2.ID {
			continue
		}
		require.NotEmpty(t, e.Unexercisable)
		for what := range e.Unexercisable {
			operation, status, _ := strings.Cut(what, " ")
			assert.Contains(t, e.Contract.Statuses(operation), status, what)
		}
	}
}
