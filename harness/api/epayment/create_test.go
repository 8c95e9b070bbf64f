package epayment_test

import (
	"fmt"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func push(phone any) []edit {
	return []edit{{"/userFlow", "PUSH_MESSAGE"}, {"/customer", map[string]any{"phoneNumber": phone}}}
}

func longLived(at string) []edit {
	return append(push("4740000001"), edit{"/expiresAt", at}, receipt)
}

var receipt = edit{"/receipt", map[string]any{
	"orderLines": []any{map[string]any{"name": "Jam", "id": "1", "totalAmount": 20000, "totalAmountExcludingTax": 16000, "totalTaxAmount": 4000, "taxRate": 2500}},
	"bottomLine": map[string]any{"currency": "NOK"},
}}

func pairs(n int) map[string]any {
	all := map[string]any{}
	for i := range n {
		all[fmt.Sprint("key", i)] = "value"
	}
	return all
}

// What starts a payment and what does not.
func TestCreate(t *testing.T) {
	t.Parallel()
	const ok = "201"
	dk, fi := sandbox.Abilities{Market: "DK"}, sandbox.Abilities{Market: "FI"}
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		edits     []edit
		want      string
	}{
		{"the least in Norway", able, []edit{{"/amount/value", 100}}, ok},
		{"too little in Norway", able, []edit{{"/amount/value", 99}}, "400 6010"},
		{"nothing", able, []edit{{"/amount/value", 0}}, "400 6010"},
		{"the most", able, []edit{{"/amount/value", 65000000}}, ok},
		{"too much", able, []edit{{"/amount/value", 65000001}}, "400 Amount.Value"},
		{"decimals", able, []edit{{"/amount/value", 100.5}}, "400 4040"},
		{"an amount as text", able, []edit{{"/amount/value", "100"}}, "400 4040"},
		{"euro in Norway", able, []edit{{"/amount/currency", "EUR"}}, "400 5040"},
		{"a currency of payment service providers", able, []edit{{"/amount/currency", "SEK"}}, "400 5040"},
		{"no currency at all", able, []edit{{"/amount/currency", "XXX"}}, "400 Amount.Currency"},
		{"one øre in Denmark", dk, []edit{{"/amount/currency", "DKK"}, {"/amount/value", 1}}, ok},
		{"one cent in Finland", fi, []edit{{"/amount/currency", "EUR"}, {"/amount/value", 1}}, ok},
		{"kroner of Norway in Denmark", dk, nil, "400 5040"},
		{"a reference of 7", able, []edit{{"/reference", strings.Repeat("a", 7)}}, "400 Reference"},
		{"a reference of 64", able, []edit{{"/reference", strings.Repeat("a", 64)}}, ok},
		{"a reference of 65", able, []edit{{"/reference", strings.Repeat("a", 65)}}, "400 Reference"},
		{"a reference with a space", able, []edit{{"/reference", "order 0001"}}, "400 Reference"},
		{"no reference", able, []edit{{"/reference", gone}}, "400 Reference"},
		{"no amount", able, []edit{{"/amount", gone}}, "400 Amount"},
		{"a text of 2", able, []edit{{"/paymentDescription", "ab"}}, "400 PaymentDescription"},
		{"a text of 3", able, []edit{{"/paymentDescription", "abc"}}, ok},
		{"a text of 100", able, []edit{{"/paymentDescription", strings.Repeat("å", 100)}}, ok},
		{"a text of 101", able, []edit{{"/paymentDescription", strings.Repeat("å", 101)}}, "400 PaymentDescription"},
		{"no text", able, []edit{{"/paymentDescription", gone}}, ok},
		{"a property that nobody knows", able, []edit{{"/colour", "blue"}}, ok},

		{"no way back", able, []edit{{"/returnUrl", gone}}, "400 4140"},
		{"a way back to an app", able, []edit{{"/returnUrl", "myshop://done"}}, ok},
		{"a way back without TLS", able, []edit{{"/returnUrl", "http://shop.example/back"}}, "400 4090"},
		{"a way back to this machine", able, []edit{{"/returnUrl", "https://localhost/back"}}, "400 4090"},
		{"a receipt without TLS", able, []edit{{"/receiptUrl", "http://shop.example/1"}}, "400 4090"},
		{"a receipt that is null", able, []edit{{"/receiptUrl", nil}}, ok},
		{"legal links", able, []edit{{"/merchantLegalLinks", map[string]any{"termsOfSaleUrl": "https://shop.example/terms"}}}, ok},
		{"a legal link without TLS", able, []edit{{"/merchantLegalLinks", map[string]any{"privacyPolicyUrl": "http://shop.example/p"}}}, "400 4090"},
		{"an app flow without a way back", able, []edit{{"/userFlow", "NATIVE_REDIRECT"}, {"/returnUrl", gone}}, ok},

		{"a push message", able, push("4740000001"), ok},
		{"a push message to Denmark", able, push("4540000001"), ok},
		{"a push message to Finland", able, push("358401234567"), ok},
		{"a push message to nobody named", able, []edit{{"/userFlow", "PUSH_MESSAGE"}}, "400 4140"},
		{"a push message to an empty customer", able, []edit{{"/userFlow", "PUSH_MESSAGE"}, {"/customer", map[string]any{}}}, "400 4140"},
		{"a push message by who may not", sandbox.Abilities{}, push("4740000001"), "403 5080"},
		{"a push message to a number that nobody has", able, push("4740009000"), "400 7010"},
		{"a number that nobody has, filled in", able, []edit{{"/customer", map[string]any{"phoneNumber": "4740009000"}}}, ok},
		{"a number as a JSON number", able, push(4740000001), ok},
		{"a local number", able, push("40000001"), "400 4070"},
		{"a number with a plus sign", able, push("+4740000001"), "400 4070"},
		{"a number of 16", able, push("4740000001234567"), "400 4070"},
		{"two customers", able, append(push("4740000001"), edit{"/customer/personalQr", "https://qr.vipps.no/p/4740000001"}), "400 Customer"},
		{"a personal QR code", able, []edit{{"/userFlow", "PUSH_MESSAGE"}, {"/customer", map[string]any{"personalQr": "https://qr.vipps.no/28/2/01/031/4740000001?v=1"}}}, ok},
		{"a QR code of somebody else", able, []edit{{"/userFlow", "PUSH_MESSAGE"}, {"/customer", map[string]any{"personalQr": "https://shop.example/"}}}, "400 4060"},
		{"a customer token", able, []edit{{"/userFlow", "PUSH_MESSAGE"}, {"/customer", map[string]any{"customerToken": "c3RvcmUtMDAwMQ=="}}}, ok},
		{"a token that is none", able, []edit{{"/userFlow", "PUSH_MESSAGE"}, {"/customer", map[string]any{"customerToken": "x"}}}, "400 4050"},
		{"somebody of 18 who must be 18", able, append(push("4740009018"), edit{"/minimumUserAge", 18}), ok},
		{"somebody of 17 who must be 18", able, append(push("4740009017"), edit{"/minimumUserAge", 18}), "400 7010"},
		{"no age at all", able, []edit{{"/minimumUserAge", nil}}, ok},

		{"a card", able, []edit{{"/paymentMethod/type", "CARD"}}, ok},
		{"a card with a push message", able, append(push("4740000001"), edit{"/paymentMethod/type", "CARD"}), "400 4160"},
		{"a card in an app", able, []edit{{"/paymentMethod/type", "CARD"}, {"/userFlow", "NATIVE_REDIRECT"}}, "400 4160"},
		{"a card passed through", able, []edit{{"/paymentMethod/type", "CARD_PASSTHROUGH"}}, "400 4160"},
		{"a method that nobody knows", able, []edit{{"/paymentMethod/type", "CASH"}}, "400 4160"},
		{"blocked sources in Norway", able, []edit{{"/paymentMethod/blockedSources", []string{"COMMERCIAL_CARDS"}}}, "400 5010"},
		{"blocked sources in Denmark", dk, []edit{{"/amount/currency", "DKK"}, {"/paymentMethod/blockedSources", []string{"COMMERCIAL_CARDS"}}}, ok},

		{"a scope", able, []edit{{"/profile", map[string]any{"scope": "name phoneNumber"}}}, ok},
		{"a word that nobody knows", able, []edit{{"/profile", map[string]any{"scope": "name shoeSize"}}}, "400 4080"},
		{"a national identity number", able, []edit{{"/profile", map[string]any{"scope": "nin"}}}, "403 5030"},
		{"a national identity number by who may", sandbox.Abilities{NationalIdentityNumber: true}, []edit{{"/profile", map[string]any{"scope": "nin"}}}, ok},
		{"a login-only unit", sandbox.Abilities{LoginOnly: true}, nil, "422 5070"},

		{"five pairs", able, []edit{{"/metadata", pairs(5)}}, ok},
		{"six pairs", able, []edit{{"/metadata", pairs(6)}}, "400 4100"},
		{"no metadata", able, []edit{{"/metadata", nil}}, ok},
		{"a key of 100", able, []edit{{"/metadata", map[string]any{strings.Repeat("ø", 100): "x"}}}, ok},
		{"a key of 101", able, []edit{{"/metadata", map[string]any{strings.Repeat("ø", 101): "x"}}}, "400 4120"},
		{"a value of 500", able, []edit{{"/metadata", map[string]any{"k": strings.Repeat("ø", 500)}}}, ok},
		{"a value of 501", able, []edit{{"/metadata", map[string]any{"k": strings.Repeat("ø", 501)}}}, "400 4130"},

		{"a day", able, longLived("2026-03-02T13:00:00+01:00"), ok},
		{"eleven minutes", able, longLived("2026-03-01T12:11:00Z"), ok},
		{"ten minutes", able, longLived("2026-03-01T12:10:00Z"), "400 6120"},
		{"yesterday", able, longLived("2026-02-28T12:00:00Z"), "400 6120"},
		{"sixty days", able, longLived("2026-04-30T12:00:00Z"), "400 6110"},
		{"a second less than sixty days", able, longLived("2026-04-30T11:59:59Z"), ok},
		{"a day in words", able, longLived("tomorrow"), "400 ExpiresAt"},
		{"a day without a receipt", able, append(longLived("2026-03-02T12:00:00Z"), edit{"/receipt", gone}), "400 6130"},
		{"a day by who may not", sandbox.Abilities{SkipLandingPage: true}, longLived("2026-03-02T12:00:00Z"), "403 5050"},
		{"a day in a browser", able, []edit{{"/expiresAt", "2026-03-02T12:00:00Z"}, receipt}, "400 ExpiresAt"},
		{"a day as a QR code", able, []edit{{"/userFlow", "QR"}, {"/expiresAt", "2026-03-02T12:00:00Z"}, receipt}, ok},

		{"a QR code", able, []edit{{"/userFlow", "QR"}}, ok},
		{"a QR code of 100", able, qr("IMAGE/PNG", 100), ok},
		{"a QR code of 2000", able, qr("IMAGE/PNG", 2000), ok},
		{"a QR code of 99", able, qr("IMAGE/PNG", 99), "400 QrFormat.Size"},
		{"a QR code of 2001", able, qr("IMAGE/PNG", 2001), "400 QrFormat.Size"},
		{"a QR code in another form", able, qr("IMAGE/GIF", nil), "400 QrFormat.Format"},
		{"the wrong flow", able, []edit{{"/userFlow", "LETTER"}}, "400 UserFlow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, tt.abilities)
			assert.Equal(t, tt.want, b.create("order-0001", tt.edits...).code())
		})
	}
}

func qr(format string, size any) []edit {
	f := map[string]any{"format": format}
	if size != nil {
		f["size"] = size
	}
	return []edit{{"/userFlow", "QR"}, {"/qrFormat", f}}
}

func TestMalformedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	assert.Equal(t, "400 Body", b.post("/epayment/v1/payments", []byte(`{"amount"`), b.key()).code())
	assert.Equal(t, "400 Body", b.post("/epayment/v1/payments", []byte(`[]`), b.key()).code())
	assert.Equal(t, "400 Amount PaymentMethod Reference UserFlow", b.post("/epayment/v1/payments", []byte(`{}`), b.key()).code())
	twice := strings.Replace(string(order("order-0001")), "{", `{"metadata":{"a":"1","a":"2"},`, 1)
	assert.Equal(t, "400 4110", b.post("/epayment/v1/payments", []byte(twice), b.key()).code())
	assert.Equal(t, "400 Idempotency-Key", b.post("/epayment/v1/payments", order("order-0001"), "").code())
	assert.Equal(t, "400 Idempotency-Key", b.post("/epayment/v1/payments", order("order-0001"), strings.Repeat("k", 51)).code())
	assert.Equal(t, "400 Merchant-Serial-Number", b.post("/epayment/v1/payments", order("order-0001"), b.key(), "Merchant-Serial-Number", "").code())
	assert.Equal(t, "201", b.post("/epayment/v1/payments", order("order-0001"), strings.Repeat("k", 50), "Vipps-System-Name", strings.Repeat("n", 31)).code(), "names of systems are not looked at")
	assert.Equal(t, "201", b.post("/Epayment/v1/payments/", order("order-0002"), b.key(), "Content-Type", "text/plain").code())
}

// Where create sends the customer depends on the flow.
func TestWhereTheCustomerIsSent(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	assert.Regexp(t, `^https://sandbox\.example/landing\?token=[\w.%-]+$`, b.pending("order-0001").text("/redirectUrl"))
	assert.Regexp(t, `^vippsMT://\?token=[\w.%-]+$`, b.pending("order-0002", edit{"/userFlow", "NATIVE_REDIRECT"}).text("/redirectUrl"))
	assert.Nil(t, b.pending("order-0003", push("4740000001")...).at("/redirectUrl"))
	svg := b.pending("order-0004", edit{"/userFlow", "QR"}).text("/redirectUrl")
	assert.Regexp(t, `^https://sandbox\.example/qr-image/v1\?token=[\w.%-]+$`, svg)
	image := b.pending("order-0005", qr("IMAGE/PNG", 200)...).text("/redirectUrl")
	target := b.pending("order-0006", qr("TEXT/TARGETURL", nil)...).text("/redirectUrl")
	assert.Regexp(t, `^https://sandbox\.example/landing\?token=[\w.%-]+$`, target)

	w := b.browse(svg)
	assert.Equal(t, "image/svg+xml", w.Header().Get("Content-Type"))
	assert.Contains(t, w.Body.String(), "<svg ")
	w = b.browse(image)
	assert.Equal(t, "image/png", w.Header().Get("Content-Type"))
	picture, err := png.Decode(w.Body)
	require.NoError(t, err)
	assert.Equal(t, 200, picture.Bounds().Dx())
	assert.Equal(t, 200, picture.Bounds().Dy())
	picture, err = png.Decode(b.browse(b.pending("order-0007", qr("IMAGE/PNG", nil)...).text("/redirectUrl")).Body)
	require.NoError(t, err)
	assert.Equal(t, 1024, picture.Bounds().Dx())
	assert.Equal(t, http.StatusNotFound, b.browse("https://sandbox.example/qr-image/v1").Code)
	assert.Equal(t, http.StatusBadRequest, b.browse("https://sandbox.example/qr-image/v1?token=x&size=9").Code)
}

func TestApprovalWithoutTheApp(t *testing.T) {
	t.Parallel()
	const kari = `{"customer":{"phoneNumber":"4740000001"}}`
	b := start(t, able)
	link, err := url.Parse(b.pending("order-0001").text("/redirectUrl"))
	require.NoError(t, err)
	assert.Equal(t, "400 4140", b.force("order-0001", `{}`).code())
	assert.Equal(t, "400 Token", b.force("order-0001", `{"token":"another"}`).code())
	assert.Equal(t, "400 4070", b.force("order-0001", `{"customer":{"phoneNumber":"40000001"}}`).code())
	assert.Equal(t, "400 7010", b.force("order-0001", `{"customer":{"phoneNumber":"4740009000"}}`).code())
	assert.Equal(t, "400 10020", b.force("order-0001", `{"customer":{"phoneNumber":"4700000001"}}`).code(), "who has approved nothing yet")
	r := b.force("order-0001", `{"token":"`+link.Query().Get("token")+`"}`)
	assert.Equal(t, "200", r.code())
	assert.Empty(t, r.body)
	assert.Equal(t, "400 6230", b.force("order-0001", kari).code())
	assert.Equal(t, [4]int64{20000, 0, 0, 0}, b.payment("order-0001").money())

	b.pending("order-0002", edit{"/amount/value", 151})
	assert.Equal(t, "200", b.force("order-0002", kari).code(), "amounts of refused cards do not matter here")
	b.pending("order-0003", edit{"/minimumUserAge", 18})
	assert.Equal(t, "400 7010", b.force("order-0003", `{"customer":{"phoneNumber":"4740009017"}}`).code())
	b.change("cancel", "order-0003", nil)
	assert.Equal(t, "400 10020", b.force("order-0003", kari).code())
	b.pending("order-0004", express(fixed())...)
	assert.Equal(t, "400 10060", b.force("order-0004", kari).code())
	b.pending("order-0005", edit{"/paymentMethod/type", "CARD"})
	assert.Equal(t, "400 10060", b.force("order-0005", kari).code())
}

func TestARefusedCardLeavesThePaymentOpen(t *testing.T) {
	t.Parallel()
	for _, amount := range []int{151, 182, 183, 184, 186, 187, 197, 201, 202} {
		t.Run(fmt.Sprint(amount), func(t *testing.T) {
			t.Parallel()
			b := start(t, able)
			b.pending("order-0001", edit{"/amount/value", amount})
			b.act("order-0001", "approve", nil)
			assert.Equal(t, fmt.Sprintf("CREATED %d, AUTHORIZED %[1]d!", amount), b.history("order-0001"))
			assert.Equal(t, "CREATED", b.payment("order-0001").text("/state"))
			b.pass("PT10M")
			assert.Equal(t, "EXPIRED", b.payment("order-0001").text("/state"))
		})
	}
}

func TestRefundsThatTheTestEnvironmentRefuses(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.authorized("order-0001")
	b.change("capture", "order-0001", 20000)
	assert.Equal(t, "400 5100", b.change("refund", "order-0001", 123).code())
	assert.Equal(t, "400 6220", b.change("refund", "order-0001", 124).code())
}
