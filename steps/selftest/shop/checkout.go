package shop

import (
	"net/http"
)

const sessions = "/checkout/v3/session"

func checkoutWays() []any {
	return []any{
		object{"brand": "POSTEN", "type": "MAILBOX", "id": "post", "priority": 1, "isDefault": true, "amount": nok(4900), "title": "To the mailbox"},
		object{"brand": "OTHER", "id": "shop", "priority": 2, "isDefault": false, "amount": nok(0), "title": "At the shop"},
	}
}

func checkoutOrder(reference string) object {
	return object{
		"type": "PAYMENT", "reference": reference,
		"merchantInfo": object{
			"callbackUrl": Address + "/checkout/" + reference, "returnUrl": Address + "/back/" + reference,
			"callbackAuthorizationToken": "a-token-of-the-shop-77",
		},
		"transaction": object{
			"amount": nok(49900), "paymentDescription": "A pot of honey",
			"orderSummary": object{"orderLines": []any{object{
				"id": "honey", "name": "A pot of honey", "totalAmount": 49900, "totalAmountExcludingTax": 39920, "totalTaxAmount": 9980, "taxRate": 2500,
			}}, "orderBottomLine": object{"currency": "NOK"}},
		},
		"logistics":       object{"fixedOptions": checkoutWays(), "dynamicOptionsCallback": Address + "/ways"},
		"prefillCustomer": object{"firstName": "Kari", "lastName": "Bie", "email": "kari@shop.example", "phoneNumber": "4791234567", "country": "NO"},
		"configuration": object{
			"customerInteraction": "CUSTOMER_NOT_PRESENT", "userFlow": "WEB_REDIRECT", "elements": "Full", "showOrderSummary": true,
			"countries": object{"supported": []any{"NO"}}, "customConsent": object{"text": "I like [honey](https://shop.example/honey)", "required": false},
		},
	}
}

// sellByCheckout opens a session, has the customer go through it, and captures
// what she pays.
func sellByCheckout(s *Shop) {
	const id = "honey-session-77"
	s.call("open", http.MethodPost, sessions, checkoutOrder(id), "Idempotency-Key", s.key())
	s.call("poll", http.MethodGet, sessions+"/"+id, nil)
	s.act("/sessions/"+id+"/pay", nil)
	s.act("/sessions/"+id+"/approve", nil)
	s.call("poll at the end", http.MethodGet, sessions+"/"+id, nil)
	s.call("read", http.MethodGet, epaymentPayments+"/"+id, nil)
	s.call("capture", http.MethodPost, epaymentPayments+"/"+id+"/capture", part(54800), "Idempotency-Key", s.key())
}

// line and way are where the order's line and the first way to ship stand.
const (
	line = "/transaction/orderSummary/orderLines/0"
	way  = "/logistics/fixedOptions/0"
)

func checkoutMistakes() []Mistake {
	return together(of("checkout",
		row{"open", "checkout-token-alone", "guide.keys-as-headers", "The keys themselves go with every call.",
			both(header("Client_id"), header("Client_secret"), header("Authorization", "Bearer a-token"))},
		row{"open", "checkout-token-easily-guessed", "guide.callback-token", "The token for callbacks cannot be guessed.", set("/merchantInfo/callbackAuthorizationToken", "secret")},
		row{"open", "checkout-callback-in-clear", "guide.https-url", "Callbacks go to https.", set("/merchantInfo/callbackUrl", "http://shop.example/checkout")},
		row{"open", "checkout-back-to-the-app", "guide.return-to-app", "Who comes back to an app has its userFlow.", set("/merchantInfo/returnUrl", "honey-shop://back")},
		row{"open", "checkout-reference-with-underscore", "guide.reference-form", "A reference has letters, digits and hyphens.", set("/reference", "honey_session_77")},
		row{"open", "checkout-reference-of-digits", "guide.orderid-quality", "A reference has letters.", set("/reference", "00012345")},
		row{"open", "checkout-two-references", "guide.one-reference", "A session has one reference.", set("/transaction/reference", "honey-session-78")},
		row{"open", "checkout-local-number", "guide.mobile-number", "A number begins with the country code.", set("/prefillCustomer/phoneNumber", "912 34 567")},
		row{"open", "checkout-country-in-words", "guide.prefill", "A country is two letters.", set("/prefillCustomer/country", "Norway")},
		row{"open", "checkout-countries-of-three-letters", "guide.countries", "Countries have two capitals.", set("/configuration/countries/supported/0", "NOR")},
		row{"open", "checkout-consent-with-two-links", "guide.custom-consent", "A consent has one link.",
			set("/configuration/customConsent/text", "I like [honey](https://shop.example/honey) and [bees](https://shop.example/bees)")},
		row{"open", "checkout-klarna-in-lower-case", "guide.external-methods", "Other ways to pay are spelt as documented.",
			set("/configuration/externalPaymentMethods", []any{object{"paymentMethod": "klarna", "redirectUrl": Address + "/klarna"}})},
		row{"open", "checkout-key-too-long", "idempotency.key-length", "A key has 50 characters at most.",
			header("Idempotency-Key", "a-key-that-is-much-longer-than-what-checkout-says-it-takes")},
		row{"open", "checkout-words-of-version-2", "schema.enum", "Words are in capitals.", set("/configuration/customerInteraction", "customer_not_present")},
		row{"open", "checkout-names-of-version-2", "guide.version-2-names", "Nothing has a name of version 2.", set("/contactFields", true)},
		row{"open", "checkout-options-of-a-change", "guide.unused-field", "Ways to ship are in logistics.", set("/logisticOptions", checkoutWays())},
		row{"open", "checkout-line-does-not-add-up", "guide.order-line", "A line is its price and its tax.", set(line+"/totalTaxAmount", 9981)},
		row{"open", "checkout-tax-in-percent", "guide.order-tax", "A rate is in hundredths of a percent.", set(line+"/taxRate", 25)},
		row{"open", "checkout-lines-do-not-add-up", "guide.order-total", "The lines are what is paid.", set("/transaction/amount", nok(49800))},
		row{"open", "checkout-nothing-to-show", "guide.shown-summary", "An order that is shown has lines.", drop("/transaction/orderSummary")},
		row{"open", "checkout-shipping-twice", "guide.shipping-line", "Shipping is shown once.", set(line+"/isShipping", true)},
		row{"capture", "checkout-captured-without-shipping", "guide.capture-shipping", "Shipping is captured, too.", set("/modificationAmount/value", 49900)},
	), answering("checkout",
		answered{"/checkout", "checkout-callback-refused", "callback.refused", "A callback is answered with 2xx.", func(r *reply) { r.status = http.StatusInternalServerError }},
		answered{"/checkout", "checkout-callback-moved", "callback.redirected", "A callback is answered where it was asked for.", func(r *reply) {
			r.status, r.location = http.StatusFound, Address+"/elsewhere"
		}},
	))
}

// shippingMistakes are made with ways to ship.
func shippingMistakes() []Mistake {
	return together(of("checkout",
		row{"open", "checkout-unknown-carrier", "guide.logistics-brand", "A carrier is a known one, or OTHER.", set(way+"/brand", "INSTABOX")},
		row{"open", "checkout-type-of-another-carrier", "guide.brand-type", "A type is one that its carrier has.", set(way+"/brand", "PORTERBUDDY")},
		row{"open", "checkout-other-without-title", "guide.other-title", "What nobody knows has a title.", drop("/logistics/fixedOptions/1/title")},
		row{"open", "checkout-no-default", "guide.one-default", "One way to ship is the default.", set(way+"/isDefault", false)},
		row{"open", "checkout-ids-alike", "guide.option-ids", "Ways to ship have ids of their own.", set(way+"/id", "shop")},
		row{"open", "checkout-priorities-alike", "guide.option-priorities", "Ways to ship have priorities of their own.", set(way+"/priority", 2)},
		row{"open", "checkout-shipping-in-euro", "guide.option-currency", "Shipping costs money of the order's currency.", set(way+"/amount/currency", "EUR")},
		row{"open", "checkout-options-without-address", "guide.elements-logistics", "Ways to ship that are asked for need an address.",
			set("/configuration/elements", "PaymentAndContactInfo")},
		row{"open", "checkout-delivery-and-type", "guide.delivery", "A way to ship has delivery or type.",
			set(way+"/delivery", object{"leadTime": object{"earliest": "2026-05-07", "latest": "2026-05-09"}})},
	), answering("checkout",
		answered{"/ways", "checkout-ways-in-an-object", "guide.options-list", "Ways to ship are a list.", func(r *reply) { r.body = object{"shippingDetails": r.body} }},
		answered{"/ways", "checkout-no-way", "guide.no-option", "There is one way to ship at least.", func(r *reply) { r.body = []any{} }},
		answered{"/ways", "checkout-shipping-in-kroner", "guide.shipping-cost", "Shipping costs minor units.", func(r *reply) {
			r.body.([]any)[0].(object)["amount"] = nok(49)
		}},
	))
}
