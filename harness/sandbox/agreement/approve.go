package agreement

import (
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/profile"
)

// An Approval is what comes with the payer's approval.
type Approval struct {
	// Max is the most that a charge may be; 0 is what the merchant suggests.
	Max int64
	// NoConsent: the payer does not share what the merchant asks for.
	NoConsent bool
	// Declined lets the initial charge, if there is one, not come through.
	Declined *Failure
}

// Approve is what the payer does in the app. With an initial charge the
// agreement is active only if that comes through; otherwise it expires.
//
// Choice: who is under 18 cannot approve, and nobody says what becomes of the
// agreement. It expires, as the merchant is told. Who does not share what is
// asked for rejects, as consent is all or nothing.
func (a *Agreement) Approve(with Approval) error {
	if a.Status != Pending && !(a.Status == Lapsed && a.fault(faultLateApproval)) {
		return a.standing(NotPending)
	}
	switch {
	case with.NoConsent && a.Terms.Scope != "" && !a.fault(faultConsentForced):
		return a.Reject()
	case a.payer.Age(a.book.box.Now()) < 18 && !a.fault(faultMinors):
		return a.Expire()
	}
	if c := a.unpaid(); c != nil {
		c.declined = with.Declined
		if why := c.obstacle(); why != nil && !a.fault(faultInitialFails) {
			c.fail(*why)
			return a.Expire()
		}
	}
	return a.activate(with.Max)
}

// Accept approves in the payer's place, in the test environment. Amounts at
// which the payer's own approval fails do not matter here.
func (a *Agreement) Accept(phone string) error {
	if a.Status != Pending {
		return a.standing(NotPending)
	}
	now := a.book.box.Now()
	payer, known := profile.ByPhone(phone, now)
	if (!known || payer.NeverApproved() || payer.Age(now) < 18) && !a.fault(faultAnyoneAccepts) {
		return refuse(UnknownPayer, "phoneNumber")
	}
	a.payer = payer
	return a.activate(0)
}

// unpaid is the initial charge as long as it waits for the approval, nil where
// there is none, or the merchant has cancelled it.
func (a *Agreement) unpaid() *Charge {
	if c := a.Initial; c != nil && c.money.Stage() == ledger.Pending && !a.fault(faultInitialUnpaid) {
		return c
	}
	return nil
}

func (a *Agreement) activate(most int64) error {
	if c := a.unpaid(); c != nil {
		c.collect()
	}
	if a.Terms.Pricing.Type == Variable {
		a.PayerMax = a.Terms.Pricing.SuggestedMax
		if most > 0 && !a.fault(faultMaxIgnored) {
			a.PayerMax = most
		}
	}
	a.Status, a.Start = Active, a.book.box.Now()
	if a.fault(faultCampaignLost) {
		a.Terms.Campaign = nil
	}
	a.share()
	a.book.happened(Event{Kind: Activated, Agreement: a})
	return nil
}

// share keeps what the payer lets the merchant know.
func (a *Agreement) share() {
	scope := profile.Words(a.Terms.Scope)
	if len(scope) == 0 {
		return
	}
	b := a.book.box
	a.Sub = profile.Sub(b, a.payer.Phone)
	profile.Share(b, profile.Consent{Sub: a.Sub, Person: a.payer, Scope: scope, At: b.Now()})
}

// Reject is what a payer does who does not want the agreement.
func (a *Agreement) Reject() error {
	if a.Status != Pending {
		return a.standing(NotPending)
	}
	if a.fault(faultRejectExpires) {
		return a.Expire()
	}
	a.end(Ended, ledger.ByCustomer)
	a.book.happened(Event{Kind: Rejected, Agreement: a})
	return nil
}

// Expire is what time does to an agreement that nobody has approved.
func (a *Agreement) Expire() error {
	if a.Status != Pending {
		return a.standing(NotPending)
	}
	a.end(Lapsed, ledger.ByTime)
	a.book.happened(Event{Kind: Expired, Agreement: a})
	return nil
}

// end closes an agreement that never was active, and the charge that would have
// started it.
//
// Choice: nobody says how that charge stands afterwards. It is cancelled, and
// the merchant is told of the agreement alone.
func (a *Agreement) end(as Status, how ledger.Ending) {
	a.Status = as
	if as == Ended {
		a.Stop = a.book.box.Now()
	}
	if c := a.Initial; c != nil && c.money.Stage() == ledger.Pending {
		n := c.note("")
		n.Ending = how
		_ = c.money.End(n) // nothing is reserved
	}
}

// Raise sets the payer's maximum, upwards or down. What waits for it is tried
// again when charges are processed next.
func (a *Agreement) Raise(most int64) error {
	switch {
	case a.Status != Active:
		return a.standing(NotActive)
	case a.Terms.Pricing.Type != Variable:
		return refuse(OtherPricing, "pricing.maxAmount")
	case most <= 0:
		return refuse(Invalid, "pricing.maxAmount")
	}
	a.PayerMax = most
	return nil
}
