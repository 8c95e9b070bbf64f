package session

import (
	"slices"
	"strings"

	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/profile"
)

// Submit is the customer's forms, filled in: who pays, and where the goods go to.
// They can be filled in anew, and each time the merchant is asked anew how they
// ship.
//
// Of what the session does not ask for, nothing is kept.
func (s *Session) Submit(d Details) error {
	contact, address := s.Order.forms()
	switch {
	case !s.Open():
		return s.closed()
	case !contact && !address && !s.box.Fault(faultFormsIgnored):
		return refuse("", NoForms)
	}
	if !address && !s.box.Fault(faultFormsIgnored) {
		d.Billing.Address, d.Shipping = profile.Address{}, nil
		s.details = &d
		return nil
	}
	if to := d.receiver().Address; !s.serves(to.Country) {
		return refuse("", NotServed)
	}
	s.details = &d
	s.ship()
	return nil
}

// receiver is who gets the goods.
func (d Details) receiver() profile.Person {
	if d.Shipping != nil {
		return d.Shipping.Or(d.Billing)
	}
	return d.Billing
}

// serves says whether the merchant sells to a country.
//
// Choice: an empty list of countries is none at all, and no limit.
func (s *Session) serves(country string) bool {
	return len(s.Order.Countries) == 0 || s.box.Fault(faultAnyCountry) ||
		slices.ContainsFunc(s.Order.Countries, func(c string) bool { return strings.EqualFold(c, country) })
}

// Address is where the goods go to; empty while nobody has said.
func (s *Session) Address() logistics.Address {
	if s.details == nil {
		return logistics.Address{}
	}
	a := s.details.receiver().Address
	street := a.Line1
	if a.Line2 != "" {
		street += ", " + a.Line2
	}
	return logistics.Address{Street: street, PostalCode: a.Code, City: a.City, Country: a.Country}
}

// Choose is the customer's choice of how the order is shipped.
func (s *Session) Choose(c logistics.Choice) error {
	switch {
	case !s.Open():
		return s.closed()
	case s.shipping == Asking:
		return refuse("", Unanswered)
	case s.shipping == Impossible:
		return refuse("", Undeliverable)
	case s.shipping == Nothing:
		return refuse("", NoForms)
	}
	if s.box.Fault(faultChoiceIgnored) {
		c = logistics.Choice{}
	}
	chosen, err := s.offer.Choose(c, s.Address())
	if err != nil {
		return refuse("", err)
	}
	s.take(chosen)
	return nil
}

// closed says why the customer cannot go on.
func (s *Session) closed() error {
	if s.state == Initiated {
		return refuse("", Paying)
	}
	return refuse("", Over)
}

// Prefilled is what of a merchant's knowledge of the customer can be filled in.
// What cannot be is left for the customer to type; it is never an error.
func Prefilled(p profile.Person) profile.Person {
	digits := strings.TrimPrefix(p.Phone, "+")
	if len(digits) < 8 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" {
		digits = ""
	}
	if len(digits) == 8 {
		digits = "47" + digits // without a country code it is Norway's
	}
	p.Phone = digits
	if name, host, ok := strings.Cut(p.Email, "@"); !ok || name == "" || !strings.Contains(host, ".") {
		p.Email = ""
	}
	if p.Address.Country = strings.ToUpper(p.Address.Country); len(p.Address.Country) != 2 {
		p.Address = profile.Address{}
	}
	return p
}

// Somebody is who fills the forms in where nobody says who: the merchant's
// customer as far as they know them.
func (s *Session) Somebody() profile.Person {
	p := Prefilled(s.Order.Prefill).Or(profile.Somebody())
	other := profile.Somebody().Address
	if p.Address.City == "" || p.Address.Code == "" || p.Address.Country == "" {
		p.Address = other
	}
	return p
}

// Billing is who pays, as the merchant may know it: from when the customer pays.
func (s *Session) Billing() (profile.Person, bool) {
	if s.details == nil || s.state == Created || s.state == Expired {
		return profile.Person{}, false
	}
	return s.details.Billing, true
}

// Receiver is who gets the goods and how, from when the customer pays; there is
// no person where the customer is not asked for an address. ok is false where
// there is neither.
func (s *Session) Receiver() (p profile.Person, how *logistics.Chosen, ok bool) {
	if s.state == Created || s.state == Expired {
		return profile.Person{}, nil, false
	}
	if _, address := s.Order.forms(); (address || s.box.Fault(faultFormsIgnored)) && s.details != nil {
		return s.details.receiver(), s.chosen, true
	}
	return profile.Person{}, s.chosen, s.chosen != nil
}

// Identity is what the customer shares of who they are, once they have paid with
// the wallet; sub is "" where the merchant did not ask.
func (s *Session) Identity() (sub, email string) {
	if s.state != Successful || s.sub == "" {
		return "", ""
	}
	c, _ := profile.Shared(s.box, s.sub)
	return s.sub, c.Person.Email
}
