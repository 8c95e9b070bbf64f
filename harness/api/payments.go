package api

import (
	"context"
	"fmt"
	"time"
)

// Payments is what sentences that mean the same for every API ask of one: the
// merchant's side of a payment. A driver keeps no state between calls; what it
// answers, it has asked the API.
//
// Every method returns a *Refusal when the API refuses, a *client.Broken when
// there was nothing to judge, and any other error when the answer is not what
// the API promises.
type Payments interface {
	// Create starts a payment. The customer has not acted yet.
	Create(ctx context.Context, o Order) (Link, error)
	// Approve lets the test environment approve in the customer's place.
	Approve(ctx context.Context, l Link, phone string) error
	Capture(ctx context.Context, c Change) (Outcome, error)
	// Cancel cancels all that is not captured. Where something is captured, the
	// rest is only released when c.Release says so.
	Cancel(ctx context.Context, c Change) (Outcome, error)
	Refund(ctx context.Context, c Change) (Outcome, error)
	// Payment reads how the payment stands.
	Payment(ctx context.Context, reference string) (Payment, error)
}

// Money is an amount in minor units: 19900 is 199.00 NOK.
type Money struct {
	Minor    int64
	Currency string
}

// String writes the amount as the features do: 199.00 NOK.
func (m Money) String() string {
	sign, n := "", m.Minor
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d %s", sign, n/100, n%100, m.Currency)
}

// An Order is what the customer is asked to pay.
type Order struct {
	Reference string
	Amount    Money
	Text      string
	// Phone prefills the customer's number in the API's own form; empty for
	// none.
	Phone string
	// CallbackURL is where the API tells the merchant of the outcome,
	// ReturnURL where the customer comes back to.
	CallbackURL, ReturnURL string
	// CallbackToken is what the callback is to carry as Authorization.
	CallbackToken string
}

// A Link is a payment that was started.
type Link struct {
	Reference string
	// URL is what the customer opens.
	URL string
}

// A Change takes, releases or gives back money.
type Change struct {
	Reference string
	// Amount is nil for all that is left.
	Amount *Money
	Text   string
	// Key is the idempotency key; empty lets the driver make a fresh one.
	Key string
	// Release lets a cancel release the rest of a partly captured payment.
	Release bool
}

// An Outcome is what the API answered to a change.
type Outcome struct {
	// Amount is what this change moved, as the API says; without a currency
	// where it says nothing of it.
	Amount Money
	// ID is the API's own number of the change, At when it says it happened;
	// empty and zero where it says nothing of it.
	ID string
	At time.Time
	// Payment is the API's own number of the payment; empty where the answer has
	// none.
	Payment string
	// Totals is how the payment stands after it.
	Totals Totals
}

// Totals is how the money of a payment stands. Remaining amounts are the API's
// own figures where it has them.
type Totals struct {
	Captured, Refunded, LeftToCapture, LeftToRefund Money
}

// State is the state of a payment, in words that mean the same for every API.
type State string

const (
	Pending  State = "pending"
	Reserved State = "reserved"
	// Sold is paid at once, without a reservation.
	Sold State = "sold"
	// Cancelled is ended before any money moved, or a reservation given up.
	Cancelled State = "cancelled"
	// Expired is ended by time.
	Expired State = "expired"
	Failed  State = "failed"
)

// A Payment is how a payment stands, as the API reports it.
type Payment struct {
	Reference string
	State     State
	// Ordered is the amount that was asked for at the start.
	Ordered Money
	// Authorized is what the customer approved, 0 before that.
	Authorized, Captured, Refunded Money
	// Cancelled is what was authorized and given up.
	Cancelled Money
	// Entries is the payment's history, oldest first.
	Entries []Entry
}

// An Entry is one line of a payment's history.
type Entry struct {
	// Operation is the API's own word: RESERVE, AUTHORIZED.
	Operation string
	Amount    Money
	// Key is the idempotency key of the call that caused it.
	Key string
	ID  string
	// Text is what the call said of it.
	Text string
	At   time.Time
	// OK is false for an attempt that failed.
	OK bool
}
