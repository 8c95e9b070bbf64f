package ecom

import (
	"encoding/json"
	"strings"

	"kontrakt/harness/api"
)

// An Initiation is a payment that the merchant wants to start, with all that
// eCom lets it ask for.
type Initiation struct {
	api.Order
	// Express asks for the customer's address and shipping choice as well.
	Express bool
	// Shipping offers fixed methods; ShippingURL is asked for methods otherwise.
	Shipping    []Shipping
	ShippingURL string
	// ConsentURL is told when the customer withdraws consent; express only.
	ConsentURL string
	App        bool
	// SkipLandingPage sends the push message at once.
	SkipLandingPage bool
	// Scope asks for profile data, separated by spaces.
	Scope string
	// ExplicitFlow is sent as useExplicitCheckoutFlow when it is set.
	ExplicitFlow *bool
	// Edits are made to the request's body at last, for requests that are wrong
	// on purpose.
	Edits []Edit
}

// Shipping is one way to send the goods.
type Shipping struct {
	ID, Method string
	// Cost goes out in kroner, as eCom wants it here.
	Cost     api.Money
	Default  bool
	Priority int
}

// An Edit is a change that makes a request wrong on purpose.
type Edit = api.Edit

type object = map[string]any

func (i Initiation) body(msn string) ([]byte, error) {
	customer := object{}
	put(customer, "mobileNumber", i.Phone)
	body := object{"customerInfo": customer, "merchantInfo": i.merchantInfo(msn), "transaction": i.transaction()}
	for _, e := range i.Edits {
		if err := e.Apply(body); err != nil {
			return nil, err
		}
	}
	return api.Encode(body)
}

func (i Initiation) merchantInfo(msn string) object {
	m := object{"merchantSerialNumber": msn, "callbackPrefix": i.CallbackURL, "fallBack": i.ReturnURL}
	put(m, "authToken", i.CallbackToken)
	put(m, "consentRemovalPrefix", i.ConsentURL)
	put(m, "shippingDetailsPrefix", i.ShippingURL)
	if i.App {
		m["isApp"] = true
	}
	if i.Express {
		m["paymentType"] = "eComm Express Payment"
	}
	if len(i.Shipping) > 0 {
		m["staticShippingDetails"] = ShippingOptions(i.Shipping)
	}
	return m
}

func (i Initiation) transaction() object {
	t := object{"orderId": i.Reference, "amount": i.Amount.Minor, "transactionText": i.Text}
	put(t, "scope", i.Scope)
	if i.SkipLandingPage {
		t["skipLandingPage"] = true
	}
	if i.ExplicitFlow != nil {
		t["useExplicitCheckoutFlow"] = *i.ExplicitFlow
	}
	return t
}

// ShippingOptions is the list of methods as eCom has it, both in the request to
// initiate and in the merchant's answer about shipping.
func ShippingOptions(all []Shipping) []any {
	list := make([]any, len(all))
	for n, s := range all {
		o := object{"isDefault": "N", "shippingCost": kroner(s.Cost), "shippingMethod": s.Method, "shippingMethodId": s.ID}
		if s.Default {
			o["isDefault"] = "Y"
		}
		if s.Priority > 0 {
			o["priority"] = s.Priority
		}
		list[n] = o
	}
	return list
}

// kroner writes an amount in major units, digit by digit.
func kroner(m api.Money) json.Number {
	amount, _, _ := strings.Cut(m.String(), " ")
	return json.Number(amount)
}

func put(o object, name, value string) {
	if value != "" {
		o[name] = value
	}
}
