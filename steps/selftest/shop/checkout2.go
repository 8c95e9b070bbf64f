package shop

import (
	"net/http"
	"strings"
)

const sessions2 = "/checkout/v2/session"

// checkoutOrder2 is an order as version 2 has it, which is on its way out.
func checkoutOrder2(reference string) object {
	return object{
		"merchantInfo": object{
			"callbackPrefix": Address + "/checkout2", "returnUrl": Address + "/back/" + reference,
			"callbackAuthorizationToken": "a-token-of-the-shop-77", "termsAndConditionsUrl": Address + "/terms",
		},
		"transaction": object{"amount": nok(49900), "reference": reference, "paymentDescription": "A pot of honey"},
		"logistics": object{"fixedOptions": []any{object{
			"brand": "Posten", "product": "Mailbox", "id": "post", "priority": 1, "isDefault": true, "description": "Tomorrow",
			"isPickupPoint": false, "amount": nok(4900),
		}}},
		"customerInteraction": "CUSTOMER_NOT_PRESENT", "userFlow": "WEB_REDIRECT", "contactFields": true, "addressFields": true,
	}
}

// sellByCheckout2 is what sellByCheckout is, with version 2.
func sellByCheckout2(s *Shop) {
	const id = "honey-session-79"
	poll := s.call("open", http.MethodPost, sessions2, checkoutOrder2(id)).text("pollingUrl")
	at := sessions2 + "/" + poll[strings.LastIndexByte(poll, '/')+1:]
	s.call("poll", http.MethodGet, at, nil)
	s.act("/sessions/"+id+"/pay", nil)
	s.act("/sessions/"+id+"/approve", nil)
	s.call("poll at the end", http.MethodGet, at, nil)
	s.call("read", http.MethodGet, epaymentPayments+"/"+id, nil)
	s.call("capture", http.MethodPost, epaymentPayments+"/"+id+"/capture", part(54800), "Idempotency-Key", s.key())
}

func checkout2Mistakes() []Mistake {
	return of("checkout 2",
		row{"open", "checkout-2-address-of-nobody", "guide.address-needs-contact", "An address is somebody's.", set("/contactFields", false)},
		row{"open", "checkout-2-ways-without-address", "guide.elements-logistics", "Ways to ship that are asked for need an address.",
			both(set("/addressFields", false), set("/logistics/dynamicOptionsCallback", Address+"/ways"))},
		row{"open", "checkout-2-names-of-version-3", "guide.version-3-names", "Nothing has a name of version 3.", set("/reference", "honey-session-79")},
		row{"open", "checkout-2-unknown-flow", "guide.session-words", "A flow is a known one.", set("/userFlow", "BY_POST")},
	)
}
