package session

import (
	"encoding/json"
	"errors"
	"fmt"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/profile"
)

// Kind is what control calls name sessions.
const Kind = "sessions"

// A wish is what comes with an act of the customer: the control call's body.
// What it does not say is left to the merchant's prefill and to the defaults.
type wish struct {
	// Customer pays, Receiver gets the goods.
	Customer *personJSON `json:"customer"`
	Receiver *personJSON `json:"receiver"`
	// Choice is the id of a shipping option; PickupPoint and Timeslot are ids of
	// what it has.
	Choice      string `json:"choice"`
	PickupPoint string `json:"pickupPoint"`
	Timeslot    string `json:"timeslot"`
	Method      Method `json:"method"`
	Consent     *bool  `json:"consent"`
}

type personJSON struct {
	First   string `json:"firstName"`
	Last    string `json:"lastName"`
	Email   string `json:"email"`
	Phone   string `json:"phoneNumber"`
	Street  string `json:"streetAddress"`
	Code    string `json:"postalCode"`
	City    string `json:"city"`
	Country string `json:"country"`
}

// or is the person, with what is not said taken from another.
func (p *personJSON) or(other profile.Person) profile.Person {
	if p == nil {
		return other
	}
	said := profile.Person{FirstName: p.First, LastName: p.Last, Email: p.Email, Phone: p.Phone}
	if p.Street != "" {
		said.Address = profile.Address{Line1: p.Street, Code: p.Code, City: p.City, Country: p.Country}
	}
	return said.Or(other)
}

// Act lets the customer, or time, act on a session of either version, by its
// reference or its ID. The verbs are
//
//   - submit: fills in the forms
//   - choose: chooses how it is shipped
//   - pay: begins to pay
//   - approve: pays; reject: begins to pay and leaves; fail: begins to pay and
//     is declined
//   - expire: time is up for the session, or for the payment
//   - forget: the expired session is not known any more
//
// What comes before is done first where the customer has not done it, with what
// the wish says. A merchant who is being asked for ways to ship is waited for.
func Act(b *sandbox.Box, a sandbox.Act) (ok bool, err error) {
	k := Of(b)
	s := k.byRef[a.Reference]
	if s == nil {
		s = k.byID[a.Reference]
	}
	if a.Kind != Kind || s == nil {
		return false, nil
	}
	s.follow()
	var w wish
	if len(a.Data) > 0 && json.Unmarshal(a.Data, &w) != nil {
		return true, errors.New("what the customer wants does not have the documented form")
	}
	return true, s.do(a.Verb, w)
}

func (s *Session) do(verb string, w wish) error {
	switch verb {
	case "submit":
		return s.Submit(s.filled(w))
	case "choose":
		return s.Choose(w.choice())
	case "pay":
		return s.onward(w, func() error { return nil })
	case "approve":
		return s.onward(w, s.Authorize)
	case "reject":
		return s.onward(w, func() error { return s.Fail(ledger.ByCustomer) })
	case "fail":
		return s.onward(w, func() error { return s.Fail(ledger.ByFailure) })
	case "expire":
		return s.overdue()
	case "forget":
		if s.Forget(); !s.forgotten {
			return errors.New("only an expired session is forgotten")
		}
		return nil
	}
	return fmt.Errorf("nobody can %s a session", verb)
}

// filled is the forms as the wish has them.
func (s *Session) filled(w wish) Details {
	d := Details{Billing: w.Customer.or(s.Somebody())}
	if w.Receiver != nil {
		receiver := w.Receiver.or(d.Billing)
		d.Shipping = &receiver
	}
	return d
}

func (w wish) choice() logistics.Choice {
	return logistics.Choice{Option: w.Choice, PickupPoint: w.PickupPoint, Timeslot: w.Timeslot}
}

// onward does what the customer has not done yet, as far as the payment, and
// then ends it.
func (s *Session) onward(w wish, end func() error) error {
	if s.state == Initiated {
		return end()
	}
	if s.then != nil {
		return errors.New("the customer is waiting for the merchant already")
	}
	contact, address := s.Order.forms()
	if (contact || address) && (s.details == nil || w.Customer != nil || w.Receiver != nil) && s.Open() {
		if err := s.Submit(s.filled(w)); err != nil {
			return err
		}
	}
	if s.shipping == Asking {
		s.then = func() {
			// The merchant may ship nothing there; then the customer has paid nothing.
			_ = s.finishUp(w, end)
		}
		return nil
	}
	return s.finishUp(w, end)
}

// finishUp chooses, pays and ends.
func (s *Session) finishUp(w wish, end func() error) error {
	if c := w.choice(); c != (logistics.Choice{}) {
		if err := s.Choose(c); err != nil {
			return err
		}
	}
	if err := s.Pay(Payment{Method: w.Method, Consent: w.Consent}); err != nil {
		return err
	}
	return end()
}

// overdue lets time be up.
func (s *Session) overdue() error {
	switch s.state {
	case Created:
		s.timeOut()
		return nil
	case Initiated:
		return s.Fail(ledger.ByTime)
	}
	return fmt.Errorf("the session is %s", s.state)
}
