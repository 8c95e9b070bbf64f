package migrate_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/regress/migrate"
)

const sessionV2 = `{"merchantInfo":{"callbackPrefix":"https://shop.example/vipps","returnUrl":"https://shop.example/done","callbackAuthorizationToken":"a-token-of-the-merchant","termsAndConditionsUrl":"https://shop.example/terms"},"transaction":{"amount":{"value":49900,"currency":"NOK"},"reference":"shop-order-0001","paymentDescription":"Two mugs"},"customerInteraction":"customer_not_present","userFlow":"web_redirect","requireUserInfo":true,"contactFields":true,"addressFields":true,"logistics":{"dynamicOptionsCallback":"https://shop.example/ways","fixedOptions":[{"id":"mail","amount":{"value":4900,"currency":"NOK"},"priority":0,"isDefault":true,"brand":"posten","product":"To the mailbox"},{"id":"ferry","amount":{"value":9900,"currency":"NOK"},"priority":1,"isDefault":false,"brand":"Fjord Ferry","product":"By sea"}]}}`

// sessions opens one of version 2, and rewrites it.
func opened(t *testing.T, body string) (*world, *migrate.Migrator, migrate.Step) {
	t.Helper()
	w := newWorld(t)
	m := w.migrator("checkout.v2", "checkout.v3")
	x := w.call(http.MethodPost, "/checkout/v2/session", body, "Client_id", "11111111-2222-4333-8444-555555555555", "Client_secret", "c2FuZGJveC1zZWNyZXQtMDE=",
		"Vipps-System-Name", "shop", "Vipps-System-Version", "1", "Vipps-System-Plugin-Name", "kontrakt", "Vipps-System-Plugin-Version", "1")
	step, is := m.Step(&x)
	require.True(t, is)
	return w, m, step
}

// note finds what is said of the behaviour under a row.
func note(s migrate.Step, row string) *migrate.Field {
	for i, f := range s.Fields {
		if f.Part == "behaviour" && f.Row == row {
			return &s.Fields[i]
		}
	}
	return nil
}

func polled(w *world, m *migrate.Migrator, body string) migrate.Step {
	w.t.Helper()
	x := w.call(http.MethodGet, "/checkout/v2/session/the-id", "")
	x.Response = harness.Response{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: bodyOf([]byte(body))}
	step, is := m.Step(&x)
	require.True(w.t, is)
	return step
}

var checkoutRows = []struct {
	row, expects string
	check        func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step)
}{
	{"MIG-01", "no request goes to version 2 any more", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, "/checkout/v3/session", s.New[0].Request.Target)
		assert.Equal(t, "/checkout/v3/session/shop-order-0001", polled(w, m, `{"reference":"shop-order-0001","sessionId":"the-id","sessionState":"SessionStarted"}`).New[0].Request.Target)
	}},
	{"MIG-02", "the new body keeps the new contract, and the sandbox takes it", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		assert.Empty(t, w.errorsIn(s.New[0]))
		q := s.New[0].Request
		body := strings.ReplaceAll(string(q.Body.Bytes), "shop-order-0001", "shop-order-0002")
		a := w.send(q.Method, q.Target, body, q.Header)
		assert.Equal(t, http.StatusOK, a.Response.Status, "%s", a.Response.Body.Bytes)
	}},
	{"MIG-03", "nothing in the new body has a name of version 2", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		body := string(s.New[0].Request.Body.Bytes)
		for _, name := range []string{"callbackPrefix", "contactFields", "addressFields", `"product"`, "isPickupPoint", "isPorterbuddy", "isInstabox"} {
			assert.NotContains(t, body, name)
		}
		for _, name := range []string{"/customerInteraction", "/userFlow", "/requireUserInfo"} {
			assert.Nil(t, at(t, s.New[0].Request.Body.Bytes, name))
			assert.NotNil(t, at(t, s.New[0].Request.Body.Bytes, "/configuration"+name))
		}
	}},
	{"MIG-04", "words of a list are spelt as the list has them", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, "CUSTOMER_NOT_PRESENT", at(t, s.New[0].Request.Body.Bytes, "/configuration/customerInteraction"))
		assert.Equal(t, "WEB_REDIRECT", at(t, s.New[0].Request.Body.Bytes, "/configuration/userFlow"))
	}},
	{"MIG-05", "elements is what the two flags were", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		for flags, want := range map[string]any{
			`"contactFields":true,"addressFields":true`: "Full", `"contactFields":true,"addressFields":false`: "PaymentAndContactInfo",
			`"contactFields":false,"addressFields":false`: "PaymentOnly", `"contactFields":false,"addressFields":true`: nil,
		} {
			_, _, other := opened(t, strings.Replace(sessionV2, `"contactFields":true,"addressFields":true`, flags, 1))
			assert.Equal(t, want, at(t, other.New[0].Request.Body.Bytes, "/configuration/elements"), flags)
			if want == nil {
				assert.Equal(t, migrate.None, field(other, "body", "/contactFields, /addressFields", "").Fate)
			}
		}
	}},
	{"MIG-06", "the ways to ship are as many, with the same ids, amounts and default, and a brand of the list", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		old, now := s.Old.Request.Body.Bytes, s.New[0].Request.Body.Bytes
		for _, p := range []string{"/id", "/amount/value", "/amount/currency", "/priority", "/isDefault"} {
			for _, i := range []string{"/logistics/fixedOptions/0", "/logistics/fixedOptions/1"} {
				assert.Equal(t, at(t, old, i+p), at(t, now, i+p), i+p)
			}
		}
		assert.Nil(t, at(t, now, "/logistics/fixedOptions/2"))
		assert.Equal(t, "POSTEN", at(t, now, "/logistics/fixedOptions/0/brand"))
		assert.Equal(t, "OTHER", at(t, now, "/logistics/fixedOptions/1/brand"))
		assert.Equal(t, "By sea", at(t, now, "/logistics/fixedOptions/1/title"))
	}},
	{"MIG-07", "the answer about ways to ship is a list of version 3", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Decide, note(s, "MIG-07").Fate)
		x := harness.Exchange{ID: "x0009", Flow: harness.FlowCallback, Request: harness.Request{Method: http.MethodPost, Scheme: "https", Host: "shop.example", Target: "/ways",
			Header: http.Header{"Content-Type": {"application/json"}}, Body: bodyOf([]byte(`{"streetAddress":"Road 1","postalCode":"0150","region":"Oslo","country":"NO"}`))},
			Response: harness.Response{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: bodyOf([]byte(`[{"id":"mail","amount":{"value":4900,"currency":"NOK"},"priority":0,"isDefault":true,"brand":"postnord","product":"Mail"}]`))}}
		step, is := m.Step(&x)
		if is { // both versions ask in the same words; the routes may say it is version 3
			assert.Equal(t, "POSTNORD", at(t, step.New[0].Response.Body.Bytes, "/0/brand"))
			assert.Empty(t, w.errorsIn(step.New[0]))
		}
		pair, err := migrate.Find("checkout.v2", "checkout.v3")
		require.NoError(t, err)
		assert.NotEmpty(t, pair.Operation("fetchLogisticsOptions").Answer[0].Each)
	}},
	{"MIG-08", "the question about ways to ship still says region", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Maps, note(s, "MIG-08").Fate)
	}},
	{"MIG-09", "a session is asked for by its reference", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		poll := text(t, s.Old, "/pollingUrl")
		x := w.call(http.MethodGet, poll[strings.Index(poll, "/checkout/"):], "")
		x.Response = harness.Response{Status: 404}
		step, is := m.Step(&x)
		require.True(t, is)
		assert.Equal(t, "/checkout/v3/session/shop-order-0001", step.New[0].Request.Target, "of what was learnt when it was opened")
	}},
	{"MIG-10", "callbacks come to callbackUrl exactly, and that is a decision", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		f := field(s, "body", "/merchantInfo/callbackPrefix", "/merchantInfo/callbackUrl")
		assert.Equal(t, migrate.Decide, f.Fate)
		assert.Equal(t, "https://shop.example/vipps/checkout/order/shop-order-0001", at(t, s.New[0].Request.Body.Bytes, "/merchantInfo/callbackUrl"))
	}},
	{"MIG-11", "the token of callbacks stays as it is", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, "MIG-11", field(s, "body", "/merchantInfo/callbackAuthorizationToken", "/merchantInfo/callbackAuthorizationToken").Row)
		assert.Equal(t, "a-token-of-the-merchant", at(t, s.New[0].Request.Body.Bytes, "/merchantInfo/callbackAuthorizationToken"))
	}},
	{"MIG-12", "the words for what became of a payment are those of version 3", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Decide, note(s, "MIG-12").Fate)
		for old, want := range map[string][2]any{
			`"sessionState":"SessionStarted"`:                                                  {"SessionCreated", nil},
			`"sessionState":"SessionStarted","paymentDetails":{"state":"CREATED"}`:             {"PaymentInitiated", "CREATED"},
			`"sessionState":"SessionStarted","paymentDetails":{"state":"AUTHORISED"}`:          {"PaymentSuccessful", "AUTHORIZED"},
			`"sessionState":"SessionTerminated","paymentDetails":{"state":"TERMINATED"}`:       {"PaymentTerminated", "TERMINATED"},
			`"sessionState":"SessionTerminated","paymentDetails":{"state":"TERMINATED","x":1}`: {"PaymentTerminated", "TERMINATED"},
		} {
			step := polled(w, m, `{"reference":"shop-order-0001",`+old+`}`)
			assert.Equal(t, want[0], at(t, step.New[0].Response.Body.Bytes, "/sessionState"), old)
			assert.Equal(t, want[1], at(t, step.New[0].Response.Body.Bytes, "/paymentDetails/state"), old)
		}
		x := harness.Exchange{ID: "x0009", Flow: harness.FlowCallback, Request: harness.Request{Method: http.MethodPost, Scheme: "https", Host: "shop.example", Target: "/vipps/checkout/v2/order/shop-order-0001",
			Header: http.Header{"Content-Type": {"application/json"}}, Body: bodyOf([]byte(`{"sessionId":"i","merchantSerialNumber":"123456","reference":"shop-order-0001","sessionState":"PaymentFailed","paymentMethod":"Wallet","paymentDetails":{"amount":{"value":1,"currency":"NOK"},"state":"TERMINATED"}}`))},
			Response: harness.Response{Status: 202}}
		step, is := m.Step(&x)
		require.True(t, is)
		assert.Equal(t, "PaymentTerminated", at(t, step.New[0].Request.Body.Bytes, "/sessionState"))
		assert.Equal(t, "Wallet", at(t, step.New[0].Request.Body.Bytes, "/paymentDetails/type"))
		assert.Equal(t, "/vipps/checkout/order/shop-order-0001", step.New[0].Request.Target, "it comes to the address that the rewritten request names")
	}},
	{"MIG-13", "the city stands in city, and the country has two letters", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Decide, note(s, "MIG-13").Fate)
		step := polled(w, m, `{"reference":"shop-order-0001","sessionState":"SessionStarted","shippingDetails":{"region":"Oslo","country":"NO"},"billingDetails":{"region":"Bergen","country":"NO"}}`)
		assert.Equal(t, "Oslo", at(t, step.New[0].Response.Body.Bytes, "/shippingDetails/city"))
		assert.Equal(t, "Bergen", at(t, step.New[0].Response.Body.Bytes, "/billingDetails/city"))
	}},
	{"MIG-14", "userDetails is gone, and userInfo is there where it was asked for", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Decide, note(s, "MIG-14").Fate)
		step := polled(w, m, `{"reference":"shop-order-0001","sessionState":"SessionStarted","userDetails":{"firstName":"K","lastName":"N","phoneNumber":"4791234567","email":"k@shop.example","userInfoSub":"s"}}`)
		assert.Equal(t, "s", at(t, step.New[0].Response.Body.Bytes, "/userInfo/sub"))
		assert.Equal(t, migrate.None, field(step, "answer", "/userDetails/firstName", "").Fate)
		step = polled(w, m, `{"reference":"shop-order-0001","sessionState":"SessionStarted","userDetails":{"email":"k@shop.example"}}`)
		assert.Nil(t, at(t, step.New[0].Response.Body.Bytes, "/userInfo"))
	}},
	{"MIG-15", "without forms there are no details", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		assert.Nil(t, note(s, "MIG-15"))
		_, _, bare := opened(t, strings.Replace(sessionV2, `"contactFields":true,"addressFields":true`, `"contactFields":false,"addressFields":false`, 1))
		assert.Equal(t, migrate.Decide, note(bare, "MIG-15").Fate)
	}},
	{"MIG-16", "time ends a session with SessionExpired or 404", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Decide, note(s, "MIG-16").Fate)
		step := polled(w, m, `{"reference":"shop-order-0001","sessionState":"SessionTerminated"}`)
		assert.Equal(t, migrate.Decide, field(step, "answer", "/sessionState", "").Fate)
	}},
	{"MIG-17", "a callback may come twice", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Decide, note(s, "MIG-17").Fate)
	}},
	{"MIG-18", "a cancelled session is ended by its reference", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		poll := text(t, s.Old, "/pollingUrl")
		x := w.call(http.MethodPost, "/checkout/v2/session/cancel", `{"sessionId":"`+poll[strings.LastIndex(poll, "/")+1:]+`"}`)
		step, is := m.Step(&x)
		require.True(t, is)
		assert.Equal(t, "/checkout/v3/session/shop-order-0001/expire", step.New[0].Request.Target)
		assert.Equal(t, "MIG-18", step.Fields[0].Row)
	}},
	{"MIG-19", "polling and callback tell the same", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Decide, note(s, "MIG-19").Fate)
		pair, err := migrate.Find("checkout.v2", "checkout.v3")
		require.NoError(t, err)
		told := map[string]bool{}
		for _, r := range pair.Operation("checkoutCallback").Body {
			if r.To != nil {
				told[*r.To] = true
			}
		}
		for _, r := range pair.Operation("getSession").Answer {
			if r.To != nil {
				assert.True(t, told[*r.To], *r.To)
			}
		}
	}},
	{"MIG-20", "open sessions of version 2 end as those", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Decide, note(s, "MIG-20").Fate)
	}},
	{"MIG-21", "captures and refunds are as before", func(t *testing.T, _ *world, _ *migrate.Migrator, s migrate.Step) {
		assert.Equal(t, migrate.Maps, note(s, "MIG-21").Fate)
	}},
	{"MIG-22", "a name of the system has 30 characters at most", func(t *testing.T, w *world, m *migrate.Migrator, s migrate.Step) {
		x := s.Old
		x.Request.Header = x.Request.Header.Clone()
		x.Request.Header.Set("Vipps-System-Plugin-Name", strings.Repeat("x", 31))
		step, is := m.Step(&x)
		require.True(t, is)
		assert.Equal(t, migrate.Decide, field(step, "header", "Vipps-System-Plugin-Name", "Vipps-System-Plugin-Name").Fate)
		assert.NotEmpty(t, w.errorsIn(step.New[0]))
	}},
}

func TestRowsOfTheCheckoutTable(t *testing.T) {
	t.Parallel()
	require.Len(t, checkoutRows, 22)
	for _, tt := range checkoutRows {
		t.Run(tt.row+": "+tt.expects, func(t *testing.T) {
			t.Parallel()
			w, m, s := opened(t, sessionV2)
			tt.check(t, w, m, s)
		})
	}
}

// The rows of the table of ways to ship: an option of version 2 and what it
// becomes.
func TestWaysToShip(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, old string
		want      map[string]any
		fates     map[string]migrate.Fate
	}{
		{"the mail has a type of its own", `"brand":"POSTEN","product":"Servicepakke"`, map[string]any{"brand": "POSTEN", "customType": "Servicepakke", "title": nil}, nil},
		{"a pick-up point is a type", `"brand":"postnord","product":"MyPack","isPickupPoint":true`, map[string]any{"brand": "POSTNORD", "type": "PICKUP_POINT", "title": "MyPack", "isPickupPoint": nil}, nil},
		{"Helthjem", `"brand":"helthjem","product":"Home"`, map[string]any{"brand": "HELTHJEM"}, nil},
		{"Bring is in the list now", `"brand":"Bring","product":"Home"`, map[string]any{"brand": "BRING"}, nil},
		{"Porterbuddy delivers home", `"brand":"whoever","product":"Today","isPorterbuddy":true`, map[string]any{"brand": "PORTERBUDDY", "type": "HOME_DELIVERY"}, nil},
		{"Instabox is gone", `"brand":"Instabox","product":"Box"`, map[string]any{"brand": nil}, map[string]migrate.Fate{"/logistics/fixedOptions/*/brand": migrate.None}},
		{"Instabox by its flag is gone", `"brand":"other","product":"Box","isInstabox":true`, map[string]any{"brand": nil}, map[string]migrate.Fate{"/logistics/fixedOptions/*/brand": migrate.None}},
		{"anybody else is OTHER with a title", `"brand":"Fjord Ferry","product":"By sea"`, map[string]any{"brand": "OTHER", "title": "By sea"}, nil},
		{"OTHER without a product is titled by its brand", `"brand":"Fjord Ferry"`, map[string]any{"brand": "OTHER", "title": "Fjord Ferry"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			option := `{"id":"one","amount":{"value":100,"currency":"NOK"},"priority":0,"isDefault":true,` + tt.old + `}`
			before, after, _ := strings.Cut(sessionV2, `"fixedOptions":[`)
			_, after, _ = strings.Cut(after, "]")
			_, _, s := opened(t, before+`"fixedOptions":[`+option+"]"+after)
			for name, want := range tt.want {
				assert.Equal(t, want, at(t, s.New[0].Request.Body.Bytes, "/logistics/fixedOptions/0/"+name), name)
			}
			for from, fate := range tt.fates {
				assert.Equal(t, fate, field(s, "body", from, "").Fate)
			}
		})
	}
	_, _, s := opened(t, strings.NewReplacer(`"priority":0,`, "", `"isDefault":true,`, "").Replace(sessionV2))
	assert.Equal(t, migrate.Decide, field(s, "body", "", "/logistics/fixedOptions/*/priority").Fate)
	assert.Equal(t, migrate.Decide, field(s, "body", "", "/logistics/fixedOptions/*/isDefault").Fate)
	_, _, s = opened(t, strings.Replace(sessionV2, `{"id":"mail","amount":{"value":4900`, `{"id":"mail","isPorterbuddy":true,"amount":{"value":0`, 1))
	assert.Nil(t, at(t, s.New[0].Request.Body.Bytes, "/logistics/fixedOptions/0/amount"), "a price that Porterbuddy reckons is left out")
}
