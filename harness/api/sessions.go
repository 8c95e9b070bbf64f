package api

import "context"

// Sessions is what sentences that mean the same for every version of Checkout
// ask of one: the merchant's side of a session. A driver keeps no state between
// calls; what it answers, it has asked the API. Errors are as those of
// [Payments].
type Sessions interface {
	// Open opens a session. The customer has not acted yet.
	Open(ctx context.Context, p Purchase) (Opened, error)
	// Session reads how a session stands.
	Session(ctx context.Context, o Opened) (Session, error)
	// Told reads what the API tells the merchant at a session's end.
	Told(body []byte) (Session, error)
	// Offer writes the merchant's answer to the question for ways to ship.
	Offer(ways []Way) ([]byte, error)
	// CallbackPath is what follows the address that a purchase gives for
	// callbacks; empty where that is the whole address.
	CallbackPath(reference string) string
}

// A Purchase is what the customer is asked to pay in a session, with what the
// merchant wishes to know and offer.
type Purchase struct {
	Order
	// Elements are the forms that the customer sees; empty leaves it to the API,
	// which shows them all.
	Elements Elements
	// Fixed are ways to ship given at the start, OptionsURL is where the merchant
	// is asked for some.
	Fixed      []Way
	OptionsURL string
	// Prefill is what the merchant knows of the customer, by the API's names.
	Prefill map[string]any
	// Present says that the customer stands at the counter, App that the way back
	// leads into the merchant's app.
	Present, App bool
	// Identity asks the customer to share who she is.
	Identity bool
	// Edits are made to the request's body at last, for requests that are wrong
	// on purpose.
	Edits []Edit
}

// Elements are the forms of a session.
type Elements string

const (
	// AllForms ask for contact data and address.
	AllForms Elements = "all forms"
	// NoAddress asks for contact data only.
	NoAddress Elements = "no address"
	// NoForms leave nothing but the payment.
	NoForms Elements = "no forms"
)

// A Way is one way to ship the goods.
type Way struct {
	ID string
	// Carrier is a brand as version 3 spells it: POSTEN; Kind is its type of
	// delivery, empty for none.
	Carrier, Kind string
	// Title is what is shown where the carrier says nothing by itself.
	Title    string
	Cost     Money
	Priority int
	Default  bool
	// More are members of the option that only some versions have, by the API's
	// names; nil takes one away.
	More map[string]any
}

// An Opened session.
type Opened struct {
	Reference string
	// ID is the API's own name of the session; empty where the answer has none.
	ID string
	// Token is what the page for the customer is opened with, Page its address
	// and Poll where the answer says that the session is read.
	Token, Page, Poll string
}

// SessionState is the state of a session, in words that mean the same for every
// version.
type SessionState string

const (
	// SessionOpen waits for the customer.
	SessionOpen SessionState = "open"
	// SessionPaying waits for the payment.
	SessionPaying SessionState = "being paid"
	SessionPaid   SessionState = "paid"
	// SessionFailed ended with a payment that came to nothing.
	SessionFailed SessionState = "ended without payment"
	// SessionExpired ended by time, before any payment.
	SessionExpired SessionState = "expired"
)

// A Session is how a session stands, as the API reports it.
type Session struct {
	ID, Reference string
	// MSN is empty where the API does not say it.
	MSN   string
	State SessionState
	// Word is the API's own word for the state.
	Word string
	// Method is how the customer pays: Wallet, Card; empty before.
	Method string
	// Amount is what the customer pays, shipping included; without a currency
	// where nothing is said.
	Amount Money
	// Sums is how the money stands; nil where nothing is said.
	Sums *Sums
	// Shipping and Billing are nil where nothing is said.
	Shipping, Billing *Contact
	// Sub is who the customer is to the merchant, Email what comes with it.
	Sub, Email string
	// Fields is the whole report, by the API's names.
	Fields map[string]any
}

// Sums is how the money of a paid session stands.
type Sums struct{ Authorized, Captured, Refunded, Cancelled Money }

// A Contact is what a session says of the customer.
type Contact struct {
	FirstName, LastName, Email, Phone string
	Street, PostCode, City, Country   string
	// Way is the ID of the chosen way to ship, Cost what it costs, Point and Slot
	// the place or hour that the customer chose, by the API's names.
	Way         string
	Cost        Money
	Point, Slot map[string]any
}
