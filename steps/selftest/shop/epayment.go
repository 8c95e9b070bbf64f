package shop

import (
	"net/http"
	"strings"
)

const epaymentPayments = "/epayment/v1/payments"

func nok(minor int64) object { return object{"currency": "NOK", "value": minor} }

func epaymentOrder(reference string) object {
	return object{
		"amount": nok(49900), "paymentMethod": object{"type": "WALLET"}, "reference": reference, "userFlow": "WEB_REDIRECT",
		"returnUrl": Address + "/back/" + reference, "paymentDescription": "A pot of honey", "customer": object{"phoneNumber": "4791234567"},
	}
}

func part(minor int64) object { return object{"modificationAmount": nok(minor)} }

// sellByEpayment sells in two parcels, gives a part back and releases the rest.
func sellByEpayment(s *Shop) {
	const id = "honey-payment-77"
	at := epaymentPayments + "/" + id
	s.call("create", http.MethodPost, epaymentPayments, epaymentOrder(id), "Idempotency-Key", s.key())
	s.call("read while it waits", http.MethodGet, at, nil)
	s.act("/payments/"+id+"/approve", nil)
	s.call("read", http.MethodGet, at, nil)
	s.call("capture", http.MethodPost, at+"/capture", part(19900), "Idempotency-Key", s.key())
	s.call("second capture", http.MethodPost, at+"/capture", part(10000), "Idempotency-Key", s.key())
	s.call("refund", http.MethodPost, at+"/refund", part(9900), "Idempotency-Key", s.key())
	s.call("cancel", http.MethodPost, at+"/cancel", nil, "Idempotency-Key", s.key())
	s.call("read at the end", http.MethodGet, at, nil)
	s.call("events", http.MethodGet, at+"/events", nil)
}

func sellByPush(s *Shop) {
	const id = "honey-payment-78"
	order := epaymentOrder(id)
	order["userFlow"] = "PUSH_MESSAGE"
	delete(order, "returnUrl")
	s.call("create", http.MethodPost, epaymentPayments, order, "Idempotency-Key", s.key())
	s.act("/payments/"+id+"/reject", nil)
	s.call("read", http.MethodGet, epaymentPayments+"/"+id, nil)
}

func sellByEpaymentExpress(s *Shop) {
	const id = "honey-payment-79"
	order := epaymentOrder(id)
	delete(order, "customer")
	order["profile"] = object{"scope": "name address email phoneNumber"}
	order["shipping"] = object{"fixedOptions": []any{object{
		"brand": "POSTEN", "type": "MAILBOX", "isDefault": true, "priority": 1,
		"options": []any{object{"id": "post", "name": "By post", "amount": nok(4900), "isDefault": true, "priority": 1}},
	}}}
	s.call("create", http.MethodPost, epaymentPayments, order, "Idempotency-Key", s.key())
	s.act("/payments/"+id+"/approve", nil)
	s.call("read", http.MethodGet, epaymentPayments+"/"+id, nil)
}

// learnWhoBuys asks for what a customer shared.
func learnWhoBuys(s *Shop) {
	const id = "honey-payment-80"
	order := epaymentOrder(id)
	order["profile"] = object{"scope": "name email"}
	s.call("create", http.MethodPost, epaymentPayments, order, "Idempotency-Key", s.key())
	s.act("/payments/"+id+"/approve", nil)
	a := s.call("read", http.MethodGet, epaymentPayments+"/"+id, nil)
	sub, _ := inside(inside(a.body, "profile"), "sub").(string)
	r := &request{step: "userinfo", method: http.MethodGet, target: "/vipps-userinfo-api/userinfo/" + sub, header: named()}
	r.header.Set("Authorization", "Bearer "+s.token)
	s.send(r)
}

func epaymentMistakes() []Mistake {
	tomorrow := "2026-05-05T12:00:00Z"
	return together(of("epayment",
		row{"create", "epayment-local-number", "guide.mobile-number", "A number begins with the country code.", set("/customer/phoneNumber", "91234567")},
		row{"create", "epayment-no-way-back", "guide.return-url-for-redirect", "A payment in a browser says where to come back to.", drop("/returnUrl")},
		row{"create", "epayment-way-back-in-clear", "guide.https-url", "Addresses begin with https.", set("/returnUrl", "http://shop.example/back")},
		row{"create", "epayment-reference-of-digits", "guide.orderid-quality", "A reference has letters.", set("/reference", "00012345")},
		row{"create", "epayment-half-a-krone", "guide.minimum-amount", "A payment is of a krone at least.", set("/amount/value", 50)},
		row{"create", "epayment-expires-without-receipt", "guide.expires-at", "A long-living payment goes by push or QR, with a receipt.", set("/expiresAt", tomorrow)},
		row{"create", "epayment-qr-format-for-nothing", "guide.unused-field", "What has no effect is left out.", set("/qrFormat", object{"format": "TEXT/TARGETURL"})},
		row{"create", "epayment-scope-misspelt", "guide.scope-words", "A scope is made of known words.", set("/profile", object{"scope": "name birthdate"})},
		row{"create", "epayment-metadata-too-long", "guide.metadata-length", "Values of metadata have 500 characters at most.", set("/metadata", object{"note": strings.Repeat("x", 501)})},
		row{"create", "epayment-sources-blocked-in-norway", "guide.blocked-sources", "Sources are blocked for the wallet abroad only.",
			set("/paymentMethod", object{"type": "WALLET", "blockedSources": []any{"COMMERCIAL_CARDS"}})},
		row{"create", "epayment-direct-capture", "guide.unused-field", "Direct capture is gone.", set("/directCapture", true)},
		row{"capture", "epayment-capture-without-key", "header.missing", "A capture has an Idempotency-Key.", header("Idempotency-Key")},
		row{"capture", "epayment-reference-as-key", "guide.key-of-its-own", "A key is no order's reference.", header("Idempotency-Key", "honey-payment-77")},
		row{"refund", "epayment-key-too-long", "idempotency.key-length", "A key has 50 characters at most.", header("Idempotency-Key", strings.Repeat("k", 51))},
	), of("epayment push",
		row{"create", "epayment-push-to-nobody", "guide.push-needs-customer", "A push message goes to somebody.", drop("/customer")},
		row{"create", "epayment-card-by-push", "guide.card-needs-redirect", "A card needs a browser.", set("/paymentMethod/type", "CARD")},
	), of("epayment express",
		row{"create", "epayment-express-scope", "guide.express-scope", "Express asks for name, address, email and number.", set("/profile/scope", "name address")},
		row{"create", "epayment-express-by-card", "guide.express-shipping", "Express is paid from the wallet.", set("/paymentMethod/type", "CARD")},
		row{"create", "epayment-express-groups-alike", "guide.express-groups", "No two groups are alike.", func(r *request) {
			list := r.body.(object)["shipping"].(object)["fixedOptions"].([]any)
			again := object{"brand": "POSTEN", "type": "MAILBOX", "isDefault": false, "priority": 2,
				"options": []any{object{"id": "slow", "name": "By slow post", "amount": nok(900), "isDefault": true, "priority": 1}}}
			r.body.(object)["shipping"].(object)["fixedOptions"] = append(list, again)
		}},
	), of("userinfo",
		row{"userinfo", "userinfo-with-subscription-key", "guide.no-subscription-key", "Userinfo takes a token alone.",
			header("Ocp-Apim-Subscription-Key", "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d")},
	))
}
