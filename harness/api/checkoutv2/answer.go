package checkoutv2

import (
	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox/profile"
	"kontrakt/harness/sandbox/session"
)

// sessionJSON is a session as it stands. Polling and the completion callback
// share the members, but not all: the serial number is told only, the aggregate
// polled only, and the states have different words.
type sessionJSON struct {
	ID        string        `json:"sessionId"`
	MSN       string        `json:"merchantSerialNumber,omitempty"`
	Reference string        `json:"reference"`
	State     string        `json:"sessionState"`
	Method    string        `json:"paymentMethod,omitempty"`
	Payment   *paidJSON     `json:"paymentDetails,omitempty"`
	User      *userJSON     `json:"userDetails,omitempty"`
	Shipping  *shippedJSON  `json:"shippingDetails,omitempty"`
	Billing   *customerJSON `json:"billingDetails,omitempty"`
}

type paidJSON struct {
	Amount    sessionwire.Amount     `json:"amount"`
	State     string                 `json:"state"`
	Aggregate *sessionwire.Aggregate `json:"aggregate,omitempty"`
}

// userJSON is who pays, with what Userinfo knows them by where they share it.
type userJSON struct {
	First string `json:"firstName"`
	Last  string `json:"lastName"`
	Phone string `json:"phoneNumber"`
	Email string `json:"email"`
	Sub   string `json:"userInfoSub,omitempty"`
}

// customerJSON is who somebody is and where they live; the city is the region.
type customerJSON struct {
	First   string `json:"firstName,omitempty"`
	Last    string `json:"lastName,omitempty"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phoneNumber,omitempty"`
	Street  string `json:"streetAddress,omitempty"`
	Code    string `json:"postalCode,omitempty"`
	Region  string `json:"region,omitempty"`
	Country string `json:"country,omitempty"`
}

type shippedJSON struct {
	customerJSON
	Method string              `json:"shippingMethodId,omitempty"`
	Amount *sessionwire.Amount `json:"amount,omitempty"`
	Point  *pointJSON          `json:"pickupPoint,omitempty"`
}

// stateWord is the state that polling has. There are two, and what became of the
// payment stands with the payment.
//
// Choice: nobody says which of the two a session has that is paid. It has
// started.
func stateWord(s session.State) string {
	if s == session.Terminated || s == session.Expired {
		return "SessionTerminated"
	}
	return "SessionStarted"
}

// toldWord is the state that the callback has.
func toldWord(s session.State) string {
	if s == session.Successful {
		return "PaymentSuccessful"
	}
	return "PaymentFailed"
}

// paymentWord is the state of the payment, which has an S in this version.
func paymentWord(s session.State) string {
	switch s {
	case session.Successful:
		return "AUTHORISED"
	case session.Initiated:
		return "CREATED"
	}
	return "TERMINATED"
}

// polled is what polling says.
func polled(s *session.Session) sessionJSON {
	j := common(s)
	if j.State = stateWord(s.State()); s.Payment() != nil {
		j.Payment = paid(s)
		sums := sessionwire.AggregateOf(s.Payment())
		j.Payment.Aggregate = &sums
	}
	return j
}

// told is what the callback says.
func told(s *session.Session, msn string) sessionJSON {
	j := common(s)
	j.MSN, j.State, j.Payment = msn, toldWord(s.State()), paid(s)
	return j
}

// common is what both say. Who the customer is, is told once they pay.
func common(s *session.Session) sessionJSON {
	j := sessionJSON{ID: s.ID, Reference: s.Reference, Method: string(s.Method()), Shipping: shipped(s), User: user(s)}
	if person, ok := s.Billing(); ok {
		contact := asCustomer(person)
		j.Billing = &contact
	}
	return j
}

// paid is the payment, as far as both tell of it.
func paid(s *session.Session) *paidJSON {
	total := s.Total()
	if m := s.Payment(); m != nil && m.Reserved() > 0 {
		total.Value = m.Reserved()
	}
	return &paidJSON{Amount: sessionwire.Amount(total), State: paymentWord(s.State())}
}

// user is who pays. Where nobody filled in a form, it is whoever shares who they
// are.
func user(s *session.Session) *userJSON {
	sub, email := s.Identity()
	person, ok := s.Billing()
	if !ok && sub == "" {
		return nil
	}
	if !ok {
		person = s.Somebody()
		person.Email = email
	}
	return &userJSON{person.FirstName, person.LastName, person.Phone, person.Email, sub}
}

func asCustomer(p profile.Person) customerJSON {
	a := p.Address
	return customerJSON{p.FirstName, p.LastName, p.Email, p.Phone, a.Line1, a.Code, a.City, a.Country}
}

// shipped is where the goods go, and how. Without a form for the address that is
// only how. There are no hours in this version.
func shipped(s *session.Session) *shippedJSON {
	person, how, ok := s.Receiver()
	if !ok {
		return nil
	}
	out := &shippedJSON{customerJSON: asCustomer(person)}
	if how != nil {
		cost := sessionwire.Amount(how.Amount)
		out.Method, out.Amount, out.Point = how.ID, &cost, asPoint(how.PickupPoint)
	}
	return out
}
