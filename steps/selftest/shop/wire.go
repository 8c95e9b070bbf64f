package shop

import (
	"net/http"
	"strings"

	"kontrakt/harness"
)

// wireMistakes are those that any API could show.
func wireMistakes() []Mistake {
	return together(of("epayment",
		row{"create", "wire-amount-as-text", "schema.type", "A number is no text.", set("/amount/value", "49900")},
		row{"create", "wire-currency-in-lower-case", "schema.enum", "Words are spelt as documented.", set("/amount/currency", "nok")},
		row{"create", "wire-no-amount", "schema.required", "What is required is there.", drop("/amount")},
		row{"create", "wire-reference-with-a-slash", "schema.pattern", "A reference has letters, digits and hyphens.", set("/reference", "honey/77/2030")},
		row{"create", "wire-description-too-long", "schema.maxLength", "A description has 100 characters at most.", set("/paymentDescription", strings.Repeat("honey ", 20))},
		row{"create", "wire-description-too-short", "schema.minLength", "A description has 3 characters at least.", set("/paymentDescription", "ho")},
		row{"create", "wire-address-is-null", "schema.nullable", "What cannot be null is left out.", set("/returnUrl", nil)},
		row{"create", "wire-member-of-nobody", "body.undocumented-property", "Members are documented.", set("/orderColour", "yellow")},
		row{"create", "wire-six-notes", "schema.maxProperties", "Metadata has five members at most.", set("/metadata", object{"a": "1", "b": "2", "c": "3", "d": "4", "e": "5", "f": "6"})},
		row{"create", "wire-receipt-of-nothing", "schema.minItems", "A receipt has a line at least.",
			set("/receipt", object{"orderLines": []any{}, "bottomLine": object{"currency": "NOK", "receiptNumber": "77"}})},
		row{"create", "wire-customer-as-text", "schema.oneOf", "A customer is named in an object.", set("/customer", "4791234567")},
		row{"create", "wire-customer-with-a-name", "schema.additionalProperties", "A customer is named in one way.", set("/customer/name", "Kari")},
		row{"create", "wire-coding-that-nobody-reads", harness.UnreadBody, "A body is coded as everybody can read it.", header("Content-Encoding", "compress")},
		row{"create", "wire-no-json", "body.not-json", "A body is JSON.", raw(`{"amount":{"currency":"NOK","value":49900},`)},
		row{"create", "wire-member-twice", "body.duplicate-key", "A member stands there once.", raw(
			`{"amount":{"currency":"NOK","value":49900,"value":49900},"paymentMethod":{"type":"WALLET"},"reference":"honey-payment-77","userFlow":"WEB_REDIRECT",` +
				`"returnUrl":"https://shop.example/back","paymentDescription":"A pot of honey"}`)},
		row{"capture", "wire-two-bodies", "body.trailing-data", "Nothing follows a body.", raw(`{"modificationAmount":{"currency":"NOK","value":19900}} {}`)},
		row{"read", "wire-serial-number-of-letters", "header.invalid", "A serial number has digits.", header("Merchant-Serial-Number", "honey")},
		row{"capture", "wire-no-body", "body.missing", "A capture says how much.", func(r *request) { r.raw = []byte{}; r.body = nil; delete(r.header, "Content-Type") }},
		row{"create", "wire-form", "content-type.undocumented", "A body calls itself JSON.", header("Content-Type", "application/x-www-form-urlencoded")},
		row{"read", "wire-trailing-slash", "route.spelling", "Paths are spelt as documented.", func(r *request) { r.target += "/" }},
		row{"events", "wire-wrong-method", "route.method", "A path is called as documented.", method(http.MethodPost)},
		row{"events", "wire-unknown-path", "route.unknown", "A path is a documented one.", target("/events", "/history")},
		row{"read", "wire-no-token", "auth.missing", "Calls carry a token.", header("Authorization")},
		row{"read", "wire-bearer-in-lower-case", "guide.bearer", "The word is Bearer, with a capital.", func(r *request) {
			r.header.Set("Authorization", strings.Replace(r.header.Get("Authorization"), "B", "b", 1))
		}},
		row{"read", "wire-token-without-bearer", "guide.bearer", "The word stands before the token.", func(r *request) {
			r.header.Set("Authorization", strings.TrimPrefix(r.header.Get("Authorization"), "Bearer "))
		}},
		row{"read", "wire-no-name", "guide.system-headers", "Calls say who calls.", both(header("Vipps-System-Name"), header("Vipps-System-Version"),
			header("Vipps-System-Plugin-Name"), header("Vipps-System-Plugin-Version"))},
		row{"read", "wire-name-of-an-example", "guide.system-headers", "Calls say who calls.", header("Vipps-System-Plugin-Name", "acme-webshop")},
		row{"create", "wire-whom-it-is-for", "guide.personal-text", "Texts hold nobody's data.", set("/paymentDescription", "Honey for somebody@shop.example")},
		row{"read", "wire-no-serial-number", "header.missing", "Calls name the sales unit.", header("Merchant-Serial-Number")},
	), of("epayment push",
		row{"create", "wire-failing-amount-in-production", "guide.test-in-production", "What only tests know is not sent to production.",
			both(header("Host", "api.vipps.no"), set("/amount/value", 151))},
	), of("ecom",
		row{"initiate", "wire-prefix-with-a-slash", "guide.prefix-slash", "A prefix has no slash at its end.", set("/merchantInfo/callbackPrefix", Address+"/ecom/")},
		row{"initiate", "wire-callback-to-localhost", "guide.public-address", "Addresses lead there from the internet.", set("/merchantInfo/callbackPrefix", "https://localhost:8443/ecom")},
	))
}
