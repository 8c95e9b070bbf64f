package session

import (
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
)

// A Change is what a merchant changes of a session; what is nil stays.
type Change struct {
	Amount      *logistics.Amount
	Description *string
	Summary     *Summary
	// Options replace the fixed ways to ship.
	Options *[]logistics.Option
}

// Patch changes a session that the customer has not paid yet. A session that has
// expired is Unknown.
//
// Choice: nobody says what becomes of the customer's choice when the ways to ship
// change: one that is still there stays, another falls back to the default.
func (s *Session) Patch(c Change) error {
	if err := s.changeable(faultPatchPaying); err != nil {
		return err
	}
	o := s.Order
	if c.Amount != nil {
		o.Amount = *c.Amount
	}
	if c.Description != nil {
		o.Description = *c.Description
	}
	if c.Summary != nil {
		o.Summary = c.Summary
	}
	if c.Options != nil {
		o.Logistics.Fixed = named(*c.Options, o.Amount.Currency)
	}
	if err := admitCurrency(s.box, o); err != nil {
		return err
	}
	if err := admitLogistics(s.box, o); err != nil {
		return asChange(err)
	}
	if err := admitAmount(s.box, o); err != nil {
		return err
	}
	if s.box.Fault(faultPatchIgnored) {
		return nil
	}
	if s.box.Fault(faultPatchOptions) {
		o.Logistics.Fixed = s.Order.Logistics.Fixed
	}
	s.Order = o
	if c.Options != nil && s.Open() {
		s.rearrange()
	}
	return nil
}

// asChange names what is wrong the way a change does.
func asChange(err error) error {
	if r, ok := err.(*Refusal); ok && r.Field == "logistics.fixedOptions" {
		return refuse("logisticOptions", r.Reason)
	}
	return err
}

// changeable says whether the merchant can still change or end a session; defect
// is what lets them do it while it is paid.
func (s *Session) changeable(defect string) error {
	switch {
	case s.state == Created:
		return nil
	case s.state == Expired:
		return refuse("", Unknown)
	case s.box.Fault(defect):
		return nil
	case s.state == Terminated:
		return refuse("", Over)
	}
	return refuse("", Paying)
}

// Expire lets the merchant end a session that the customer has not paid yet. One
// that has expired already is Unknown.
func (s *Session) Expire() error {
	if err := s.changeable(faultExpirePaying); err != nil {
		return err
	}
	if s.box.Fault(faultExpireIgnored) {
		return nil
	}
	if s.money != nil && s.money.Stage() == ledger.Pending {
		_ = s.money.End(s.note(ledger.ByMerchant)) // a seeded defect
	}
	s.expire()
	return nil
}

// timeOut ends a session whose time is up. One that is being paid waits for the
// payment.
func (s *Session) timeOut() {
	if s.state == Created && !s.box.Fault(faultNeverExpires) {
		s.expire()
	}
}

// expire ends a session that nobody has paid. The merchant is not told.
func (s *Session) expire() {
	s.state, s.then = Expired, nil
	if s.shipping == Asking {
		s.shipping = Impossible
	}
	if s.box.Fault(faultExpiryTold) {
		s.tell()
	}
	s.box.At(s.box.Now().Add(Memory), "checkout session is forgotten", s.Forget)
}

// Forget lets an expired session be one that nobody knows. Others stay.
func (s *Session) Forget() {
	if s.state == Expired && !s.box.Fault(faultNeverForgotten) {
		s.forgotten = true
	}
}
