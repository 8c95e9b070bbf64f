package ledger

import "fmt"

// Reason is why the ledger refuses an act. Reasons are compared with
// [errors.Is].
type Reason string

const (
	// NothingReserved: the customer has not approved yet.
	NothingReserved Reason = "nothing is reserved"
	// ExceedsReservation: more than what is left of the reservation.
	ExceedsReservation Reason = "the amount exceeds what is left of the reservation"
	// NothingCaptured: money is reserved, but there is nothing to give back.
	NothingCaptured Reason = "nothing is captured"
	// ExceedsCaptured: more than what is captured and not yet given back.
	ExceedsCaptured Reason = "the amount exceeds what is captured"
	// AlreadyCaptured: a capture stands in the way.
	AlreadyCaptured Reason = "money is captured"
	// AlreadySold: the money was taken with the approval.
	AlreadySold Reason = "the money is taken already"
	// AlreadyReserved: the customer has approved already.
	AlreadyReserved Reason = "the money is reserved already"
	// Cancelled: the reservation is given up, or the payment ended before one.
	Cancelled Reason = "it is cancelled"
	// NotPositive: an amount of 0 or less.
	NotPositive Reason = "the amount is not positive"
	// TooLarge: a sum that does not fit.
	TooLarge Reason = "the amount is too large"
	// TooLate is for APIs that limit the time in which an act is possible.
	TooLate Reason = "it is too late"
	// Declined is for approvals that the customer's bank turns down.
	Declined Reason = "the bank declined"
)

func (r Reason) Error() string { return string(r) }

// A Refusal is an act that the ledger did not let happen; nothing has changed
// but the log. It unwraps to its Reason.
type Refusal struct {
	Act Act
	// Asked and Left are in minor units.
	Asked, Left int64
	Reason      Reason
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("%s %d of %d left: %s", r.Act, r.Asked, r.Left, r.Reason)
}

func (r *Refusal) Unwrap() error { return r.Reason }
