package session

import (
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/profile"
)

// State is how a session stands.
type State string

// The states.
const (
	// Created: the customer fills in forms.
	Created State = "created"
	// Initiated: the customer pays.
	Initiated State = "initiated"
	// Successful: the money is reserved, or the subscription runs.
	Successful State = "successful"
	// Terminated: the payment came to nothing.
	Terminated State = "terminated"
	// Expired: time, or the merchant, ended it before anybody paid.
	Expired State = "expired"
)

// Method is how the customer pays.
type Method string

// The ways to pay.
const (
	Wallet Method = "Wallet"
	Card   Method = "Card"
)

// Shipping is what is known of how the order can be shipped.
type Shipping string

// What is known of it.
const (
	// Nothing is shipped, or nobody has said where to.
	Nothing Shipping = "nothing"
	// Asking: the merchant is being asked.
	Asking Shipping = "asking"
	// Offered: the customer can choose.
	Offered Shipping = "offered"
	// Impossible: the merchant offers nothing to that address; the customer
	// cannot go on there.
	Impossible Shipping = "impossible"
)

// A Session is one session.
type Session struct {
	// Reference is what the merchant calls it, ID what Checkout does, Token what
	// its page is opened with.
	Reference, ID, Token string
	// Order is what the merchant ordered, with what they changed since.
	Order            Order
	Created, Expires time.Time

	box  *sandbox.Box
	wire Wire

	state     State
	forgotten bool

	details  *Details
	shipping Shipping
	offer    logistics.Offer
	chosen   *logistics.Chosen
	// questions counts how often the merchant was asked; then is what waits for
	// the answer to the last one.
	questions int
	then      func()

	money     *ledger.Payment
	method    Method
	deadline  time.Time
	consented *bool
	sub       string
	agreement *agreement.Agreement
	told      bool
}

// Details are what the customer fills in: who pays, and who gets the goods,
// which is the same where nobody says otherwise.
type Details struct {
	Billing  profile.Person
	Shipping *profile.Person
}

// API is the ID of the version that the session was started with.
func (s *Session) API() string { return s.wire.API() }

// State is how the session stands.
func (s *Session) State() State { return s.state }

// Open says whether the customer can still fill in and pay.
func (s *Session) Open() bool { return s.state == Created }

// Payment is the money behind the session; nil before the customer pays, and
// where there is nothing to pay.
func (s *Session) Payment() *ledger.Payment { return s.money }

// Method is how the customer pays; "" before that.
func (s *Session) Method() Method { return s.method }

// Shipping says what is known of how the order can be shipped.
func (s *Session) Shipping() Shipping { return s.shipping }

// Offer is what the customer chooses from.
func (s *Session) Offer() logistics.Offer { return s.offer }

// Chosen is how the order is shipped; nil where nothing is, or nobody has said
// where to.
func (s *Session) Chosen() *logistics.Chosen { return s.chosen }

// Details are what the customer has filled in so far; nil for nothing.
func (s *Session) Details() *Details { return s.details }

// Consented says whether the customer ticked the merchant's box; nil where there
// is none, or nobody has paid.
func (s *Session) Consented() *bool { return s.consented }
