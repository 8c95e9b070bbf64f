package api

import "fmt"

// Reason is why an API refuses, in words that mean the same for every API.
type Reason string

const (
	ExceedsAuthorization Reason = "exceeds the authorization"
	ExceedsCaptured      Reason = "exceeds what was captured"
	NothingReserved      Reason = "nothing is reserved"
	NothingCaptured      Reason = "nothing is captured"
	AlreadyCaptured      Reason = "money is captured already"
	AlreadyCancelled     Reason = "it is cancelled"
	AlreadyProcessed     Reason = "it is processed already"
	DuplicateReference   Reason = "the reference is taken"
	UnknownPayment       Reason = "the payment is unknown"
	TooLate              Reason = "it is too late"
	OtherContent         Reason = "the key was used with other content"
	Invalid              Reason = "the request is invalid"
	TooMany              Reason = "there are too many calls"
	Unauthorized         Reason = "the caller is not known"
	NotAllowed           Reason = "the sales unit may not do that"
	BadPhone             Reason = "the phone number cannot be used"
	NotVerified          Reason = "the customer cannot be approved for"
	Other                Reason = "another reason"
)

// A Refusal is an answer that says no.
type Refusal struct {
	Reason Reason
	Status int
	// Group and Code are the API's own: Payment 61.
	Group, Code string
	// Field is the request's field that an Invalid refusal names.
	Field string
	// Doing names the act: capture, refund.
	Doing string
}

func (r *Refusal) Error() string {
	code := r.Code
	if r.Group != "" {
		code = r.Group + " " + r.Code
	}
	return fmt.Sprintf("%s refused with status %d (%s): %s", r.Doing, r.Status, code, r.Reason)
}
