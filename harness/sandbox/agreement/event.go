package agreement

import "time"

// EventKind is what a merchant is told of.
type EventKind string

const (
	// Activated: the payer approved.
	Activated EventKind = "agreement activated"
	// Rejected: the payer did not.
	Rejected EventKind = "agreement rejected"
	// Stopped: it is over; Actor says who ended it.
	Stopped EventKind = "agreement stopped"
	// Expired: nobody reacted in time, or the first payment failed.
	Expired EventKind = "agreement expired"
	// ChargeReserved: money is reserved.
	ChargeReserved EventKind = "charge reserved"
	// ChargeCaptured: money is taken.
	ChargeCaptured EventKind = "charge captured"
	// ChargeCancelled: a charge, or the rest of one, is given up.
	ChargeCancelled EventKind = "charge cancelled"
	// ChargeRefunded: money is given back.
	ChargeRefunded EventKind = "charge refunded"
	// ChargeFailed: nothing came of the last attempt.
	ChargeFailed EventKind = "charge failed"
	// CreationFailed: a charge that was made in bulk could not be created. Its
	// Order says which.
	CreationFailed EventKind = "charge creation failed"
)

// Actor is who ended an agreement.
type Actor string

const (
	// ByMerchant: with a request.
	ByMerchant Actor = "MERCHANT"
	// ByPayer: in the app.
	ByPayer Actor = "USER"
	// ByAdmin: Vipps, as for a payer who deleted their profile.
	ByAdmin Actor = "ADMIN"
)

// An Event is what a merchant is told.
type Event struct {
	Kind EventKind
	At   time.Time
	// Agreement is nil for a charge in bulk whose agreement there is not.
	Agreement *Agreement
	// Charge is nil for events of agreements, and for CreationFailed.
	Charge *Charge
	// Amount is what moved, TransactionID its number.
	Amount        int64
	TransactionID string
	// Actor is set for Stopped.
	Actor Actor
	// Order and Why are set for CreationFailed.
	Order *Order
	Why   error
}

// Told sets who hears of events, in place of whom was set before. Whoever is
// set first hears of all that has happened until then, in order. It is called
// with the box locked, right when something happens: during a call, or when time
// brings it.
//
// The APIs' services set the same one whenever they use a book, as nobody knows
// which of them a merchant calls first.
func (b *Book) Told(tell func(Event)) {
	b.tell = tell
	waiting := b.untold
	b.untold = nil
	for _, e := range waiting {
		tell(e)
	}
}

func (b *Book) happened(e Event) {
	e.At = b.box.Now()
	if b.tell == nil {
		b.untold = append(b.untold, e)
		return
	}
	b.tell(e)
}
