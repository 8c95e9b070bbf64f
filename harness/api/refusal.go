package api

import (
	"fmt"
	"slices"
	"strings"
)

// Reason is why an API refuses, in words that mean the same for every API and
// that the features use.
type Reason string

const (
	ExceedsAuthorization Reason = "it exceeds the authorization"
	NothingLeft          Reason = "nothing is left to capture"
	// NotCapturable is any state that leaves nothing to take: the documentation
	// does not say which code a payment has that ended without money.
	NotCapturable      Reason = "nothing can be captured any more"
	ExceedsCaptured    Reason = "it exceeds what is captured"
	NothingReserved    Reason = "nothing is reserved"
	NothingCaptured    Reason = "nothing is captured"
	AlreadyCaptured    Reason = "money is captured already"
	AlreadyCancelled   Reason = "the payment is cancelled already"
	DuplicateReference Reason = "the reference is taken"
	UnknownPayment     Reason = "the merchant has no such payment"
	TooLate            Reason = "it comes too late"
	OtherContent       Reason = "the key belongs to another request"
	Invalid            Reason = "the request is invalid"
	TooMany            Reason = "there are too many calls"
	Unauthorized       Reason = "the caller is not known"
	NotAllowed         Reason = "the sales unit may not do that"
	BadPhone           Reason = "the phone number cannot be used"
	BadCustomer        Reason = "that customer cannot pay it"
	TooLittle          Reason = "the amount is too small"
	AlreadyReserved    Reason = "the customer has approved already"
	NotApprovable      Reason = "only the customer can approve it"
	Busy               Reason = "the payment is being worked on"
	UnknownSession     Reason = "the merchant has no such session"
	SessionClosed      Reason = "the session is not open any more"
	NotActive          Reason = "the agreement is not active"
	UnknownAgreement   Reason = "the merchant has no such agreement"
	UnknownCharge      Reason = "the merchant has no such charge"
	AmountTooHigh      Reason = "the amount is too high"
	SuggestsTooMuch    Reason = "the suggested maximum is too high"
	DueTooSoon         Reason = "it is due too soon"
	DueTooFar          Reason = "it is due too far ahead"
	NotCancellable     Reason = "nothing can be cancelled any more"
	NoKey              Reason = "its key is missing or cannot be used"
)

// Reasons is the whole vocabulary, sorted.
func Reasons() []Reason {
	all := []Reason{
		ExceedsAuthorization, NothingLeft, NotCapturable, ExceedsCaptured, NothingReserved, NothingCaptured, AlreadyCaptured,
		AlreadyCancelled, DuplicateReference, UnknownPayment, TooLate, OtherContent, Invalid, TooMany, Unauthorized,
		NotAllowed, BadPhone, BadCustomer, TooLittle, AlreadyReserved, NotApprovable, Busy, UnknownSession, SessionClosed,
		NotActive, UnknownAgreement, UnknownCharge, AmountTooHigh, SuggestsTooMuch, DueTooSoon, DueTooFar, NotCancellable, NoKey,
	}
	slices.Sort(all)
	return all
}

// What can be refused, as Refusal.Doing names it.
const (
	Start   = "start"
	Approve = "approve"
	Capture = "capture"
	Cancel  = "cancel"
	Refund  = "refund"
	Read    = "read"
	// Open, Look, Amend and Lapse are those of sessions.
	Open  = "open a session"
	Look  = "look at a session"
	Amend = "amend a session"
	Lapse = "end a session"
)

// A Refusal is an answer that says no.
type Refusal struct {
	// Doing names the act: Capture, Refund.
	Doing  string
	Status int
	// Documented is the status that the documentation names for this refusal, 0
	// where it names none.
	Documented int
	// Group and Code are the API's own: Payment, 61.
	Group, Code string
	// Field is the field of the request that the refusal names, if any.
	Field string
	// Detail is what the refusal says in words, where an API promises what they
	// name.
	Detail string
	// Reasons are what the code may mean; several where the documentation leaves
	// open which code an API uses for what.
	Reasons []Reason
}

// Because says whether the code may mean this.
func (r *Refusal) Because(reason Reason) bool { return slices.Contains(r.Reasons, reason) }

func (r *Refusal) Error() string {
	what := strings.TrimSpace(r.Group + " " + r.Code)
	if what == "" {
		what = "no code"
	}
	words := make([]string, len(r.Reasons))
	for i, reason := range r.Reasons {
		words[i] = string(reason)
	}
	if len(words) == 0 {
		words = []string{"for no reason that is known"}
	}
	return fmt.Sprintf("%s: refused with status %d, %s: %s", r.Doing, r.Status, what, strings.Join(words, ", or "))
}
