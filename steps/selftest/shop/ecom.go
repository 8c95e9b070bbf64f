package shop

import (
	"net/http"
	"strings"
	"time"
)

const ecomPayments = "/ecomm/v2/payments"

// ecomOrder is a request to start a payment.
func (s *Shop) ecomOrder(id string) object {
	return object{
		"customerInfo": object{"mobileNumber": "91234567"},
		"merchantInfo": object{
			"merchantSerialNumber": s.scene.Credentials.MSN, "callbackPrefix": Address + "/ecom", "fallBack": Address + "/back/" + id,
			"authToken": "a-token-of-the-shop-77",
		},
		"transaction": object{"orderId": id, "amount": 49900, "transactionText": "A pot of honey"},
	}
}

// change is the body of a capture, cancel or refund.
func (s *Shop) change(amount int64) object {
	transaction := object{"transactionText": "A pot of honey"}
	if amount > 0 {
		transaction["amount"] = amount
	}
	return object{"merchantInfo": object{"merchantSerialNumber": s.scene.Credentials.MSN}, "transaction": transaction}
}

func ecomShipping() []any {
	return []any{
		object{"isDefault": "Y", "priority": 1, "shippingCost": 49.00, "shippingMethod": "By post", "shippingMethodId": "post"},
		object{"isDefault": "N", "priority": 2, "shippingCost": 0, "shippingMethod": "At the shop", "shippingMethodId": "shop"},
	}
}

// sellByEcom sells, gives a part back and releases the rest.
func sellByEcom(s *Shop) {
	const id = "honey-order-77"
	at := ecomPayments + "/" + id
	s.call("initiate", http.MethodPost, ecomPayments, s.ecomOrder(id))
	s.call("details while it waits", http.MethodGet, at+"/details", nil)
	s.act("/payments/"+id+"/approve", nil)
	s.call("details", http.MethodGet, at+"/details", nil)
	s.call("capture", http.MethodPost, at+"/capture", s.change(29900), "X-Request-Id", s.key())
	s.call("refund", http.MethodPost, at+"/refund", s.change(9900), "X-Request-Id", s.key())
	rest := s.change(0)
	rest["shouldReleaseRemainingFunds"] = true
	s.call("cancel", http.MethodPut, at+"/cancel", rest, "X-Request-Id", s.key())
	s.call("details at the end", http.MethodGet, at+"/details", nil)
}

func sellByEcomExpress(s *Shop) {
	const id = "honey-order-78"
	order := s.ecomOrder(id)
	merchant := order["merchantInfo"].(object)
	merchant["paymentType"] = "eComm Express Payment"
	merchant["consentRemovalPrefix"], merchant["shippingDetailsPrefix"] = Address+"/consents", Address+"/ship"
	s.call("initiate", http.MethodPost, ecomPayments, order)
	s.act("/payments/"+id+"/approve", nil)
	s.call("details", http.MethodGet, ecomPayments+"/"+id+"/details", nil)
	s.call("capture", http.MethodPost, ecomPayments+"/"+id+"/capture", s.change(0), "X-Request-Id", s.key())
}

func ecomMistakes() []Mistake {
	long := strings.Repeat("honey ", 20)
	return together(of("ecom",
		row{"initiate", "ecom-amount-with-decimals", "schema.type", "An amount is a whole number of øre.", set("/transaction/amount", 499.5)},
		row{"initiate", "ecom-number-as-msn", "schema.type", "The merchant serial number is text.", set("/merchantInfo/merchantSerialNumber", 123456)},
		row{"initiate", "ecom-no-way-back", "schema.required", "A payment says where the customer comes back to.", drop("/merchantInfo/fallBack")},
		row{"initiate", "ecom-text-too-long", "schema.maxLength", "A text has 100 characters at most.", set("/transaction/transactionText", long)},
		row{"initiate", "ecom-number-with-country-code", "guide.mobile-number", "A number has eight digits.", set("/customerInfo/mobileNumber", "+4791234567")},
		row{"initiate", "ecom-order-id-of-digits", "guide.orderid-quality", "An order id has letters.", set("/transaction/orderId", "00012345")},
		row{"initiate", "ecom-callback-in-clear", "guide.https-url", "Callbacks go to https.", set("/merchantInfo/callbackPrefix", "http://shop.example/ecom")},
		row{"initiate", "ecom-explicit-flow", "guide.unused-field", "What has lost its effect is left out.", set("/transaction/useExplicitCheckoutFlow", true)},
		row{"initiate", "ecom-push-to-nobody", "guide.skip-landing-page-number", "Without a landing page the number is known.",
			both(set("/transaction/skipLandingPage", true), drop("/customerInfo/mobileNumber"))},
		row{"initiate", "ecom-scope-misplaced", "body.undocumented-property", "Members stand where they are documented.", set("/merchantInfo/scope", "name")},
		row{"cancel", "ecom-flag-inside-transaction", "guide.release-flag-place", "The flag stands at the top.",
			both(drop("/shouldReleaseRemainingFunds"), set("/transaction/shouldReleaseRemainingFunds", true))},
		row{"capture", "ecom-capture-without-key", "header.missing", "A capture has an X-Request-Id.", header("X-Request-Id")},
		row{"capture", "ecom-key-too-long", "idempotency.key-length", "An X-Request-Id has 40 characters at most.", header("X-Request-Id", strings.Repeat("k", 41))},
		row{"details", "ecom-no-token", "auth.missing", "Calls carry a token.", header("Authorization")},
		row{"details", "ecom-no-subscription-key", "auth.missing", "Calls carry a subscription key.", header("Ocp-Apim-Subscription-Key")},
		row{"details", "ecom-old-status", "lifecycle.deprecated", "The details say how a payment stands.", target("/details", "/status")},
		row{"initiate", "ecom-scope-with-commas", "guide.scope-words", "A scope has spaces between its words.", set("/transaction/scope", "name,email")},
		row{"capture", "ecom-two-serial-numbers", "guide.serial-number-alike", "One sales unit is named.", set("/merchantInfo/merchantSerialNumber", "654321")},
	), of("ecom express",
		row{"initiate", "ecom-express-with-scope", "guide.express-scope", "An express payment asks for no scope.", set("/transaction/scope", "name email")},
		row{"initiate", "ecom-express-without-consent-address", "guide.express-addresses", "An express payment says where consent is withdrawn.", drop("/merchantInfo/consentRemovalPrefix")},
	), answering("ecom",
		answered{"/ecom", "ecom-callback-refused", "callback.refused", "A callback is answered with 200.", func(r *reply) { r.status = http.StatusInternalServerError }},
		answered{"/ecom", "ecom-callback-moved", "callback.redirected", "A callback is answered where it was asked for.", func(r *reply) {
			r.status, r.location = http.StatusFound, Address+"/elsewhere"
		}},
		answered{"/ecom", "ecom-callback-slow", "callback.late", "A callback is answered within 3 seconds.", func(r *reply) { r.after = 4 * time.Second }},
	), answering("ecom express",
		answered{"/shippingDetails", "ecom-shipping-in-ore", "guide.shipping-cost", "Shipping costs kroner.", func(r *reply) {
			r.body.(object)["shippingDetails"].([]any)[0].(object)["shippingCost"] = 4900
		}},
	))
}
