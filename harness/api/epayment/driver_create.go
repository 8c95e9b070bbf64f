package epayment

import (
	"cmp"
	"encoding/json"
	"time"

	"kontrakt/harness/api"
)

// A Creation is a payment that the merchant wants to start, with all that
// ePayment lets it ask for. Of an order it leaves out what only eCom has:
// CallbackURL and CallbackToken.
type Creation struct {
	api.Order
	// Flow is a word of userFlow; empty is WEB_REDIRECT.
	Flow string
	// PersonalQR and CustomerToken name the customer in other ways than Phone,
	// which is an MSISDN here.
	PersonalQR, CustomerToken string
	// Present says that the customer stands at the counter.
	Present bool
	// MinimumAge is what the customer's age must be; 0 asks for none.
	MinimumAge int
	// Scope asks for profile data, separated by spaces.
	Scope string
	// Expires is when the payment expires; zero leaves it to ePayment.
	Expires time.Time
	// Receipt sends one line with the whole amount.
	Receipt bool
	// QRFormat is a word of qrFormat.format, QRSize its size in pixels; 0 is
	// none.
	QRFormat string
	QRSize   int
	Metadata map[string]string
	// Shipping makes the payment express: fixed ways, or ShippingURL, which is
	// asked for them with ShippingToken.
	Shipping                   []Shipping
	ShippingURL, ShippingToken string
	// Countries are those that the merchant ships to; none are all.
	Countries []string
	// Edits are made to the request's body at last, for requests that are wrong
	// on purpose.
	Edits []api.Edit
}

// Shipping is one way to send the goods.
type Shipping struct {
	ID, Method string
	Cost       api.Money
	Default    bool
	Priority   int
}

func (c Creation) body() ([]byte, error) {
	body := object{
		"amount":        wire(c.Amount),
		"paymentMethod": object{"type": wallet},
		"reference":     c.Reference,
		"userFlow":      cmp.Or(c.Flow, webRedirect),
	}
	put(body, "returnUrl", c.ReturnURL)
	put(body, "paymentDescription", c.Text)
	c.putCustomer(body)
	c.putWishes(body)
	if s := c.shipping(); s != nil {
		body["shipping"] = s
	}
	for _, e := range c.Edits {
		if err := e.Apply(body); err != nil {
			return nil, err
		}
	}
	return api.Encode(body)
}

func (c Creation) putCustomer(body object) {
	customer := object{}
	put(customer, "phoneNumber", c.Phone)
	put(customer, "personalQr", c.PersonalQR)
	put(customer, "customerToken", c.CustomerToken)
	if len(customer) > 0 {
		body["customer"] = customer
	}
	if c.Present {
		body["customerInteraction"] = "CUSTOMER_PRESENT"
	}
	if c.MinimumAge > 0 {
		body["minimumUserAge"] = c.MinimumAge
	}
	if c.Scope != "" {
		body["profile"] = object{"scope": c.Scope}
	}
}

func (c Creation) putWishes(body object) {
	if !c.Expires.IsZero() {
		body["expiresAt"] = c.Expires.UTC().Format(time.RFC3339)
	}
	if c.Receipt {
		body["receipt"] = receipt(c.Order)
	}
	if c.QRFormat != "" {
		qr := object{"format": c.QRFormat}
		if c.QRSize > 0 {
			qr["size"] = c.QRSize
		}
		body["qrFormat"] = qr
	}
	if len(c.Metadata) > 0 {
		body["metadata"] = c.Metadata
	}
}

// receipt is one line with the whole amount, of which a fifth is tax.
func receipt(o api.Order) object {
	tax := o.Amount.Minor / 5
	return object{
		"orderLines": []any{object{
			"id": "mug", "name": o.Text, "totalAmount": o.Amount.Minor, "totalAmountExcludingTax": o.Amount.Minor - tax,
			"totalTaxAmount": tax, "taxRate": 2500,
		}},
		"bottomLine": object{"currency": o.Amount.Currency},
	}
}

func (c Creation) shipping() object {
	s := object{}
	switch {
	case len(c.Shipping) > 0:
		s["fixedOptions"] = ShippingGroups(c.Shipping)
	case c.ShippingURL != "":
		dynamic := object{"callbackUrl": c.ShippingURL}
		put(dynamic, "callbackAuthorizationToken", c.ShippingToken)
		s["dynamicOptions"] = dynamic
	default:
		return nil
	}
	if len(c.Countries) > 0 {
		s["allowedCountries"] = c.Countries
	}
	return s
}

// ShippingGroups is the list of ways to ship as ePayment has it, both in the
// request to create and in the merchant's answer: all in one group.
func ShippingGroups(all []Shipping) []any {
	options := make([]any, len(all))
	for n, s := range all {
		o := object{"id": s.ID, "name": s.Method, "amount": wire(s.Cost), "isDefault": s.Default}
		if s.Priority > 0 {
			o["priority"] = s.Priority
		}
		options[n] = o
	}
	return []any{object{"brand": "OTHER", "type": "OTHER", "isDefault": true, "priority": 1, "options": options}}
}

// wire is an amount in a request.
func wire(m api.Money) object {
	return object{"currency": m.Currency, "value": json.Number(minor(m.Minor))}
}

func put(o object, name, value string) {
	if value != "" {
		o[name] = value
	}
}
