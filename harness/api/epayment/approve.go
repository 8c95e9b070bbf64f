package epayment

import (
	"net/http"

	"kontrakt/harness/sandbox"
)

// approvalJSON is the request to approve without the app.
type approvalJSON struct {
	Customer *customerJSON `json:"customer"`
	Token    string        `json:"token"`
}

// forceApprove approves in the customer's place, in the test environment only.
// Amounts at which the customer's own approval fails do not matter here.
func forceApprove(c *sandbox.Call) sandbox.Reply {
	p, err := locate(c)
	if err == nil {
		err = p.force(c)
	}
	return answer(c, http.StatusOK, nil, err)
}

func (p *payment) force(c *sandbox.Call) error {
	var a approvalJSON
	if len(c.Body) > 0 {
		if err := read(c.Body, &a); err != nil {
			return err
		}
	}
	b := c.Box
	switch {
	case a.Customer == nil && a.Token == "":
		return refused("4140")
	case p.foreign: // eCom has its own
		return refused("5090")
	case p.money.Reserved() > 0:
		return refused("6230")
	case !p.pending():
		return refused("10020")
	case (p.express() || p.form.PaymentMethod.Type == card) && !b.Fault(faultExpressForced):
		return refused("10060")
	case a.Token != "" && a.Token != p.token:
		return invalid("Token", "It is not the one of the payment's link.")
	}
	if code := p.take(true); code != "" {
		return refused(code)
	}
	return p.forceFor(b, a)
}

// forceFor approves in the place of a customer.
func (p *payment) forceFor(b *sandbox.Box, a approvalJSON) error {
	person := p.payer(b, wish{})
	if a.Customer != nil {
		var err error
		if person, err = who(b, a.Customer); err != nil {
			return err
		}
	}
	switch {
	case person.NeverApproved() && !b.Fault(faultAnyoneForced):
		return refused("10020")
	case tooYoung(b, p.form, person):
		return refused("7010")
	}
	p.customer = &person
	return p.reserve(b)
}
