package epayment

import (
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/profile"
)

const (
	day = 24 * time.Hour
	// guarantee is how long the reservation is certain to hold.
	//
	// Choice: the shortest that a card gives (knowledge base on reservations,
	// BankAxept: seven days).
	guarantee = 7 * day
)

// reserve moves the money that the customer approved, and tells the merchant.
func (p *payment) reserve(b *sandbox.Box) error {
	total := p.money.Ordered()
	if p.shipping.chosen != nil && !b.Fault(faultShippingLost) {
		sum, err := ledger.Add(total, p.shipping.chosen.Amount.Value)
		if err != nil {
			return err
		}
		total = sum
	}
	if b.Fault(faultReservesLess) {
		total--
	}
	if err := p.money.Reserve(total, p.approval(b)); err != nil {
		return err
	}
	p.share(b)
	p.tell(b)
	p.planRelease(b)
	return nil
}

// share keeps what the customer lets the merchant know.
func (p *payment) share(b *sandbox.Box) {
	scope := profile.Words(p.form.Profile.Scope)
	if len(scope) == 0 {
		return
	}
	if p.customer == nil {
		person := p.payer(b, wish{})
		p.customer = &person
	}
	p.sub = profile.Sub(b, p.customer.Phone)
	profile.Share(b, profile.Consent{Sub: p.sub, Person: *p.customer, Scope: scope, At: b.Now()})
}

// captureDays is how long after the approval money can be taken.
func captureDays(b *sandbox.Box) int {
	if market(b) != "NO" && !b.Abilities().LateCapture {
		return 14
	}
	return 180
}

// planRelease lets what is not taken in time go, where that is how it ends: in
// Denmark and Finland.
func (p *payment) planRelease(b *sandbox.Box) {
	if market(b) == "NO" || b.Fault(faultNoAutoCancel) {
		return
	}
	b.At(b.Now().Add(time.Duration(captureDays(b))*day), "epayment capture deadline", func() {
		if p.money.Left() == 0 {
			return
		}
		if _, err := p.money.Release(p.note(b, "")); err == nil {
			p.tell(b)
		}
	})
}

// end ends a payment of which nothing is reserved, and tells the merchant.
func (p *payment) end(b *sandbox.Box, how ledger.Ending) error {
	if how == ledger.ByCustomer && b.Fault(faultAbortExpires) {
		how = ledger.ByTime
	}
	if err := p.money.End(p.ended(b, how)); err != nil {
		return err
	}
	p.tell(b)
	return nil
}

// expire ends a payment that nobody reacted to.
func expire(b *sandbox.Box, p *payment) {
	if p.pending() && !b.Fault(faultNeverExpires) {
		_ = p.end(b, ledger.ByTime) // it is pending
	}
}

// decline notes an approval that did not come through. The payment waits on:
// the customer may try another card until it expires.
func (p *payment) decline(b *sandbox.Box) {
	_ = p.money.Refuse(ledger.Reserve, p.total(), ledger.Declined, p.approval(b))
	if b.Fault(faultDeclineEnds) {
		_ = p.money.End(p.ended(b, ledger.ByCustomer)) // it is pending
	}
	p.tell(b)
}
