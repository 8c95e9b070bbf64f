package ledger

import (
	"slices"
	"time"
)

// A Payment is the money of one payment. Amounts are minor units of its
// currency. At all times captured + cancelled ≤ reserved, refunded ≤ captured,
// and none is negative.
type Payment struct {
	// Reference is what the merchant calls it.
	Reference string
	Currency  string
	// Origin is the ID of the API that it was started with, such as ecom.v2.
	Origin string

	ordered, reserved, captured, cancelled, refunded int64

	sold, ended bool
	ending      Ending
	entries     []Entry
}

// NewPayment opens a payment for an ordered amount.
func NewPayment(reference, currency, origin string, ordered int64, n Note) (*Payment, error) {
	p := &Payment{Reference: reference, Currency: currency, Origin: origin}
	if ordered <= 0 {
		return nil, &Refusal{Act: Open, Asked: ordered, Reason: NotPositive}
	}
	p.ordered = ordered
	p.log(Open, ordered, n)
	return p, nil
}

// Ordered is what the merchant asked for at the start.
func (p *Payment) Ordered() int64 { return p.ordered }

// Reserved is what the customer approved, 0 before that.
func (p *Payment) Reserved() int64 { return p.reserved }

// Captured is the sum of what the merchant took.
func (p *Payment) Captured() int64 { return p.captured }

// Cancelled is what was reserved and given up.
func (p *Payment) Cancelled() int64 { return p.cancelled }

// Refunded is the sum of what the merchant gave back.
func (p *Payment) Refunded() int64 { return p.refunded }

// Left is what can still be captured.
func (p *Payment) Left() int64 { return p.reserved - p.captured - p.cancelled }

// Refundable is what can still be given back.
func (p *Payment) Refundable() int64 { return p.captured - p.refunded }

// Ending is how it ended before anything was reserved, "" while it has not.
func (p *Payment) Ending() Ending { return p.ending }

// Log is what happened, newest last. The caller may keep it.
func (p *Payment) Log() []Entry { return slices.Clone(p.entries) }

// When is the time of the last act of this kind that happened.
func (p *Payment) When(act Act) (time.Time, bool) {
	for _, e := range slices.Backward(p.entries) {
		if e.Act == act && e.OK() {
			return e.At, true
		}
	}
	return time.Time{}, false
}

func (p *Payment) log(act Act, amount int64, n Note) {
	p.entries = append(p.entries, Entry{Act: act, Amount: amount, Note: n})
}

// Refuse logs an attempt that did not succeed, for a reason that the ledger
// need not know of, and gives the refusal.
func (p *Payment) Refuse(act Act, amount int64, why Reason, n Note) error {
	left := p.Left()
	if act == Refund {
		left = p.Refundable()
	}
	p.entries = append(p.entries, Entry{Act: act, Amount: amount, Refused: why, Note: n})
	return &Refusal{Act: act, Asked: amount, Left: left, Reason: why}
}

// Add sums two amounts; it refuses a sum that does not fit.
func Add(a, b int64) (int64, error) {
	sum := a + b
	if (sum > a) != (b > 0) {
		return 0, TooLarge
	}
	return sum, nil
}
