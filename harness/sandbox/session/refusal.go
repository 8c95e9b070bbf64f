package session

import "fmt"

// Reason is why Checkout refuses something. Reasons are compared with
// [errors.Is].
type Reason string

// What merchants are refused for.
const (
	// Unknown: there is no such session, or it is long over.
	Unknown Reason = "there is no such session"
	// Duplicate: another session or payment has the reference.
	Duplicate Reason = "the reference is taken"
	// BadReference: one that no payment can have.
	BadReference Reason = "the reference is not 8 to 50 letters, digits and hyphens"
	// NeedsAddress: ways to ship that hang on an address which nobody asks for.
	NeedsAddress Reason = "it needs the address, which the customer is not asked for"
	// ForeignCurrency: the sales unit does not sell in it.
	ForeignCurrency Reason = "the sales unit does not sell in this currency"
	// TooLittle: less than can be paid, shipping included.
	TooLittle Reason = "there is nothing to pay, or too little"
	// BadPrefill is for a seeded defect: what cannot be filled in is no error.
	BadPrefill Reason = "the customer cannot be filled in"
	// TooMuch: a sum that does not fit.
	TooMuch Reason = "the sum is too large"
	// Paying: the customer is paying, or has paid.
	Paying Reason = "the customer is paying or has paid"
	// Over: the payment came to nothing.
	Over Reason = "the session has ended"
)

// What customers are refused for.
const (
	// NoForms: the session does not ask for it.
	NoForms Reason = "the session has no form for that"
	// NotServed: the merchant does not sell to that country.
	NotServed Reason = "the merchant does not sell to that country"
	// NoConsent: the merchant's box must be ticked.
	NoConsent Reason = "the customer has to agree to what the merchant asks"
	// Unfilled: the forms come first.
	Unfilled Reason = "the customer has not filled in the forms"
	// Unanswered: the merchant has not said yet how they ship there.
	Unanswered Reason = "the merchant has not answered yet"
	// Undeliverable: the merchant does not ship there.
	Undeliverable Reason = "nothing is shipped to that address"
	// NotPaying: nobody is paying.
	NotPaying Reason = "the customer is not paying"
	// NoMethod: the session has no such way to pay.
	NoMethod Reason = "the session has no such way to pay"
)

func (r Reason) Error() string { return string(r) }

// A Refusal is something that Checkout did not let happen; nothing has changed.
// It unwraps to its Reason, or to that of package logistics.
type Refusal struct {
	// Field is what of the merchant's order is wrong, as both versions name it:
	// transaction.reference; "" where it is the session.
	Field  string
	Reason error
}

func (r *Refusal) Error() string {
	if r.Field == "" {
		return r.Reason.Error()
	}
	return fmt.Sprintf("%s: %v", r.Field, r.Reason)
}

func (r *Refusal) Unwrap() error { return r.Reason }

func refuse(field string, why error) error { return &Refusal{field, why} }
