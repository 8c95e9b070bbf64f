package checkout

import (
	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/profile"
	"kontrakt/harness/sandbox/session"
)

// sessionJSON is a session as it stands: what polling says, and the completion
// callback too.
type sessionJSON struct {
	ID        string        `json:"sessionId"`
	MSN       string        `json:"merchantSerialNumber"`
	Reference string        `json:"reference"`
	State     string        `json:"sessionState"`
	Method    string        `json:"paymentMethod,omitempty"`
	Agreement *agreedJSON   `json:"subscriptionDetails,omitempty"`
	Payment   *paidJSON     `json:"paymentDetails,omitempty"`
	User      *userInfoJSON `json:"userInfo,omitempty"`
	Shipping  *shippedJSON  `json:"shippingDetails,omitempty"`
	Billing   *contactJSON  `json:"billingDetails,omitempty"`
	Consent   *bool         `json:"customConsentProvided,omitempty"`
}

type agreedJSON struct {
	State string `json:"state"`
	ID    string `json:"agreementId,omitempty"`
}

// paidJSON is the payment. Its type says what pays, as paymentMethod does.
type paidJSON struct {
	Type      string                `json:"type"`
	Amount    sessionwire.Amount    `json:"amount"`
	State     string                `json:"state"`
	Aggregate sessionwire.Aggregate `json:"aggregate"`
}

type userInfoJSON struct {
	Sub   string `json:"sub"`
	Email string `json:"email,omitempty"`
}

// contactJSON is who the customer is and where they live.
type contactJSON struct {
	First   string `json:"firstName,omitempty"`
	Last    string `json:"lastName,omitempty"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phoneNumber,omitempty"`
	Street  string `json:"streetAddress,omitempty"`
	Code    string `json:"postalCode,omitempty"`
	City    string `json:"city,omitempty"`
	Country string `json:"country,omitempty"`
}

type shippedJSON struct {
	contactJSON
	Method string              `json:"shippingMethodId,omitempty"`
	Amount *sessionwire.Amount `json:"amount,omitempty"`
	Point  *pointJSON          `json:"pickupPoint,omitempty"`
	Slot   *slotJSON           `json:"timeslot,omitempty"`
}

// stateWord is a state on the wire.
func stateWord(s session.State) string {
	switch s {
	case session.Initiated:
		return "PaymentInitiated"
	case session.Successful:
		return "PaymentSuccessful"
	case session.Terminated:
		return "PaymentTerminated"
	case session.Expired:
		return "SessionExpired"
	}
	return "SessionCreated"
}

// paymentWord is the state of the payment on the wire.
func paymentWord(s session.State) string {
	switch s {
	case session.Successful:
		return "AUTHORIZED"
	case session.Terminated:
		return "TERMINATED"
	}
	return "CREATED"
}

// answerOf is how a session stands.
//
// Choice: who the customer is and how it is shipped is told once they pay, as the
// document says; there are reports of its being told earlier.
func answerOf(b *sandbox.Box, s *session.Session) sessionJSON {
	j := sessionJSON{ID: s.ID, MSN: b.MSN(), Reference: s.Reference, State: stateWord(s.State())}
	if state := s.State(); state == session.Created || state == session.Expired {
		return j
	}
	j.Method, j.Payment, j.Consent = string(s.Method()), payment(s), s.Consented()
	if state, id := s.Agreement(); state != "" {
		j.Agreement = &agreedJSON{state, id}
	}
	if sub, email := s.Identity(); sub != "" {
		j.User = &userInfoJSON{sub, email}
	}
	if person, ok := s.Billing(); ok {
		contact := asContact(person)
		j.Billing = &contact
	}
	j.Shipping = shipped(s)
	return j
}

// payment is the payment behind a session: what the customer pays altogether,
// and what became of it since, whoever moved it.
func payment(s *session.Session) *paidJSON {
	m := s.Payment()
	if m == nil {
		return nil
	}
	total := m.Ordered()
	if m.Reserved() > 0 {
		total = m.Reserved()
	}
	return &paidJSON{
		Type: string(s.Method()), Amount: sessionwire.Amount{Value: total, Currency: m.Currency}, State: paymentWord(s.State()), Aggregate: sessionwire.AggregateOf(m),
	}
}

func asContact(p profile.Person) contactJSON {
	a := p.Address
	return contactJSON{p.FirstName, p.LastName, p.Email, p.Phone, a.Line1, a.Code, a.City, a.Country}
}

// shipped is where the goods go, and how. Without a form for the address that is
// only how.
func shipped(s *session.Session) *shippedJSON {
	person, how, ok := s.Receiver()
	if !ok {
		return nil
	}
	out := &shippedJSON{contactJSON: asContact(person)}
	if how != nil {
		cost := sessionwire.Amount(how.Amount)
		out.Method, out.Amount, out.Point, out.Slot = how.ID, &cost, asPoint(how.PickupPoint), asSlot(how.Timeslot)
	}
	return out
}
