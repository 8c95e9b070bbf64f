package agreement

import "fmt"

// Reason is why something is not possible. Reasons are compared with
// [errors.Is]; an API words them.
type Reason string

const (
	// UnknownAgreement: the merchant has none of this ID.
	UnknownAgreement Reason = "there is no such agreement"
	// UnknownCharge: there is none of this ID, or not under this agreement.
	UnknownCharge Reason = "there is no such charge"
	// NotPending: the payer has acted, or time is up.
	NotPending Reason = "the agreement is not pending"
	// NotActive: only an active agreement is charged, changed and stopped.
	NotActive Reason = "the agreement is not active"
	// NotAlone: an agreement is stopped by itself, not together with a change.
	NotAlone Reason = "stopping stands beside other changes"
	// Missing: Field is not there.
	Missing Reason = "something is missing"
	// Invalid: Field cannot be what it is.
	Invalid Reason = "something is not valid"
	// Past: Field is a time that is over.
	Past Reason = "it is not in the future"
	// Negative: Field is less than nothing.
	Negative Reason = "it is less than 0"
	// Retried: Field says how often to try again what is to be tried once.
	Retried Reason = "it must be 0 where processingMode is SINGLE_ATTEMPT"
	// OtherPricing: Field does not go with the pricing of the agreement.
	OtherPricing Reason = "it does not go with the pricing"
	// OtherCurrency: the sales unit does not sell in it.
	OtherCurrency Reason = "the sales unit does not sell in this currency"
	// AmountTooLow: under Limit, the least that can be paid.
	AmountTooLow Reason = "the amount is too low"
	// AmountTooHigh: over Limit, the most that this agreement allows.
	AmountTooHigh Reason = "the amount is too high"
	// SuggestedMaxTooHigh: over Limit, the most that can be suggested.
	SuggestedMaxTooHigh Reason = "the suggested maximum is too high"
	// DueTooSoon: a charge is due tomorrow at the earliest.
	DueTooSoon Reason = "the due date is too soon"
	// DueTooLate: a charge is due in two years at the latest.
	DueTooLate Reason = "the due date is too far away"
	// OrderTaken: another charge has this ID.
	OrderTaken Reason = "the order ID is taken"
	// UnitNotAllowed: the sales unit may not use Recurring.
	UnitNotAllowed Reason = "the sales unit may not use agreements"
	// PushNotAllowed: the sales unit may not skip the landing page.
	PushNotAllowed Reason = "the sales unit may not skip the landing page"
	// UnscheduledNotAllowed: the sales unit may not make unscheduled charges.
	UnscheduledNotAllowed Reason = "the sales unit may not make unscheduled charges"
	// UnknownPayer: nobody has this number, or not for this.
	UnknownPayer Reason = "nobody can accept with this number"
	// NotCapturable: nothing is reserved (any more).
	NotCapturable Reason = "the charge cannot be captured"
	// ExceedsReserved: over Limit, what is left of the reservation.
	ExceedsReserved Reason = "the amount exceeds what is reserved"
	// NotCancellable: it is collected, or over.
	NotCancellable Reason = "the charge cannot be cancelled"
	// NotRefundable: nothing is captured, or all is given back.
	NotRefundable Reason = "the charge cannot be refunded"
	// ExceedsCaptured: over Limit, what can still be given back.
	ExceedsCaptured Reason = "the amount exceeds what is captured"
	// TooLate: the time in which it was possible is over.
	TooLate Reason = "it is too late"
	// Busy: the charge is being processed.
	Busy Reason = "the charge is being processed"
)

func (r Reason) Error() string { return string(r) }

// A Refusal is what was not possible, with what is needed to word it; nothing
// has changed. It unwraps to its Reason.
type Refusal struct {
	Reason Reason
	// Field is what it is about, in the names of version 3: pricing.amount.
	Field string
	// Status is how the agreement or charge stands, where that is why.
	Status string
	// Asked and Limit are amounts.
	Asked, Limit int64
}

func (r *Refusal) Error() string {
	switch {
	case r.Field != "":
		return fmt.Sprintf("%s: %s", r.Field, r.Reason)
	case r.Status != "":
		return fmt.Sprintf("%s: it is %s", r.Reason, r.Status)
	}
	return r.Reason.Error()
}

func (r *Refusal) Unwrap() error { return r.Reason }

// refuse is a refusal about a field, or about nothing in particular.
func refuse(why Reason, field string) error { return &Refusal{Reason: why, Field: field} }
