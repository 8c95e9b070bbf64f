package ecom

import (
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

// ledgerID is where a box keeps its one book of payments, for all APIs:
// ePayment reads and changes what eCom started.
const ledgerID = "ledger"

// An order is a payment as eCom knows it. Its money is in the ledger, which
// other APIs can move as well.
type order struct {
	money *ledger.Payment
	// id is the orderId, number the transactionId that INITIATE and RESERVE
	// share, token that of the link.
	id, number, token string
	created           time.Time
	// opened is when a person opened the link first.
	opened time.Time
	shop   shopInfo
	text   string
	// phone is prefilled, if it is eight digits.
	phone           string
	express         bool
	skipLandingPage bool
	scope           []string
	// end is how it ended without a reservation, "" while it has not.
	end ending
	// declined is why the reservation failed.
	declined *errorJSON

	shipping shipping
	customer *person
	sub      string

	replies map[string]replay
	// uncounted is what the seeded defects let the sums be wrong by.
	uncounted struct{ captured, refunded int64 }
}

// An ending is how a payment ended of which nothing was reserved.
type ending string

const (
	byCustomer ending = "CANCELLED"
	byShop     ending = "CANCELLED by the merchant"
	byTime     ending = "REJECTED"
	byFailure  ending = "FAILED"
)

// inLedger is the ending as every API reads it.
func (e ending) inLedger() ledger.Ending {
	switch e {
	case byCustomer:
		return ledger.ByCustomer
	case byTime:
		return ledger.ByTime
	case byFailure:
		return ledger.ByFailure
	}
	return ledger.ByMerchant
}

// A desk is the orders of one merchant.
type desk struct {
	// orders are oldest first.
	orders []*order
	byID   map[string]*order
	// byToken finds what a link leads to.
	byToken map[string]*order
	// replies are those under keys that a seeded defect lets orders share.
	replies map[string]replay
}

func deskOf(b *sandbox.Box) *desk {
	return sandbox.State(b, ID, func() *desk {
		return &desk{byID: map[string]*order{}, byToken: map[string]*order{}, replies: map[string]replay{}}
	})
}

func bookOf(b *sandbox.Box) *ledger.Book {
	return sandbox.State(b, ledgerID, ledger.NewBook)
}

func (d *desk) add(o *order) {
	d.orders = append(d.orders, o)
	d.byID[o.id], d.byToken[o.token] = o, o
}

// pending says whether the customer can still act.
func (o *order) pending() bool { return o.money.Stage() == ledger.Pending }

// note is what the ledger keeps of an act, with a number of its own.
func (o *order) note(b *sandbox.Box, key, text string) ledger.Note {
	return ledger.Note{At: b.Now(), Key: key, ID: b.Digits(10), Text: text}
}

// first is the note of INITIATE and of what the customer does: they share the
// order's number, and no call's key.
func (o *order) first(b *sandbox.Box) ledger.Note {
	return ledger.Note{At: b.Now(), ID: o.number, Text: o.text}
}

// stamp writes a time as eCom does.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
