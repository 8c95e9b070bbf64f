package checkout

import (
	"bytes"
	"encoding/json"

	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/profile"
	"kontrakt/harness/sandbox/session"
)

// createForm is the request to create, as far as the sandbox reads it.
type createForm struct {
	Type         string `json:"type"`
	Reference    string `json:"reference"`
	MerchantInfo struct {
		Callback string `json:"callbackUrl"`
		Return   string `json:"returnUrl"`
		Token    string `json:"callbackAuthorizationToken"`
		Terms    string `json:"termsAndConditionsUrl"`
	} `json:"merchantInfo"`
	Transaction   *transactionForm  `json:"transaction"`
	Subscription  *subscriptionForm `json:"subscription"`
	Logistics     logisticsForm     `json:"logistics"`
	Prefill       prefillForm       `json:"prefillCustomer"`
	Configuration configurationForm `json:"configuration"`
}

type transactionForm struct {
	Amount      sessionwire.Amount `json:"amount"`
	Reference   string             `json:"reference"`
	Description string             `json:"paymentDescription"`
	Summary     *summaryForm       `json:"orderSummary"`
}

type subscriptionForm struct {
	Name        string             `json:"productName"`
	Description string             `json:"productDescription"`
	Amount      sessionwire.Amount `json:"amount"`
	Interval    struct {
		Unit  string `json:"unit"`
		Count int    `json:"count"`
	} `json:"interval"`
	URL      string `json:"merchantAgreementUrl"`
	Campaign *struct {
		Type  string `json:"type"`
		Price int64  `json:"price"`
	} `json:"campaign"`
}

type logisticsForm struct {
	Dynamic      string          `json:"dynamicOptionsCallback"`
	Fixed        []optionJSON    `json:"fixedOptions"`
	Integrations json.RawMessage `json:"integrations"`
}

type configurationForm struct {
	Interaction string `json:"customerInteraction"`
	Elements    string `json:"elements"`
	Countries   struct {
		Supported []string `json:"supported"`
	} `json:"countries"`
	Flow        string            `json:"userFlow"`
	Identity    bool              `json:"requireUserInfo"`
	Consent     *consentForm      `json:"customConsent"`
	ShowSummary bool              `json:"showOrderSummary"`
	External    []externalPayment `json:"externalPaymentMethods"`
}

type consentForm struct {
	Text     string `json:"text"`
	Required bool   `json:"required"`
}

type externalPayment struct {
	Method string `json:"paymentMethod"`
	URL    string `json:"redirectUrl"`
}

// summaryForm is the lines of an order.
type summaryForm struct {
	Lines  []lineForm `json:"orderLines"`
	Bottom struct {
		Currency string `json:"currency"`
		Tip      int64  `json:"tipAmount"`
		GiftCard int64  `json:"giftCardAmount"`
	} `json:"orderBottomLine"`
}

type lineForm struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Total    int64  `json:"totalAmount"`
	Net      int64  `json:"totalAmountExcludingTax"`
	Tax      int64  `json:"totalTaxAmount"`
	TaxRate  int64  `json:"taxRate"`
	Discount int64  `json:"discount"`
	Unit     *struct {
		Price    int64  `json:"unitPrice"`
		Quantity string `json:"quantity"`
		Measure  string `json:"quantityUnit"`
	} `json:"unitInfo"`
	URL      string `json:"productUrl"`
	IsReturn bool   `json:"isReturn"`
	Shipping bool   `json:"isShipping"`
}

// updateForm is the request to change a session.
type updateForm struct {
	Transaction *transactionForm `json:"transaction"`
	// Options are nil where they stay as they are.
	Options *[]optionJSON `json:"logisticOptions"`
}

// prefillForm is what the merchant knows of the customer. Whatever stands in it,
// it is no error: what does not hold is asked for.
type prefillForm map[string]any

// UnmarshalJSON takes anything.
func (p *prefillForm) UnmarshalJSON(body []byte) error {
	var members map[string]any
	if json.Unmarshal(body, &members) == nil {
		*p = members
	}
	return nil
}

func (p prefillForm) person() profile.Person {
	text := func(name string) string {
		t, _ := p[name].(string)
		return t
	}
	return profile.Person{
		FirstName: text("firstName"), LastName: text("lastName"), Email: text("email"), Phone: text("phoneNumber"),
		Address: profile.Address{
			Line1: text("streetAddress"), City: text("city"), Code: text("postalCode"), Country: text("country"),
		},
	}
}

// read reads a body that the contract has let pass; what stands behind its one
// JSON value does not count.
func read(body []byte, into any) error {
	if json.NewDecoder(bytes.NewReader(body)).Decode(into) != nil {
		return sessionwire.Invalid("Body", "It does not have the documented form.")
	}
	return nil
}

// change is what the merchant means to change.
//
// Choice: a reference in it, which is deprecated, is not looked at.
func (f updateForm) change() session.Change {
	var c session.Change
	if t := f.Transaction; t != nil {
		amount := t.Amount.Meant()
		c.Amount, c.Description, c.Summary = &amount, &t.Description, t.Summary.domain()
	}
	if f.Options != nil {
		options := domain(*f.Options)
		c.Options = &options
	}
	return c
}

// order is what the merchant means.
//
// Choice: a session without a type is one for a payment, as every session was
// before there were others.
func (f createForm) order(b *sandbox.Box) (session.Order, error) {
	o := session.Order{
		Reference: f.Reference,
		Callback:  f.MerchantInfo.Callback, CallbackToken: f.MerchantInfo.Token, Return: f.MerchantInfo.Return, Terms: f.MerchantInfo.Terms,
		Prefill: f.Prefill.person(),
	}
	if t := f.Transaction; t != nil {
		switch {
		case f.Reference == "":
			o.Reference = t.Reference
		case t.Reference != "" && t.Reference != f.Reference && !b.Fault(faultTwoReferences):
			return o, sessionwire.Invalid("Transaction.Reference", "It is another one than the session's.")
		}
		o.Amount, o.Description, o.Summary = t.Amount.Meant(), t.Description, t.Summary.domain()
	}
	if o.Reference == "" {
		return o, sessionwire.Invalid("Reference", "It is missing.")
	}
	if f.Type == "SUBSCRIPTION" {
		o.Subscription = f.Subscription.domain()
	} else {
		o.Logistics = f.Logistics.domain()
	}
	f.Configuration.onto(&o)
	return o, nil
}

func (l logisticsForm) domain() session.Logistics {
	there := len(l.Integrations) > 0 && string(l.Integrations) != "null"
	return session.Logistics{Dynamic: l.Dynamic, Fixed: domain(l.Fixed), Integrations: there}
}

func (c configurationForm) onto(o *session.Order) {
	o.Elements, o.Interaction, o.Flow = session.Elements(c.Elements), c.Interaction, c.Flow
	o.Countries, o.Identity, o.ShowSummary = c.Countries.Supported, c.Identity, c.ShowSummary
	if c.Consent != nil {
		o.Consent = &session.Consent{Text: c.Consent.Text, Required: c.Consent.Required}
	}
	for _, e := range c.External {
		o.External = append(o.External, session.External{Method: e.Method, URL: e.URL})
	}
}

func (s *subscriptionForm) domain() *session.Subscription {
	if s == nil {
		return nil
	}
	out := &session.Subscription{
		Name: s.Name, Description: s.Description, Amount: s.Amount.Meant(), Every: s.Interval.Count, Unit: s.Interval.Unit, URL: s.URL,
	}
	if s.Campaign != nil {
		out.Campaign, out.Price = s.Campaign.Type, s.Campaign.Price
	}
	return out
}

func (s *summaryForm) domain() *session.Summary {
	if s == nil {
		return nil
	}
	out := &session.Summary{Currency: s.Bottom.Currency, Tip: s.Bottom.Tip, GiftCard: s.Bottom.GiftCard}
	for _, l := range s.Lines {
		line := session.Line{
			ID: l.ID, Name: l.Name, Total: l.Total, Net: l.Net, Tax: l.Tax, TaxRate: l.TaxRate, Discount: l.Discount,
			URL: l.URL, IsReturn: l.IsReturn, Shipping: l.Shipping,
		}
		if l.Unit != nil {
			line.Unit, line.Quantity, line.Measure = l.Unit.Price, l.Unit.Quantity, l.Unit.Measure
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}
