package sessionrule_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// view is an exchange of one operation. Both versions hold these rules against
// examples of their own; here stand the edges.
func view(operation, request, answer string) *rules.View {
	flow := harness.FlowAPI
	if operation == sessionrule.Ask || operation == sessionrule.Complete {
		flow = harness.FlowCallback
	}
	body := func(s string) harness.Body { return harness.Body{Bytes: []byte(s), Size: int64(len(s))} }
	x := &harness.Exchange{ID: "x0001", Flow: flow,
		Request:  harness.Request{Method: "POST", Target: "/", Header: http.Header{}, Body: body(request)},
		Response: harness.Response{Status: 200, Header: http.Header{}, Body: body(answer)},
	}
	return rules.NewView(x, harness.Operation{Contract: "checkout.v3", ID: operation}, nil)
}

func places(c rules.Check, v *rules.View) []string {
	out := []string{}
	for _, f := range c.Findings(v) {
		out = append(out, f.Pointer)
	}
	return out
}

func TestReferences(t *testing.T) {
	t.Parallel()
	check := sessionrule.ReferenceForm("/reference", "/transaction/reference")
	for reference, right := range map[string]bool{
		"order-1": false, "order-01": true, strings.Repeat("a", 50): true, strings.Repeat("a", 51): false,
		"order_001": false, "order 001": false, "ordre-æøå": false, "order/001": false, "": false,
	} {
		v := view(sessionrule.Create, fmt.Sprintf(`{"reference":%q,"transaction":{"reference":%q}}`, reference, reference), "")
		want := []string{}
		if !right {
			want = []string{"/reference"} // the same mistake twice is one
		}
		assert.Equal(t, want, places(check, v), "%q", reference)
	}
	assert.Equal(t, []string{"/reference", "/transaction/reference"},
		places(check, view(sessionrule.Create, `{"reference":"a","transaction":{"reference":"b"}}`, "")))
	assert.Empty(t, places(check, view(sessionrule.Create, `{"reference":null}`, "")))
}

func TestWaysBack(t *testing.T) {
	t.Parallel()
	check := sessionrule.HTTPSURL()
	for address, right := range map[string]bool{
		"https://shop.example/done": true, "acmeshop://done": true, "acmeshop:done": true, "http://shop.example": false,
		"javascript:alert(1)": false, "/done": false, "shop.example": false, "https:///done": false, "%zz": false,
	} {
		v := view(sessionrule.Create, fmt.Sprintf(`{"merchantInfo":{"returnUrl":%q}}`, address), "")
		assert.Equal(t, right, len(places(check, v)) == 0, address)
	}
}

func TestOptionsThatAreNone(t *testing.T) {
	t.Parallel()
	checks := []rules.Check{
		sessionrule.OneDefault(sessionrule.Ask), sessionrule.OptionIDs(sessionrule.Ask), sessionrule.Priorities(sessionrule.Ask),
		sessionrule.ShippingCost(sessionrule.Ask), sessionrule.OptionCurrency(sessionrule.Ask),
	}
	for _, answer := range []string{``, `null`, `[]`, `{}`, `[1,"a",null]`, `[[]]`, `{"0":{}}`, `[{"isDefault":"Y"}]`, `<html>`} {
		for _, check := range checks {
			assert.Empty(t, places(check, view(sessionrule.Ask, `{}`, answer)), "%s %s", check.ID, answer)
		}
	}
	v := view(sessionrule.Ask, `{}`, `[{"isDefault":false}]`)
	v.Response.Status = 500
	assert.Empty(t, places(checks[0], v), "what is refused offers nothing")
}

func TestReportsThatAreNone(t *testing.T) {
	t.Parallel()
	checks := []rules.Check{
		sessionrule.MoneySum(), sessionrule.MoneyShipping(), sessionrule.CallbackAtEnd(),
		sessionrule.MoneyState("AUTHORIZED", sessionrule.States{"PaymentSuccessful": {"AUTHORIZED"}}),
	}
	for _, told := range []string{``, `null`, `[]`, `{}`, `{"paymentDetails":null,"sessionState":"New"}`,
		`{"paymentDetails":{"amount":{"value":"1"},"state":"NEW","aggregate":{"authorizedAmount":null}}}`} {
		for _, check := range checks {
			assert.Empty(t, places(check, view(sessionrule.Complete, told, "")), "%s %s", check.ID, told)
		}
	}
}

func TestWhatShippingCostsInOtherCurrencies(t *testing.T) {
	t.Parallel()
	check := sessionrule.ShippingCost(sessionrule.Ask)
	for cost, right := range map[string]bool{
		`{"value":49999,"currency":"EUR"}`: true, `{"value":50000,"currency":"EUR"}`: false, `{"value":50000,"currency":"DKK"}`: true,
		`{"value":499999,"currency":"NOK"}`: true, `{"value":500000,"currency":"NOK"}`: false, `{"value":99,"currency":"NOK"}`: false,
		`{"value":100,"currency":"NOK"}`: true, `{"value":0}`: true, `{"value":1e3}`: false, `{"value":"free"}`: true, `{"value":true}`: true, `{}`: true,
	} {
		assert.Equal(t, right, len(places(check, view(sessionrule.Ask, `{}`, `[{"amount":`+cost+`}]`))) == 0, cost)
	}
}
