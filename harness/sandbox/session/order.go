package session

import (
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/profile"
)

// Elements are the forms that the customer fills in.
type Elements string

// The forms; Full is also what nobody says.
const (
	Full        Elements = "Full"
	ContactOnly Elements = "PaymentAndContactInfo"
	PaymentOnly Elements = "PaymentOnly"
)

// An Order is what a merchant starts a session with.
type Order struct {
	// Reference is what the merchant calls it; the payment has the same.
	Reference string
	// Amount is what the goods cost, shipping not counted; none at all is nothing
	// to pay, which only a subscription may have.
	Amount      logistics.Amount
	Description string
	Summary     *Summary

	// Callback is the complete address to tell of the end at; CallbackToken goes
	// with it as it is. Return is where the customer goes afterwards, Terms what
	// they can read.
	Callback, CallbackToken string
	Return, Terms           string

	Elements Elements
	// Interaction and Flow are words that Checkout shows nothing of.
	Interaction, Flow string
	// Countries limit where the customer lives; none is no limit.
	Countries []string
	// Identity asks the customer to share e-mail and sub.
	Identity     bool
	Consent      *Consent
	ShowSummary  bool
	External     []External
	Prefill      profile.Person
	Logistics    Logistics
	Subscription *Subscription
}

// A Consent is a box to tick at the end of the forms.
type Consent struct {
	Text     string
	Required bool
}

// An External is a way to pay that Checkout only leads to.
type External struct{ Method, URL string }

// Logistics are how the order can be shipped.
type Logistics struct {
	// Dynamic is where the merchant is asked for ways to ship to an address, ""
	// for nowhere.
	Dynamic string
	// Fixed are ways to ship that the merchant names at once.
	Fixed []logistics.Option
	// Integrations: the merchant has credentials of a carrier.
	Integrations bool
}

// None says whether nothing is shipped.
func (l Logistics) None() bool { return l.Dynamic == "" && len(l.Fixed) == 0 }

// A Subscription is what the customer agrees to pay again and again.
type Subscription struct {
	Name, Description string
	Amount            logistics.Amount
	// Every is so many of a unit: YEAR, MONTH, WEEK, DAY.
	Every int
	Unit  string
	URL   string
	// Campaign is its type, "" where there is none; Price what it costs while it
	// lasts.
	Campaign string
	Price    int64
}

// pays says whether there is anything to pay for at once: without a subscription
// there always is.
func (o Order) pays() bool { return o.Subscription == nil || o.Amount != logistics.Amount{} }

// forms says which forms the customer fills in.
func (o Order) forms() (contact, address bool) {
	switch o.Elements {
	case PaymentOnly:
		return false, false
	case ContactOnly:
		return true, false
	}
	return true, true
}
