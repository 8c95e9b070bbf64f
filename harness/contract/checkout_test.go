package contract_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// checkout is an exchange of Checkout as merchants and the API send it.
func checkout(method, target, body string, status int, answer string) *harness.Exchange {
	x := &harness.Exchange{ID: "x0001", Flow: harness.FlowAPI}
	x.Request = harness.Request{Method: method, Target: target, Header: http.Header{
		"Client_id":                   {"id"},
		"Client_secret":               {"aaaaaaaaaaaa"},
		"Ocp-Apim-Subscription-Key":   {"5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d"},
		"Merchant-Serial-Number":      {"123456"},
		"Vipps-System-Name":           {"shop"},
		"Vipps-System-Version":        {"1"},
		"Vipps-System-Plugin-Name":    {"plugin"},
		"Vipps-System-Plugin-Version": {"2"},
	}}
	if body != "" {
		x.Request.Header.Set("Content-Type", "application/json")
	}
	setBody(&x.Request.Body, body)
	x.Response = harness.Response{Status: status, Header: http.Header{}}
	if answer != "" {
		x.Response.Header.Set("Content-Type", "application/json")
	}
	setBody(&x.Response.Body, answer)
	return x
}

// ways is the question for ways to ship, with the merchant's answer.
func ways(status int, answer string) *harness.Exchange {
	x := checkout("POST", "/vipps/ship?order=1", address, status, answer)
	x.Flow, x.Request.Header = harness.FlowCallback, http.Header{"Content-Type": {"application/json"}}
	return x
}

// completed is the callback at a session's end.
func completed(target, body string, status int) *harness.Exchange {
	x := checkout("POST", target, body, status, "")
	x.Flow, x.Request.Header = harness.FlowCallback, http.Header{"Content-Type": {"application/json"}, "Authorization": {"t-1"}}
	return x
}

const (
	address  = `{"streetAddress":"Gata 1","postalCode":"0150","region":"Oslo","country":"NO"}`
	merchant = `"merchantInfo":{"callbackUrl":"https://shop.example/cb","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"t-1","termsAndConditionsUrl":null}`
	mailbox  = `{"brand":"POSTEN","type":"MAILBOX","id":"mail","priority":0,"isDefault":true,"amount":{"value":4900,"currency":"NOK"}}`
	collect  = `{"brand":"OTHER","title":"Collect","type":null,"id":"collect","priority":1,"isDefault":false,"amount":{"value":0,"currency":"NOK"}}`
	paid     = `{"sessionId":"q1","merchantSerialNumber":"123456","reference":"order-0001","sessionState":"PaymentSuccessful","paymentMethod":"Wallet","paymentDetails":{"type":"Wallet","amount":{"value":29800,"currency":"NOK"},"state":"AUTHORIZED","aggregate":{"authorizedAmount":{"value":29800,"currency":"NOK"},"capturedAmount":null}},"subscriptionDetails":null,"shippingDetails":{"city":"Oslo","shippingMethodId":"mail","amount":{"value":4900,"currency":"NOK"},"pickupPoint":null},"billingDetails":null,"userInfo":null}`
	unknown  = `{"errorCode":"Session-00100","title":"Session expired or not known.","status":404,"instance":"urn:uuid:1"}`
	invalid  = `{"errorCode":"Validation-00001","title":"t","errors":{"Transaction.Reference":["too short"]},"traceId":"1"}`
	sessions = "/checkout/v3/session"
)

func opened(options ...string) string {
	return `{"type":"PAYMENT","reference":"order-0001",` + merchant + `,"transaction":{"amount":{"value":24900,"currency":"NOK"},"reference":"order-0001","paymentDescription":"One pair of socks"},"logistics":{"dynamicOptionsCallback":"https://shop.example/ship","fixedOptions":[` + strings.Join(options, ",") + `]},"configuration":{"elements":"Full","userFlow":null,"countries":{"supported":["NO"]}}}`
}

func TestCheckoutByHand(t *testing.T) {
	t.Parallel()
	s := set(t, embedded(t, "checkout.v3", contract.Options{}), embedded(t, "checkout.v2", contract.Options{}))
	token := `{"token":"a.b.c","checkoutFrontendUrl":"https://vipps.example","pollingUrl":"https://api.example/x"}`
	anonymous := checkout("GET", sessions+"/order-0001", "", 401, invalid)
	anonymous.Request.Header.Del("Client_secret")
	anonymous.Request.Header.Del("Vipps-System-Name")
	brands := `one of "BRING", "DAO", "GLS", "HELTHJEM", "OTHER", "PORTERBUDDY", "POSTEN", "POSTI", "POSTNORD"`
	edit := func(s, old, new string) string { return strings.Replace(s, old, new, 1) }
	for _, tt := range []struct {
		name string
		x    *harness.Exchange
		want []string
	}{
		{"open", checkout("POST", sessions, opened(mailbox, collect), 200, token), nil},
		{"open a subscription", checkout("POST", sessions, `{"type":"SUBSCRIPTION",`+merchant+`,"transaction":null,"subscription":{"productName":"Socks","amount":{"value":2000,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},"merchantAgreementUrl":"https://shop.example/a","campaign":{"type":"PERIOD_CAMPAIGN","price":100,"period":{"unit":"WEEK","count":1}}}}`, 200, token), nil},
		{"poll", checkout("GET", sessions+"/order-0001", "", 200, paid), nil},
		{"poll what nobody has paid", checkout("GET", sessions+"/order-0001", "", 200, `{"sessionId":"q1","reference":"order-0001","sessionState":"SessionCreated","paymentMethod":null,"paymentDetails":null}`), nil},
		{"update", checkout("PATCH", sessions+"/order-0001", `{"transaction":{"amount":{"value":1,"currency":"NOK"},"paymentDescription":"abc"},"logisticOptions":[`+mailbox+`]}`, 200, ""), nil},
		{"expire", checkout("POST", sessions+"/order-0001/expire", "", 200, ""), nil},
		{"refused", checkout("POST", sessions, opened(mailbox), 400, invalid), nil},
		{"an answer of the gateway", checkout("POST", sessions, opened(mailbox), 401, `{"statusCode":401,"message":"no key"}`), nil},
		{"ways to ship", ways(200, "["+mailbox+","+collect+"]"), nil},
		{"no way to ship", ways(200, "[]"), nil},
		{"no answer on ways to ship", ways(500, ""), nil},
		{"the callback at the end", completed("/cb", paid, 200), nil},
		{"the callback refused", completed("/cb", paid, 500), nil},

		// The merchant's answer to the question for ways to ship.
		{"an object around the options", ways(200, `{"shippingDetails":[`+mailbox+`]}`), said("type", "callback response body", "an array", "an object with 1 member")},
		{"a brand that is gone", ways(200, `[`+edit(mailbox, "POSTEN", "INSTABOX")+`]`), said("discriminator", "callback response body /0/brand", brands, `"INSTABOX"`)},
		{"a brand in small letters", ways(200, `[`+collect+`,`+edit(mailbox, "POSTEN", "posten")+`]`), said("discriminator", "callback response body /1/brand", brands, `"posten"`)},
		{"a brand within a word", ways(200, `[`+edit(mailbox, "POSTEN", "xPOSTENx")+`]`), said("discriminator", "callback response body /0/brand", brands, `"xPOSTENx"`)},
		{"no brand", ways(200, `[`+edit(mailbox, `"brand":"POSTEN",`, "")+`]`), said("required", "callback response body /0/brand", brands, "nothing")},
		{"a brand and more that is wrong", ways(200, `[`+edit(edit(mailbox, "POSTEN", "posten"), "4900", "49.5")+`]`), append(
			said("discriminator", "callback response body /0/brand", brands, `"posten"`), said("type", "callback response body /0/amount/value", "an integer", "49.5")...)},
		{"kroner and øre", ways(200, `[`+edit(mailbox, "4900", "49.50")+`]`), said("type", "callback response body /0/amount/value", "an integer", "49.50")},
		{"kroner with a fraction of nothing", ways(200, `[`+edit(mailbox, "4900", "49.00")+`]`), []string{"error body.lossy-number callback response body /0/amount/value: want an integer in plain digits, got 49.00"}},
		{"kroner as text", ways(200, `[`+edit(mailbox, "4900", `"49"`)+`]`), said("type", "callback response body /0/amount/value", "an integer", `"49"`)},
		{"yes as eCom says it", ways(200, `[`+edit(mailbox, "true", `"Y"`)+`]`), said("type", "callback response body /0/isDefault", "a boolean", `"Y"`)},
		{"no order", ways(200, `[`+edit(mailbox, `"priority":0,`, "")+`]`), said("required", "callback response body /0/priority", "an integer", "nothing")},
		{"a type of another brand", ways(200, `[`+edit(mailbox, "POSTEN", "POSTNORD")+`]`), said("enum", "callback response body /0/type", `one of "PICKUP_POINT", "HOME_DELIVERY"`, `"MAILBOX"`)},
		{"a member of version 2", ways(200, `[`+edit(mailbox, `"priority":0,`, `"priority":0,"isPickupPoint":true,`)+`]`), []string{"warning body.undocumented-property callback response body /0/isPickupPoint: want a documented member, got a boolean"}},
		{"null", ways(200, `null`), said("nullable", "callback response body", "an array", "null")},
		{"nothing", ways(200, ``), []string{"error body.missing callback response body: want a body of application/json, got nothing"}},
		{"elsewhere", ways(302, ``), []string{"error status.undocumented callback response status: want one of 200, 4XX, 5XX, got 302"}},
		{"DAO with a word", ways(200, `[`+edit(mailbox, "POSTEN", "DAO")+`]`), []string{`note spec.erratum callback response body /0/type: want an integer, got "MAILBOX"`}},

		// The merchant's requests.
		{"a brand of the request", checkout("POST", sessions, opened(edit(mailbox, "POSTEN", "posten")), 400, invalid), said("discriminator", "request body /logistics/fixedOptions/0/brand", brands, `"posten"`)},
		{"no kind of session", checkout("POST", sessions, edit(opened(mailbox), `"type":"PAYMENT",`, ""), 400, invalid), said("required", "request body /type", `one of "PAYMENT", "SUBSCRIPTION"`, "nothing")},
		{"a kind in small letters", checkout("POST", sessions, edit(opened(mailbox), `"PAYMENT"`, `"payment"`), 400, invalid), said("discriminator", "request body /type", `one of "PAYMENT", "SUBSCRIPTION"`, `"payment"`)},
		{"no body", checkout("POST", sessions, "", 400, invalid), []string{"error body.missing request body: want a body of application/*+json or application/json or text/json, got nothing"}},
		{"no secret, and a shop without a name", anonymous, []string{"note spec.erratum request header Vipps-System-Name: want a string, got nothing", "error auth.missing request header client_secret: want a credential, got nothing"}},

		// What the API says.
		{"a state of version 2", completed("/cb", edit(paid, "AUTHORIZED", "AUTHORISED"), 200), said("enum", "callback request body /paymentDetails/state", `one of "CREATED", "AUTHORIZED", "TERMINATED"`, `"AUTHORISED"`)},
		{"a new way to pay", completed("/cb", edit(paid, `"type":"Wallet","amount":{"value":29800,"currency":"NOK"},"state":"AUTHORIZED"`, `"type":"BankTransfer"`), 200), []string{`warning schema.discriminator callback request body /paymentDetails/type: want one of "Card", "Wallet", got "BankTransfer"`}},
		{"an unknown session", checkout("GET", sessions+"/order-0001", "", 404, unknown), []string{"note spec.erratum response body /errors: want a value, got nothing"}},
		{"taken with 202", completed("/cb", paid, 202), []string{"note spec.erratum callback response status: want one of 200, 4XX, 5XX, got 202"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, findings := s.Judge(tt.x)
			require.NotNil(t, m.Operation)
			assert.Equal(t, "checkout.v3", m.Operation.Contract)
			assert.Equal(t, tt.want == nil, s.FastAccepts(tt.x), "the fast path knows all that is right")
			if tt.want == nil {
				tt.want = []string{}
			}
			assert.Equal(t, tt.want, lines(findings))
		})
	}
}

// said is one finding of a schema.
func said(keyword, where, want, got string) []string {
	return []string{"error schema." + keyword + " " + where + ": want " + want + ", got " + got}
}

func TestAFractionOfAnAmountIsExplained(t *testing.T) {
	t.Parallel()
	s := set(t, embedded(t, "checkout.v3", contract.Options{}))
	for got, help := range map[string]string{
		"49.5": "amounts are integers in minor units: 1 NOK is 100",
		"-1":   "amounts are integers in minor units: 1 NOK is 100",
		`"49"`: "send the type the document names: numbers without quotes, text with them",
	} {
		_, findings := s.Judge(ways(200, `[`+strings.Replace(mailbox, "4900", got, 1)+`]`))
		require.Len(t, findings, 1)
		assert.Equal(t, help, findings[0].Help, got)
	}
	_, findings := s.Judge(ways(200, `[`+strings.Replace(mailbox, "POSTEN", "Postn", 1)+`]`))
	require.Len(t, findings, 1)
	assert.Equal(t, "did you mean POSTEN?", findings[0].Help)
}

// Both versions ask one question; the sandbox's own header says for which.
func TestTheVersionThatAsksForWaysToShip(t *testing.T) {
	t.Parallel()
	s := set(t, embedded(t, "checkout.v2", contract.Options{}), embedded(t, "checkout.v3", contract.Options{}))
	x := ways(200, `[{"brand":"posten","product":"Mailbox","id":"mail","priority":0,"isDefault":true,"amount":{"value":4900,"currency":"NOK"}}]`)
	m, findings := s.Judge(x)
	require.NotNil(t, m.Operation)
	assert.Equal(t, "checkout.v3", m.Operation.Contract)
	assert.NotEmpty(t, findings)
	x.Request.Header.Set("Kontrakt-Checkout", "v2")
	m, findings = s.Judge(x)
	require.NotNil(t, m.Operation)
	assert.Equal(t, "checkout.v2 fetchLogisticsOptions", m.Operation.Contract+" "+m.Operation.ID)
	assert.Empty(t, lines(findings))
	m = s.Match(completed("/shop/checkout/v2/order/order-0001", "{}", 200))
	require.NotNil(t, m.Operation)
	assert.Equal(t, "checkout.v2 checkoutCallback", m.Operation.Contract+" "+m.Operation.ID)
	assert.Equal(t, "order-0001", m.Params["reference"])
}

// Variants that are told by one member are read as one.
func TestTheFastPathReadsVariantsAsTheOtherDoes(t *testing.T) {
	t.Parallel()
	c := embedded(t, "checkout.v3", contract.Options{})
	assert.Empty(t, c.Unknown())
	s := set(t, c)
	words := []string{`"POSTEN"`, `"POSTNORD"`, `"OTHER"`, `"DAO"`, `"MAILBOX"`, `"PICKUP_POINT"`, `"PAYMENT"`, `"SUBSCRIPTION"`, `"Card"`, `"POS\u0054EN"`, `null`, `{}`, `49.0`, `7`}
	members := []string{`"brand":"OTHER",`, `"type":"SUBSCRIPTION",`, `"type":"Card",`, `"title":"x",`, `"br\u0061nd":"DAO",`, `"customType":null,`}
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SampledFrom([]func() *harness.Exchange{
			func() *harness.Exchange { return checkout("POST", sessions, opened(mailbox, collect), 400, invalid) },
			func() *harness.Exchange { return checkout("GET", sessions+"/order-0001", "", 200, paid) },
			func() *harness.Exchange { return ways(200, "["+mailbox+","+collect+"]") },
		}).Draw(t, "exchange")()
		body := &x.Response.Body
		if x.Response.Status == 400 {
			body = &x.Request.Body
		}
		text := string(body.Bytes)
		for range rapid.IntRange(1, 3).Draw(t, "mutations") {
			switch rapid.IntRange(0, 2).Draw(t, "how") {
			case 0:
				from := rapid.SampledFrom(append(words, "true", "0")).Draw(t, "from")
				text = strings.Replace(text, from, rapid.SampledFrom(words).Draw(t, "to"), 1)
			case 1:
				if at := strings.Index(text, `{"brand"`); at >= 0 || strings.Contains(text, `{"type"`) {
					at = max(at, strings.Index(text, `{"type"`))
					text = text[:at+1] + rapid.SampledFrom(members).Draw(t, "member") + text[at+1:]
				}
			default:
				text = mutate(t, text)
			}
		}
		setBody(body, text)
		if s.FastAccepts(x) {
			accepted++
			if findings := s.SlowJudge(x); len(findings) > 0 {
				t.Fatalf("accepted %s, and found %v", text, lines(findings))
			}
		}
	})
	assert.Positive(t, accepted)
}
