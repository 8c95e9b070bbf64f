package checkout

import (
	"cmp"
	"maps"

	"kontrakt/harness/api"
)

type object = map[string]any

// An Opening is a session that the merchant wants to open, with all that version
// 3 lets it ask for.
type Opening struct {
	api.Purchase
	// Lines are the order summary, shown where ShowLines says so.
	Lines     []Line
	ShowLines bool
	// Terms is the address of the merchant's terms; empty for none.
	Terms string
	// Countries are those that the customer may live in; nil are all.
	Countries []string
	// Consent is a box for the customer to tick; nil for none.
	Consent *Consent
	// Elsewhere are payment methods of others, by name, with the address that
	// each leads to.
	Elsewhere map[string]string
	// Subscription makes the session one for an agreement; Once leaves out what
	// is paid at once.
	Subscription *Subscription
	FreeStart    bool
	// Earlier gives the reference where it stood until 2025, inside of
	// transaction.
	Earlier bool
}

// A Line is one line of an order summary.
type Line struct {
	ID, Name string
	// Total includes Tax; Rate is in hundredths of a percent.
	Total, Tax, Rate int64
	// More are further members, by the API's names.
	More map[string]any
}

// Consent is a box for the customer to tick.
type Consent struct {
	Text     string
	Required bool
}

// A Subscription is what the customer agrees to pay again and again.
type Subscription struct {
	Product, Link string
	Price         api.Money
	Unit          string
	Count         int
	// Campaign is the lower price at the start, by the API's names; nil for none.
	Campaign map[string]any
}

func (o Opening) body() ([]byte, error) {
	body := object{"type": "PAYMENT", "merchantInfo": o.merchant()}
	o.putTransaction(body)
	if s := o.Subscription; s != nil {
		body["type"], body["subscription"] = "SUBSCRIPTION", s.body()
	}
	if len(o.Fixed) > 0 || o.OptionsURL != "" {
		logistics := object{}
		putText(logistics, "dynamicOptionsCallback", o.OptionsURL)
		if len(o.Fixed) > 0 {
			logistics["fixedOptions"] = Options(o.Fixed)
		}
		body["logistics"] = logistics
	}
	if len(o.Prefill) > 0 {
		body["prefillCustomer"] = o.Prefill
	}
	if c := o.configuration(); len(c) > 0 {
		body["configuration"] = c
	}
	for _, e := range o.Edits {
		if err := e.Apply(body); err != nil {
			return nil, err
		}
	}
	return api.Encode(body)
}

func (o Opening) merchant() object {
	m := object{"callbackUrl": o.CallbackURL, "returnUrl": o.ReturnURL, "callbackAuthorizationToken": o.CallbackToken}
	putText(m, "termsAndConditionsUrl", o.Terms)
	return m
}

func (o Opening) putTransaction(body object) {
	transaction := object{"amount": amountOf(o.Amount), "paymentDescription": o.Text}
	if len(o.Lines) > 0 {
		transaction["orderSummary"] = summary(o.Lines, o.Amount.Currency)
	}
	if o.Earlier {
		transaction["reference"] = o.Reference
	} else {
		body["reference"] = o.Reference
	}
	if !o.FreeStart {
		body["transaction"] = transaction
	}
}

func (o Opening) configuration() object {
	c := object{}
	putText(c, "elements", map[api.Elements]string{
		api.AllForms: "Full", api.NoAddress: "PaymentAndContactInfo", api.NoForms: "PaymentOnly",
	}[o.Elements])
	if o.Present {
		c["customerInteraction"] = "CUSTOMER_PRESENT"
	}
	if o.App {
		c["userFlow"] = "NATIVE_REDIRECT"
	}
	if o.Identity {
		c["requireUserInfo"] = true
	}
	if o.Countries != nil {
		c["countries"] = object{"supported": o.Countries}
	}
	if o.Consent != nil {
		c["customConsent"] = object{"text": o.Consent.Text, "required": o.Consent.Required}
	}
	if o.ShowLines {
		c["showOrderSummary"] = true
	}
	if len(o.Elsewhere) > 0 {
		var list []object
		for method, address := range o.Elsewhere {
			list = append(list, object{"paymentMethod": method, "redirectUrl": address})
		}
		c["externalPaymentMethods"] = list
	}
	return c
}

func (s Subscription) body() object {
	body := object{
		"productName": s.Product, "amount": amountOf(s.Price), "merchantAgreementUrl": s.Link,
		"interval": object{"unit": s.Unit, "count": cmp.Or(s.Count, 1)},
	}
	if s.Campaign != nil {
		body["campaign"] = s.Campaign
	}
	return body
}

// Options is a list of ways to ship as version 3 has it, in requests and in the
// merchant's answer.
func Options(ways []api.Way) []any {
	list := make([]any, len(ways))
	for n, way := range ways {
		option := object{
			"brand": way.Carrier, "id": way.ID, "priority": way.Priority, "isDefault": way.Default, "amount": amountOf(way.Cost),
		}
		putText(option, "type", way.Kind)
		putText(option, "title", way.Title)
		maps.Copy(option, way.More)
		for name, value := range way.More {
			if value == nil {
				delete(option, name)
			}
		}
		list[n] = option
	}
	return list
}

func summary(lines []Line, currency string) object {
	list := make([]any, len(lines))
	for n, l := range lines {
		line := object{
			"id": l.ID, "name": l.Name, "totalAmount": l.Total, "totalAmountExcludingTax": l.Total - l.Tax,
			"totalTaxAmount": l.Tax, "taxRate": l.Rate,
		}
		maps.Copy(line, l.More)
		list[n] = line
	}
	return object{"orderLines": list, "orderBottomLine": object{"currency": currency}}
}

// amountOf is an amount in a request.
func amountOf(m api.Money) object { return object{"value": m.Minor, "currency": m.Currency} }

func putText(o object, name, value string) {
	if value != "" {
		o[name] = value
	}
}
