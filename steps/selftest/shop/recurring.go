package shop

import (
	"net/http"
	"strings"
)

const agreements = "/recurring/v3/agreements"

func agreementDraft() object {
	return object{
		"pricing": object{"type": "LEGACY", "amount": 34900, "currency": "NOK"}, "interval": object{"unit": "MONTH", "count": 1},
		"merchantRedirectUrl": Address + "/back", "merchantAgreementUrl": Address + "/my/honey", "phoneNumber": "4791234567",
		"productName": "A pot of honey", "scope": "name email",
		"initialCharge": object{"amount": 10000, "description": "First pot", "transactionType": "RESERVE_CAPTURE", "orderId": "honey-first-77"},
	}
}

// charge is a charge of the agreement that is due on a day.
func charge(id, due string) object {
	return object{"amount": 34900, "transactionType": "DIRECT_CAPTURE", "description": "Pot of May", "due": due, "retryDays": 3, "orderId": id}
}

// The shop's scene begins in spring 2026.
const (
	dueSoon  = "2026-05-20"
	dueLater = "2026-06-20"
)

// subscribe offers an agreement, charges, and ends it.
func subscribe(s *Shop) {
	a := s.call("draft", http.MethodPost, agreements, agreementDraft(), "Idempotency-Key", s.key())
	id := a.text("agreementId")
	at := agreements + "/" + id
	s.act("/agreements/"+id+"/approve", nil)
	s.call("agreement", http.MethodGet, at, nil)
	s.call("list", http.MethodGet, agreements+"?status=ACTIVE&pageNumber=1&pageSize=10", nil)
	s.call("first charge", http.MethodGet, at+"/charges/honey-first-77", nil)
	s.call("capture", http.MethodPost, at+"/charges/honey-first-77/capture", object{"amount": 10000, "description": "Sent today"}, "Idempotency-Key", s.key())
	s.call("refund", http.MethodPost, at+"/charges/honey-first-77/refund", object{"amount": 1000, "description": "Broken lid"}, "Idempotency-Key", s.key())
	s.call("charge", http.MethodPost, at+"/charges", charge("honey-may-2026", dueSoon), "Idempotency-Key", s.key())
	s.call("cancel", http.MethodDelete, at+"/charges/honey-may-2026", nil, "Idempotency-Key", s.key())
	one := charge("honey-june-2026", dueLater)
	one["agreementId"] = id
	s.call("charges", http.MethodPost, agreements+"/charges", []any{one}, "Idempotency-Key", s.key())
	s.call("update", http.MethodPatch, at, object{"productName": "Two pots of honey", "interval": object{"type": "RECURRING", "period": object{"unit": "MONTH", "count": 2}}}, "Idempotency-Key", s.key())
	s.call("stop", http.MethodPatch, at, object{"status": "STOPPED"}, "Idempotency-Key", s.key())
}

func subscribeAtAnotherPrice(s *Shop) {
	cheap := agreementDraft()
	delete(cheap, "initialCharge")
	cheap["campaign"] = object{"type": "PRICE_CAMPAIGN", "price": 1000, "end": "2026-12-01T00:00:00Z"}
	s.call("draft", http.MethodPost, agreements, cheap, "Idempotency-Key", s.key())
	free := agreementDraft()
	delete(free, "initialCharge")
	free["pricing"] = object{"type": "VARIABLE", "suggestedMaxAmount": 300000, "currency": "NOK"}
	s.call("variable", http.MethodPost, agreements, free, "Idempotency-Key", s.key())
	s.call("list", http.MethodGet, agreements+"?status=PENDING", nil)
}

// draftMistakes are made when an agreement is offered.
func draftMistakes() []Mistake {
	return together(of("recurring",
		row{"draft", "recurring-is-app", "guide.is-app", "isApp is left out.", set("/isApp", true)},
		row{"draft", "recurring-page-in-clear", "guide.https-url", "Addresses begin with https.", set("/merchantAgreementUrl", "http://shop.example/my/honey")},
		row{"draft", "recurring-front-page", "guide.management-page", "The page for the agreement is no front page.", set("/merchantAgreementUrl", Address+"/")},
		row{"draft", "recurring-local-number", "guide.mobile-number", "A number begins with the country code.", set("/phoneNumber", "91234567")},
		row{"draft", "recurring-push-to-nobody", "guide.push-needs-customer", "Without a landing page the customer is known.",
			both(set("/skipLandingPage", true), drop("/phoneNumber"))},
		row{"draft", "recurring-scope-misspelt", "guide.scope-words", "A scope is made of known words.", set("/scope", "name e-mail")},
		row{"draft", "recurring-half-a-krone", "guide.minimum-amount", "A charge is of a krone at least.", set("/initialCharge/amount", 50)},
		row{"draft", "recurring-price-of-version-2", "guide.v2-name", "Nothing has a name of version 2.", set("/price", 34900)},
		row{"draft", "recurring-phone-of-version-2", "guide.v2-name", "Nothing has a name of version 2.",
			both(set("/customerPhoneNumber", "4791234567"), drop("/phoneNumber"))},
		row{"draft", "recurring-count-as-text", "guide.count-as-text", "A count is a number.", set("/interval/count", "1")},
		row{"draft", "recurring-price-without-type", "guide.pricing-type", "A price says its type.", drop("/pricing/type")},
		row{"draft", "recurring-every-no-month", "schema.minimum", "An interval is one month at least.", set("/interval/count", 0)},
		row{"draft", "recurring-every-32-months", "schema.maximum", "An interval is 31 months at most.", set("/interval/count", 32)},
		row{"draft", "recurring-product-too-long", "schema.maxLength", "A product has 45 characters at most.", set("/productName", strings.Repeat("honey ", 8))},
	), of("recurring campaign",
		row{"draft", "recurring-campaign-with-variable", "guide.campaign-pricing", "A campaign has a fixed price.",
			set("/pricing", object{"type": "VARIABLE", "suggestedMaxAmount": 300000, "currency": "NOK"})},
		row{"draft", "recurring-campaign-of-no-kind", "schema.discriminator", "A campaign is of a known type.", set("/campaign/type", "SUMMER_CAMPAIGN")},
		row{"draft", "recurring-campaign-with-two-ends", "guide.campaign-fields", "A campaign ends as its type has it.", set("/campaign/period", object{"unit": "WEEK", "count": 10})},
		row{"draft", "recurring-campaign-without-end", "schema.required", "A campaign says how it ends.", drop("/campaign/end")},
		row{"draft", "recurring-campaign-in-the-past", "guide.campaign-dates", "A campaign ends in the time to come.", set("/campaign/end", "2025-01-01T00:00:00Z")},
		row{"variable", "recurring-maximum-too-high", "guide.suggested-max-amount", "A suggested maximum is 20 000 NOK at most.", set("/pricing/suggestedMaxAmount", 2000001)},
	))
}

func recurringMistakes() []Mistake {
	return of("recurring",
		row{"list", "recurring-page-size-alone", "guide.paging", "pageSize goes with pageNumber.", target("&pageNumber=1", "")},
		row{"list", "recurring-list-without-status", "guide.list-status", "A list says for which status it asks.", target("status=ACTIVE&", "")},
		row{"first charge", "recurring-charge-by-itself", "guide.charge-lookup", "A charge is asked for by its agreement.", func(r *request) {
			r.target = "/recurring/v3/charges/honey-first-77"
		}},
		row{"list", "recurring-unknown-status", "param.invalid", "A filter has a word that is known.", target("status=ACTIVE", "status=RUNNING")},
		row{"charge", "recurring-currency-in-charge", "guide.v2-name", "A charge has the agreement's currency.", set("/currency", "NOK")},
		row{"charge", "recurring-due-today", "guide.charge-due", "A charge is due a day after it is created.", set("/due", "2026-05-01")},
		row{"charge", "recurring-no-retries", "guide.retry-days", "A charge is retried for two days.", set("/retryDays", 0)},
		row{"charge", "recurring-description-too-long", "guide.description-length", "A description has 45 characters at most.", set("/description", strings.Repeat("honey ", 8))},
		row{"charge", "recurring-order-id-of-digits", "guide.orderid-quality", "An orderId has letters.", set("/orderId", "00012345")},
		row{"charge", "recurring-unscheduled-with-due", "guide.charge-type", "What is unscheduled is not due on a day.", set("/type", "UNSCHEDULED")},
		row{"charge", "recurring-amount-with-decimals", "schema.type", "An amount is a whole number of øre.", set("/amount", 349.5)},
		row{"charge", "recurring-due-with-slashes", "schema.format", "A date has hyphens.", set("/due", "2026/05/20")},
		row{"charge", "recurring-key-with-a-slash", "idempotency.key-characters", "A key has no slash.", header("Idempotency-Key", "agreement/77/may")},
		row{"charge", "recurring-key-too-long", "idempotency.key-length", "A key has 40 characters at most.", header("Idempotency-Key", strings.Repeat("k", 41))},
		row{"charge", "recurring-key-misnamed", "idempotency.key-name", "The header is Idempotency-Key.", func(r *request) {
			r.header["Idempotent-Key"] = r.header["Idempotency-Key"]
			delete(r.header, "Idempotency-Key")
		}},
		row{"charges", "recurring-order-id-twice", "guide.orderid-twice", "No two charges have one orderId.", func(r *request) {
			list := r.body.([]any)
			r.body = append(list, list[0])
		}},
		row{"update", "recurring-interval-of-the-draft", "guide.interval-update", "A new interval says its type.", set("/interval", object{"unit": "MONTH", "count": 2})},
		row{"update", "recurring-maximum-at-the-top", "guide.v2-name", "suggestedMaxAmount is in pricing.", set("/suggestedMaxAmount", 300000)},
		row{"update", "recurring-campaign-later", "guide.fixed-at-draft", "A campaign is in the draft or not at all.",
			set("/campaign", object{"type": "PRICE_CAMPAIGN", "price": 1000, "end": "2026-12-01T00:00:00Z"})},
		row{"stop", "recurring-stop-with-a-name", "guide.stop-alone", "Who stops changes nothing else.", set("/productName", "No more honey")},
		row{"agreement", "recurring-version-2", "lifecycle.retired", "Version 2 is gone.", target("/v3/", "/v2/")},
		row{"charges", "recurring-charges-of-nobody", "guide.bulk-size", "A list of charges has one at least.", func(r *request) { r.body = []any{} }},
	)
}
