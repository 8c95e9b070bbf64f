package epayment

import (
	"net/http"
	"slices"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/profile"
)

// bin begins the number of every card of the sandbox.
const bin = "400000"

// aggregateJSON is how the money stands.
type aggregateJSON struct {
	Authorized amountJSON `json:"authorizedAmount"`
	Cancelled  amountJSON `json:"cancelledAmount"`
	Captured   amountJSON `json:"capturedAmount"`
	Refunded   amountJSON `json:"refundedAmount"`
}

// paymentJSON is a payment as it stands.
type paymentJSON struct {
	Aggregate aggregateJSON `json:"aggregate"`
	Amount    amountJSON    `json:"amount"`
	State     string        `json:"state"`
	Method    struct {
		Type string `json:"type"`
		Bin  string `json:"cardBin,omitempty"`
	} `json:"paymentMethod"`
	Profile struct {
		Sub string `json:"sub,omitempty"`
	} `json:"profile"`
	PspReference string            `json:"pspReference"`
	RedirectURL  string            `json:"redirectUrl,omitempty"`
	Reference    string            `json:"reference"`
	Metadata     map[string]string `json:"metadata,omitempty"`
	sharedJSON
	Guaranteed string `json:"captureGuaranteedUntil,omitempty"`
}

// sharedJSON is what express tells of the customer, in the payment and in the
// webhook of its authorization.
type sharedJSON struct {
	Shipping *shippedJSON `json:"shippingDetails,omitempty"`
	User     *userJSON    `json:"userDetails,omitempty"`
}

type shippedJSON struct {
	Address addressJSON `json:"address"`
	Cost    int64       `json:"shippingCost"`
	ID      string      `json:"shippingOptionId"`
	Name    string      `json:"shippingOptionName"`
}

type userJSON struct {
	Email     string        `json:"email"`
	First     string        `json:"firstName"`
	Last      string        `json:"lastName"`
	Mobile    string        `json:"mobileNumber"`
	Born      string        `json:"dateOfBirth,omitempty"`
	Addresses []addressJSON `json:"addresses,omitempty"`
}

type addressJSON struct {
	Line1   string `json:"addressLine1"`
	Line2   string `json:"addressLine2,omitempty"`
	City    string `json:"city"`
	Country string `json:"country"`
	Code    string `json:"postCode"`
}

// or is the address, with what is not said taken from another.
func (a addressJSON) or(other profile.Address) profile.Address {
	if a.Line1 == "" {
		return other
	}
	own := profile.Address{Line1: a.Line1, Line2: a.Line2, City: a.City, Country: a.Country, Code: a.Code}
	if own.City == "" {
		own.City = other.City
	}
	if own.Country == "" {
		own.Country = other.Country
	}
	if own.Code == "" {
		own.Code = other.Code
	}
	return own
}

func asAddress(a profile.Address) addressJSON {
	return addressJSON{a.Line1, a.Line2, a.City, a.Country, a.Code}
}

// asAmount is so much of the payment's currency.
func (p *payment) asAmount(minor int64) amountJSON { return amountJSON{p.money.Currency, minor} }

// aggregate is how the money stands. What the merchant took back before the
// customer acted counts as cancelled.
//
// Choice: what the customer or time ended does not.
func (p *payment) aggregate(b *sandbox.Box) aggregateJSON {
	m := p.money
	cancelled := m.Cancelled()
	if m.Ending() == ledger.ByMerchant && !b.Fault(faultTerminatedNothing) {
		cancelled = m.Ordered()
	}
	if b.Fault(faultCancelUncounted) {
		cancelled = 0
	}
	return aggregateJSON{
		Authorized: p.asAmount(m.Reserved()), Cancelled: p.asAmount(cancelled),
		Captured: p.asAmount(m.Captured() + p.uncounted.captured), Refunded: p.asAmount(m.Refunded() + p.uncounted.refunded),
	}
}

// readPayment answers how a payment stands.
func readPayment(c *sandbox.Call) sandbox.Reply {
	p, err := locate(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	b := c.Box
	body := paymentJSON{
		Aggregate: p.aggregate(b), Amount: p.asAmount(p.total()), State: p.state(),
		PspReference: p.events(b)[0].PspReference, Reference: p.money.Reference, sharedJSON: p.shared(b),
	}
	if body.Method.Type = p.form.PaymentMethod.Type; p.money.Reserved() > 0 {
		body.Method.Bin = bin
	}
	if !p.foreign {
		body.RedirectURL, body.Metadata = p.redirect(b), p.form.Metadata
	}
	if body.Profile.Sub = p.sub; b.Fault(faultNoSub) {
		body.Profile.Sub = ""
	}
	body.Guaranteed = p.guaranteed()
	return answer(c, http.StatusOK, body, nil)
}

// guaranteed is how long the reservation is certain to hold; "" where nothing of
// it is left.
func (p *payment) guaranteed() string {
	at, ok := p.money.When(ledger.Reserve)
	if !ok || p.money.Left() == 0 {
		return ""
	}
	return stamp(at.Add(guarantee))
}

// shared is what express tells of the customer. Other payments lead to the
// Userinfo API by their sub: the document says of userDetails that they are for
// express only.
func (p *payment) shared(b *sandbox.Box) sharedJSON {
	if p.shipping.chosen == nil || p.customer == nil || p.money.Reserved() == 0 || b.Fault(faultNothingShared) {
		return sharedJSON{}
	}
	chosen, home := p.shipping.chosen, asAddress(p.shipping.address)
	return sharedJSON{
		Shipping: &shippedJSON{home, chosen.Amount.Value, chosen.ID, chosen.Name},
		User: &userJSON{
			Email: p.customer.Email, First: p.customer.FirstName, Last: p.customer.LastName,
			Mobile: p.customer.Phone, Addresses: []addressJSON{home},
		},
	}
}

// An event is one line of the log on the wire.
type event struct {
	Reference    string     `json:"reference"`
	PspReference string     `json:"pspReference"`
	Name         string     `json:"name"`
	Amount       amountJSON `json:"amount"`
	Timestamp    string     `json:"timestamp"`
	Key          string     `json:"idempotencyKey,omitempty"`
	Success      bool       `json:"success"`
}

// readEvents answers what happened to a payment, oldest first.
func readEvents(c *sandbox.Call) sandbox.Reply {
	p, err := locate(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	list := p.events(c.Box)
	if c.Box.Fault(faultNewestFirst) {
		slices.Reverse(list)
	}
	if c.Box.Fault(faultFailuresLeftOut) {
		list = slices.DeleteFunc(list, func(e event) bool { return !e.Success })
	}
	return answer(c, http.StatusOK, list, nil)
}

// events is the log, oldest first; attempts that failed are among it. A sale of
// eCom is two events here.
func (p *payment) events(b *sandbox.Box) []event {
	var list []event
	for _, e := range p.money.Log() {
		list = append(list, p.eventOf(b, e, nameOf(e)))
		if e.Act == ledger.Sell && e.OK() {
			list = append(list, p.eventOf(b, e, "CAPTURED"))
		}
	}
	if p.foreign {
		p.number(b, list)
	}
	return list
}

func (p *payment) eventOf(b *sandbox.Box, e ledger.Entry, name string) event {
	return event{
		Reference: p.money.Reference, PspReference: e.ID, Name: name, Amount: p.asAmount(e.Amount),
		Timestamp: stamp(e.At), Key: e.Key, Success: e.OK() || b.Fault(faultFailureHidden),
	}
}

// number gives the events of an eCom payment numbers of their own: there the
// first two share one.
func (p *payment) number(b *sandbox.Box, list []event) {
	for len(p.psp) < len(list) {
		p.psp = append(p.psp, b.Digits(10))
	}
	for i := range list {
		list[i].PspReference = p.psp[i]
	}
}

// nameOf is ePayment's word for an act.
func nameOf(e ledger.Entry) string {
	switch e.Act {
	case ledger.Open:
		return "CREATED"
	case ledger.Reserve, ledger.Sell:
		return "AUTHORIZED"
	case ledger.Capture:
		return "CAPTURED"
	case ledger.Refund:
		return "REFUNDED"
	case ledger.Release:
		return "CANCELLED"
	}
	return endedState(e.Ending)
}
