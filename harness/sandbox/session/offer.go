package session

import (
	"fmt"
	"net/http"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/logistics"
)

// Asked is how long a merchant has to say how they ship (guide).
const Asked = 8 * time.Second

// fix offers the fixed ways to ship where no address is needed for them.
func (s *Session) fix() {
	_, address := s.Order.forms()
	if !address && len(s.Order.Logistics.Fixed) > 0 {
		s.show(s.Order.Logistics.Fixed)
	}
}

// ship finds out how the order can be shipped to the address that the customer
// has filled in: the merchant is asked where they want to be, every time.
func (s *Session) ship() {
	l := s.Order.Logistics
	ask := l.Dynamic != ""
	if ask && len(l.Fixed) > 0 && s.box.Fault(faultFixedFirst) || s.questions > 0 && s.box.Fault(faultAskedOnce) {
		ask = false
	}
	switch {
	case ask:
		s.ask()
	case len(l.Fixed) > 0:
		s.show(l.Fixed)
	}
}

// ask asks the merchant, once.
//
// Choice: nobody says that the callback's token goes with the question. It does
// not: merchants protect the address itself.
func (s *Session) ask() {
	s.questions++
	s.shipping, s.chosen, s.offer = Asking, nil, logistics.Offer{}
	question, m := s.questions, s.wire.Question(s, s.Address())
	d := sandbox.Delivery{
		API: s.wire.API(), Kind: m.Kind, Reference: s.Reference, Method: http.MethodPost, URL: s.Order.Logistics.Dynamic,
		Header: m.header(), Body: m.Body, Timeout: Asked, Awaited: true,
		Done: func(a sandbox.Answer) {
			if question == s.questions { // else another address was filled in since
				s.answered(a)
			}
		},
	}
	if s.box.Fault(faultQuestionToken) {
		d.Header["Authorization"] = s.Order.CallbackToken
	}
	s.box.Deliver(d)
}

// answered goes on with what the merchant answered. Where that is nothing, or
// nothing that can be shown, the fixed ways to ship take its place; where there
// are none, the customer cannot go on to that address.
//
// Choice: nobody says what becomes of an answer that is one, but does not hold.
// It is none.
func (s *Session) answered(a sandbox.Answer) {
	if !s.Open() || s.shipping != Asking {
		return
	}
	if a.Err != nil && s.box.Fault(faultTimeoutIgnored) {
		return
	}
	options, err := s.read(a)
	switch fixed := s.Order.Logistics.Fixed; {
	case err == nil:
		s.show(options)
	case len(fixed) > 0 && !s.box.Fault(faultNoFallback):
		s.show(fixed)
	case s.box.Fault(faultStuckGoesOn):
		s.shipping = Nothing
	default:
		s.shipping = Impossible
	}
	if then := s.then; then != nil {
		s.then = nil
		then()
	}
}

// read reads the merchant's answer.
func (s *Session) read(a sandbox.Answer) ([]logistics.Option, error) {
	switch {
	case a.Err != nil:
		return nil, a.Err
	case (a.Status < 200 || a.Status > 299) && !s.box.Fault(faultAnyStatus):
		return nil, fmt.Errorf("the answer has the status %d", a.Status)
	}
	options, err := s.wire.Options(s, a.Body)
	if err != nil {
		return nil, err
	}
	options = named(options, s.Order.Amount.Currency)
	if err := logistics.Check(options, s.Order.Amount.Currency); err != nil && !s.box.Fault(faultAnyOption) {
		return nil, err
	}
	if len(options) == 0 {
		return nil, logistics.NoOption
	}
	o := s.Order
	o.Logistics = Logistics{Fixed: options}
	return options, admitAmount(s.box, o)
}

// show lets the customer choose; the default is chosen already.
func (s *Session) show(options []logistics.Option) {
	s.offer, s.shipping = logistics.Arrange(options), Offered
	if s.box.Fault(faultPriorityIgnored) {
		s.offer.Options, s.offer.Preferred = options, 0
	}
	if s.box.Fault(faultDefaultIgnored) {
		s.offer.Preferred = len(options) - 1
	}
	chosen, err := s.offer.Choose(logistics.Choice{}, s.Address())
	if err == nil {
		s.take(chosen)
	}
}

// rearrange shows what the merchant has changed, and keeps the customer's choice
// where it is still there. Where the merchant is being asked, the answer decides.
//
// Choice: nobody says whether ways to ship that a merchant names in a change give
// way to those that they answer with. They are shown at once; none at all leave
// an answer as it is.
func (s *Session) rearrange() {
	_, address := s.Order.forms()
	fixed := s.Order.Logistics.Fixed
	switch {
	case s.shipping == Asking, address && s.details == nil:
		return
	case len(fixed) == 0:
		if s.Order.Logistics.Dynamic == "" {
			s.shipping, s.offer, s.chosen = Nothing, logistics.Offer{}, nil
		}
		return
	}
	before := s.chosen
	if s.show(fixed); before != nil {
		s.keep(before)
	}
}

// keep chooses what was chosen, as far as it is still there.
func (s *Session) keep(before *logistics.Chosen) {
	choice := logistics.Choice{Option: before.ID}
	if before.PickupPoint != nil {
		choice.PickupPoint = before.PickupPoint.ID
	}
	if before.Timeslot != nil {
		choice.Timeslot = before.Timeslot.ID
	}
	for _, c := range []logistics.Choice{choice, {Option: before.ID}} {
		if kept, err := s.offer.Choose(c, s.Address()); err == nil {
			s.take(kept)
			return
		}
	}
}

// take keeps what is chosen.
func (s *Session) take(c logistics.Chosen) {
	if c.Free() && s.box.Fault(faultFreeCharged) {
		c.Amount.Value = 4900
	}
	if s.box.Fault(faultPointLost) {
		c.PickupPoint = nil
	}
	if s.box.Fault(faultSlotLost) {
		c.Timeslot = nil
	}
	s.chosen = &c
}
