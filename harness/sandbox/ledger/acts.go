package ledger

import "cmp"

// Reserve holds the amount that the customer approved.
func (p *Payment) Reserve(amount int64, n Note) error {
	if err := p.approve(Reserve, amount, n); err != nil {
		return err
	}
	p.reserved = amount
	p.log(Reserve, amount, n)
	return nil
}

// Sell reserves and captures in one act.
func (p *Payment) Sell(amount int64, n Note) error {
	if err := p.approve(Sell, amount, n); err != nil {
		return err
	}
	p.reserved, p.captured, p.sold = amount, amount, true
	p.log(Sell, amount, n)
	return nil
}

// approve says whether the customer can still approve.
func (p *Payment) approve(act Act, amount int64, n Note) error {
	switch {
	case p.ended:
		return p.Refuse(act, amount, Cancelled, n)
	case p.reserved > 0:
		return p.Refuse(act, amount, AlreadyReserved, n)
	case amount <= 0:
		return p.Refuse(act, amount, NotPositive, n)
	}
	return nil
}

// End closes a payment of which nothing is reserved; the note says how it ended,
// by the merchant where it does not.
func (p *Payment) End(n Note) error {
	if p.ended {
		return p.Refuse(End, p.ordered, Cancelled, n)
	}
	if p.reserved > 0 {
		return p.Refuse(End, p.ordered, AlreadyReserved, n)
	}
	n.Ending = cmp.Or(n.Ending, ByMerchant)
	p.ended, p.ending = true, n.Ending
	p.log(End, p.ordered, n)
	return nil
}

// Fail closes a payment whose approval did not come through: act is Reserve or
// Sell, and stands in the log as refused.
func (p *Payment) Fail(act Act, amount int64, n Note) error {
	if err := p.approve(act, amount, n); err != nil {
		return err
	}
	n.Ending = ByFailure
	p.ended, p.ending = true, n.Ending
	_ = p.Refuse(act, amount, Declined, n)
	return nil
}

// Capture takes a part of what is left.
func (p *Payment) Capture(amount int64, n Note) error {
	switch stage := p.Stage(); {
	case stage == Ended || stage == Void:
		return p.Refuse(Capture, amount, Cancelled, n)
	case stage == Pending:
		return p.Refuse(Capture, amount, NothingReserved, n)
	case stage == Sold:
		return p.Refuse(Capture, amount, AlreadySold, n)
	case amount <= 0 && p.Left() > 0:
		return p.Refuse(Capture, amount, NotPositive, n)
	case amount > p.Left() || p.Left() == 0:
		return p.Refuse(Capture, amount, ExceedsReservation, n)
	}
	p.captured += amount
	p.log(Capture, amount, n)
	return nil
}

// Release gives up all that is left of the reservation and says how much that
// was. It is for the caller to ask whether a capture stands in the way.
func (p *Payment) Release(n Note) (int64, error) {
	left := p.Left()
	switch p.Stage() {
	case Ended, Void, Released:
		return 0, p.Refuse(Release, left, Cancelled, n)
	case Pending:
		return 0, p.Refuse(Release, left, NothingReserved, n)
	case Taken, Sold:
		return 0, p.Refuse(Release, left, AlreadyCaptured, n)
	}
	p.cancelled = left
	p.log(Release, left, n)
	return left, nil
}

// Refund gives back a part of what is captured.
func (p *Payment) Refund(amount int64, n Note) error {
	switch stage := p.Stage(); {
	case stage == Ended || stage == Void:
		return p.Refuse(Refund, amount, Cancelled, n)
	case stage == Pending || stage == Held:
		return p.Refuse(Refund, amount, NothingCaptured, n)
	case amount <= 0 && p.Refundable() > 0:
		return p.Refuse(Refund, amount, NotPositive, n)
	case amount > p.Refundable() || p.Refundable() == 0:
		return p.Refuse(Refund, amount, ExceedsCaptured, n)
	}
	p.refunded += amount
	p.log(Refund, amount, n)
	return nil
}
