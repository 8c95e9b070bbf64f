package session

import (
	"kontrakt/harness/sandbox/agreement"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/profile"
)

// A Payment is how the customer pays.
type Payment struct {
	// Method is Wallet where nobody says.
	Method Method
	// Consent says whether the customer ticks the merchant's box; nil is yes.
	Consent *bool
	// Phone is who pays in the app; "" is whoever filled in the forms.
	Phone string
}

// Total is what the customer pays: the goods and how they are shipped.
func (s *Session) Total() logistics.Amount {
	total := s.Order.Amount
	if s.money != nil {
		total.Value = s.money.Ordered()
		return total
	}
	if s.chosen != nil && !s.box.Fault(faultShippingUnpaid) {
		total.Value += s.chosen.Amount.Value // Pay refuses what does not fit
	}
	return total
}

// Pay lets the customer begin to pay: from now on they can change nothing.
func (s *Session) Pay(p Payment) error {
	if err := s.ready(p); err != nil {
		return err
	}
	if err := s.subscribe(p); err != nil {
		return err
	}
	if err := s.open(); err != nil {
		s.unsubscribe(ledger.ByFailure)
		return err
	}
	if s.method = p.Method; s.method == "" {
		s.method = Wallet
	}
	if s.Order.Consent != nil {
		ticked := p.Consent == nil || *p.Consent
		s.consented = &ticked
	}
	s.state, s.deadline = Initiated, s.box.Now().Add(Patience)
	s.identify(p)
	s.box.At(s.deadline, "checkout payment times out", func() {
		if s.follow(); s.state == Initiated && !s.box.Fault(faultPaymentWaits) {
			_ = s.Fail(ledger.ByTime) // it is waiting
		}
	})
	if s.box.Fault(faultToldEarly) {
		s.tell()
		s.told = false
	}
	return nil
}

// ready says whether the customer can pay.
func (s *Session) ready(p Payment) error {
	contact, address := s.Order.forms()
	again := s.state == Terminated && s.box.Fault(faultPaidAgain)
	switch {
	case !s.Open() && !again:
		return s.closed()
	case p.Method != "" && p.Method != Wallet && p.Method != Card:
		return refuse("", NoMethod)
	case (contact || address) && s.details == nil:
		return refuse("", Unfilled)
	case s.shipping == Asking:
		return refuse("", Unanswered)
	case s.shipping == Impossible:
		return refuse("", Undeliverable)
	case s.Order.Consent != nil && s.Order.Consent.Required && p.Consent != nil && !*p.Consent && !s.box.Fault(faultConsentForced):
		return refuse("", NoConsent)
	}
	return nil
}

// open enters the payment, if there is anything to pay; ePayment knows it from
// now on.
func (s *Session) open() error {
	if !s.Order.pays() {
		return nil
	}
	var shipping int64
	if s.chosen != nil {
		shipping = s.chosen.Amount.Value
	}
	if _, err := sum(s.Order.Amount.Value, shipping); err != nil {
		return refuse("", TooMuch)
	}
	money, err := ledger.NewPayment(s.Reference, s.Order.Amount.Currency, Origin, s.Total().Value, ledger.Note{
		At: s.box.Now(), ID: s.box.Digits(10), Text: s.Order.Description,
	})
	if err != nil {
		return refuse("", TooLittle)
	}
	if s.box.Fault(faultPaymentHidden) {
		s.money = money
		return nil
	}
	if !bookOf(s.box).Enter(money) && !s.box.Fault(faultReferenceTwice) && !s.box.Fault(faultReferenceFreed) && !s.box.Fault(faultPaidAgain) {
		return refuse("", Duplicate)
	}
	s.money = money
	return nil
}

// identify keeps who the customer is, where they share it.
func (s *Session) identify(p Payment) {
	asked := s.Order.Identity && !s.box.Fault(faultIdentityLost) || s.box.Fault(faultIdentityForced)
	if !asked || s.method != Wallet {
		return
	}
	who := s.Somebody()
	if s.details != nil {
		who = s.details.Billing.Or(who)
	}
	if p.Phone != "" {
		who.Phone = p.Phone
	}
	s.sub = profile.Sub(s.box, who.Phone)
	profile.Share(s.box, profile.Consent{Sub: s.sub, Person: who, Scope: []string{"email"}, At: s.box.Now()})
}

// Authorize is the customer's approval: the money is reserved, and the merchant
// is told.
//
// A sales unit that takes money at once cannot sell with Checkout: there the
// payment fails (guide).
func (s *Session) Authorize() error {
	if s.follow(); s.state != Initiated {
		return refuse("", NotPaying)
	}
	if s.box.Abilities().DirectCapture && !s.box.Fault(faultDirectSells) {
		return s.Fail(ledger.ByFailure)
	}
	if s.money != nil {
		if err := s.money.Reserve(s.money.Ordered(), s.note("")); err != nil {
			return err
		}
	}
	if s.state = Successful; s.agreement != nil {
		_ = s.agreement.Approve(agreement.Approval{}) // it is pending, unless Recurring was asked to end it
	}
	s.tell()
	return nil
}

// Fail ends the payment without money: the customer leaves it, time is up, or it
// does not come through. The session is over with it.
func (s *Session) Fail(how ledger.Ending) error {
	if s.state != Initiated {
		return refuse("", NotPaying)
	}
	if s.money != nil {
		if err := s.finish(how); err != nil {
			return err
		}
	}
	if s.state = Terminated; s.box.Fault(faultAbortExpires) {
		s.state = Expired
	}
	s.unsubscribe(how)
	s.tell()
	return nil
}

func (s *Session) finish(how ledger.Ending) error {
	if how == ledger.ByFailure {
		return s.money.Fail(ledger.Reserve, s.money.Ordered(), s.note(""))
	}
	return s.money.End(s.note(how))
}

// follow ends the session whose payment the merchant has taken back through
// ePayment.
func (s *Session) follow() {
	if s.state == Initiated && s.money != nil && s.money.Stage() == ledger.Ended {
		s.state = Terminated
		s.unsubscribe(ledger.ByMerchant)
		s.tell()
	}
}

// note is what the ledger keeps of an act.
func (s *Session) note(how ledger.Ending) ledger.Note {
	return ledger.Note{At: s.box.Now(), ID: s.box.Digits(10), Text: s.Order.Description, Ending: how}
}
