package checkout

import (
	"fmt"
	"slices"
	"strings"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/session"
)

// page is what the customer sees: the forms first, then the ways to ship where
// those hang on the address, and then the payment. Sessions of version 2 have the
// same.
func page(b *sandbox.Box, token string) (sandbox.Page, bool) {
	s, ok := session.Of(b).ByToken(token)
	if !ok {
		return sandbox.Page{}, false
	}
	p := sandbox.Page{
		Title: "Pay " + people(s.Total()), Merchant: b.Name(), Lines: lines(s),
		Kind: session.Kind, Reference: s.Reference, Return: s.Order.Return, State: shown(s),
	}
	switch {
	case s.State() == session.Initiated:
		p.Open = true
	case !s.Open() || s.Shipping() == session.Asking:
	case asksFirst(s) && (s.Details() == nil || s.Shipping() == session.Impossible || editedOf(b)[token]):
		p.Open, p.Expires, p.Inputs = true, s.Expires, forms(s)
		p.Buttons = []sandbox.Button{{Verb: "submit", Label: "Go on", Stays: true}, leave()}
	default:
		p.Open, p.Expires = true, s.Expires
		paying(s, &p)
	}
	return p, true
}

func leave() sandbox.Button { return sandbox.Button{Verb: leaveVerb, Label: "Leave", Bare: true} }

// asksFirst says whether the ways to ship hang on the address.
func asksFirst(s *session.Session) bool { return !s.Order.Logistics.None() && asksAddress(s) }

func asksAddress(s *session.Session) bool {
	return s.Order.Elements == session.Full || s.Order.Elements == ""
}

// paying is the page's last step: how it is shipped, how it is paid, and what the
// merchant wants agreed to. Where nothing hangs on the address, the forms stand
// here.
func paying(s *session.Session, p *sandbox.Page) {
	p.Choices = choices(s)
	p.Buttons = []sandbox.Button{{Verb: "approve", Label: "Pay"}, leave()}
	if asksFirst(s) {
		p.Buttons = slices.Insert(p.Buttons, 1, sandbox.Button{Verb: editVerb, Label: "Another address", Stays: true, Bare: true})
	} else {
		p.Inputs = forms(s)
	}
	p.Inputs = append(p.Inputs, sandbox.Input{
		Name: "method", Label: "Pay with", Among: []string{string(session.Wallet), string(session.Card)}, Value: string(session.Wallet),
	})
	if c := s.Order.Consent; c != nil {
		p.Inputs = append(p.Inputs, sandbox.Input{Name: "consent", Label: c.Text, Type: "checkbox", Optional: !c.Required})
	}
}

// forms are what the customer is asked for, with what the merchant knows, or the
// customer has said, filled in.
func forms(s *session.Session) []sandbox.Input {
	if s.Order.Elements == session.PaymentOnly {
		return nil
	}
	who := session.Prefilled(s.Order.Prefill)
	if d := s.Details(); d != nil {
		who = d.Billing
	}
	list := []sandbox.Input{
		{Name: "customer.firstName", Label: "First name", Value: who.FirstName},
		{Name: "customer.lastName", Label: "Last name", Value: who.LastName},
		{Name: "customer.email", Label: "E-mail", Type: "email", Value: who.Email},
		{Name: "customer.phoneNumber", Label: "Phone number", Type: "tel", Value: who.Phone},
	}
	if !asksAddress(s) {
		return list
	}
	a := who.Address
	return append(list,
		sandbox.Input{Name: "customer.streetAddress", Label: "Street address", Value: a.Line1},
		sandbox.Input{Name: "customer.postalCode", Label: "Postal code", Value: a.Code},
		sandbox.Input{Name: "customer.city", Label: "City", Value: a.City},
		sandbox.Input{Name: "customer.country", Label: "Country", Value: country(s, a.Country), Among: s.Order.Countries},
	)
}

// country is the one that is filled in.
func country(s *session.Session, known string) string {
	switch {
	case known != "":
		return known
	case len(s.Order.Countries) > 0:
		return s.Order.Countries[0]
	}
	return "NO"
}

// A way is one row of the choice: an option, or one of the places or hours that
// it has.
type way struct {
	option       logistics.Option
	value, label string
	point, slot  string
}

// ways are what the customer chooses from, with what each costs to their address.
func ways(s *session.Session) []way {
	var list []way
	to := s.Address()
	for _, option := range s.Offer().Options {
		option = option.Priced(to)
		plain := way{option: option, value: option.ID, label: option.Label()}
		points, slots := option.PickupPoints(to), option.Timeslots()
		for _, p := range points {
			w := plain
			w.point, w.value = p.ID, option.ID+" / "+p.ID
			w.label += ": " + p.Name + ", " + p.Address
			list = append(list, w)
		}
		for _, t := range slots {
			w := plain
			w.slot, w.value = t.ID, option.ID+" / "+t.ID
			w.label += fmt.Sprintf(": %s, %s to %s", t.Date, t.Start, t.End)
			list = append(list, w)
		}
		if len(points)+len(slots) == 0 {
			list = append(list, plain)
		}
	}
	return list
}

func choices(s *session.Session) []sandbox.Choice {
	if s.Shipping() != session.Offered {
		return nil
	}
	var list []sandbox.Choice
	for _, w := range ways(s) {
		list = append(list, sandbox.Choice{Value: w.value, Label: w.label, Note: note(w.option), Default: isChosen(s, w)})
	}
	return list
}

// isChosen says whether a row is what is chosen already.
func isChosen(s *session.Session, w way) bool {
	c := s.Chosen()
	if c == nil || c.ID != w.option.ID {
		return false
	}
	return (c.PickupPoint == nil || c.PickupPoint.ID == w.point) && (c.Timeslot == nil || c.Timeslot.ID == w.slot)
}

// note is what stands beside an option: what it costs, when it comes, and what
// the merchant says of it.
func note(o logistics.Option) string {
	parts := []string{people(o.Amount)}
	if o.Free() {
		parts[0] = "free"
	}
	if d := o.Delivery; d != nil && d.LeadTime != nil {
		parts = append(parts, d.LeadTime.Earliest+" to "+d.LeadTime.Latest)
	}
	if o.Description != "" {
		parts = append(parts, o.Description)
	}
	return strings.Join(parts, ", ")
}

// people is an amount for people; nothing to pay has no currency.
func people(a logistics.Amount) string {
	return strings.TrimSpace(fmt.Sprintf("%d.%02d %s", a.Value/100, a.Value%100, a.Currency))
}
