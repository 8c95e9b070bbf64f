package epayment

import (
	"strconv"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/profile"
)

// ledgerID is where a box keeps its one book of payments, for all APIs: what
// eCom started is read, captured, cancelled and refunded here too.
const ledgerID = "ledger"

// A payment is a payment as ePayment knows it. Its money is in the ledger, which
// other APIs can move as well.
type payment struct {
	money *ledger.Payment
	// foreign: it was started with another API. Then everything below but psp is
	// empty, and the merchant is told of nothing.
	foreign bool
	// psp are the numbers of the events of a foreign payment, oldest first.
	psp []string
	// told is how many lines of the ledger's log the merchant was told.
	told int

	form form
	// key is the idempotency key of its creation, token that of its link.
	key, token string
	created    time.Time
	// deadline is when it expires.
	deadline time.Time
	// opened is when a person opened the link first.
	opened   time.Time
	shipping shipping
	customer *profile.Person
	sub      string
	// next is the code with which the next change, or approval without the app,
	// is refused, once.
	next string
	// uncounted is what the seeded defects let the sums be wrong by.
	uncounted struct{ captured, refunded int64 }
}

// A desk is the payments of one merchant.
type desk struct {
	// payments are those that were started here, oldest first.
	payments []*payment
	byRef    map[string]*payment
	byToken  map[string]*payment
	replies  map[string]replay
}

func deskOf(b *sandbox.Box) *desk {
	return sandbox.State(b, ID, func() *desk {
		return &desk{byRef: map[string]*payment{}, byToken: map[string]*payment{}, replies: map[string]replay{}}
	})
}

func bookOf(b *sandbox.Box) *ledger.Book { return sandbox.State(b, ledgerID, ledger.NewBook) }

func (d *desk) add(p *payment) {
	d.payments = append(d.payments, p)
	d.byRef[p.form.Reference], d.byToken[p.token] = p, p
}

// find gives a payment, whichever API it was started with.
func (d *desk) find(b *sandbox.Box, reference string) (*payment, bool) {
	if p, ok := d.byRef[reference]; ok {
		return p, true
	}
	money, ok := bookOf(b).Find(reference)
	if !ok || b.Fault(faultForeignHidden) {
		return nil, false
	}
	p := &payment{money: money, foreign: true}
	p.form.PaymentMethod.Type = wallet
	d.byRef[reference] = p
	return p, true
}

// pending says whether the customer can still act.
func (p *payment) pending() bool { return p.money.Stage() == ledger.Pending }

// express says whether the customer chooses how it is shipped.
func (p *payment) express() bool { return p.form.Shipping != nil }

// total is what is asked of the customer: the order, and what shipping costs
// once that is chosen.
//
// Choice: nobody says whether amount includes shipping. It does, as the whole is
// what can be captured.
func (p *payment) total() int64 {
	if reserved := p.money.Reserved(); reserved > 0 {
		return reserved
	}
	return p.money.Ordered()
}

// note is what the ledger keeps of an act, with a number of its own.
func (p *payment) note(b *sandbox.Box, key string) ledger.Note {
	return ledger.Note{At: b.Now(), Key: key, ID: b.Digits(10), Text: p.money.Log()[0].Text}
}

// approval is the note of the customer's act, which bears the key of the
// creation (documented example).
func (p *payment) approval(b *sandbox.Box) ledger.Note { return p.note(b, p.key) }

// ended is the note of an end, which has no key.
func (p *payment) ended(b *sandbox.Box, how ledger.Ending) ledger.Note {
	n := p.note(b, "")
	n.Ending = how
	return n
}

// state is the state on the wire. It stays AUTHORIZED whatever becomes of the
// money.
func (p *payment) state() string {
	switch p.money.Stage() {
	case ledger.Pending:
		return "CREATED"
	case ledger.Ended:
		return endedState(p.money.Ending())
	}
	return "AUTHORIZED"
}

// endedState is the state, and the event, of an end.
//
// Choice: an eCom payment whose approval failed is ABORTED here, where no state
// says so.
func endedState(how ledger.Ending) string {
	switch how {
	case ledger.ByTime:
		return "EXPIRED"
	case ledger.ByCustomer, ledger.ByFailure:
		return "ABORTED"
	}
	return "TERMINATED"
}

// stamp writes a time as ePayment does.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func statusText(status int) string { return strconv.Itoa(status) }
