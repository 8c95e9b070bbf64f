package agreement

import (
	"time"

	"kontrakt/harness/sandbox/ledger"
)

// refundDays is how long after the last capture money can be given back.
const refundDays = 365

// captureDays is how long a reservation waits.
func (b *Book) captureDays() int {
	if b.market() != "NO" && !b.box.Abilities().LateCapture {
		return 14
	}
	return 180
}

// Capture takes a part, or all, of what is reserved.
func (c *Charge) Capture(amount int64, key string) error {
	stage := c.money.Stage()
	open := stage == ledger.Held || stage == ledger.PartTaken
	switch {
	case c.pretendCapture(amount, open):
		return nil
	case !open, stage == ledger.PartTaken && c.fault(faultOneCapture):
		return c.standing(NotCapturable)
	case amount <= 0:
		return &Refusal{Reason: AmountTooLow, Field: "amount", Asked: amount, Limit: 1}
	case amount > c.Left():
		return &Refusal{Reason: ExceedsReserved, Field: "amount", Status: string(c.Status()), Asked: amount, Limit: c.Left()}
	}
	n := c.note(key)
	if err := c.money.Capture(amount, n); err != nil {
		return c.standing(NotCapturable)
	}
	if c.fault(faultLosesMinor) {
		c.uncounted.Captured--
	}
	c.tell(ChargeCaptured, amount, n.ID)
	return nil
}

// pretendCapture lets the seeded defects answer a success where there is none.
func (c *Charge) pretendCapture(amount int64, open bool) bool {
	switch {
	case open && amount > c.Left() && c.fault(faultOverCapture):
		c.uncounted.Captured += amount
		return true
	case c.money.Stage() == ledger.Sold && c.fault(faultDirectCaptured),
		c.money.Stage() == ledger.Pending && c.fault(faultDueCaptured),
		c.money.Stage() == ledger.Void && c.fault(faultVoidCaptured):
		return true
	}
	return false
}

// Cancel gives up a charge that is not collected yet, a reservation, or the rest
// of one. An agreement whose initial charge is given up starts without it.
func (c *Charge) Cancel(key string) error {
	if c.processing && !c.fault(faultBusyCancelled) {
		return c.standing(Busy)
	}
	return c.giveUp(key)
}

func (c *Charge) giveUp(key string) error {
	n := c.note(key)
	switch c.money.Stage() {
	case ledger.Pending:
		n.Ending = ledger.ByMerchant
		_ = c.money.End(n) // nothing is reserved
		c.uncount(c.Amount)
		c.tell(ChargeCancelled, c.Amount, n.ID)
		return nil
	case ledger.Held:
	case ledger.PartTaken:
		if c.fault(faultRestKept) {
			return nil
		}
		if c.fault(faultRestCancelsAll) {
			c.claimed = ChargeGivenUp
		}
	case ledger.Taken, ledger.Sold:
		if c.fault(faultTakenCancelled) {
			return nil
		}
		return c.standing(NotCancellable)
	default:
		return c.standing(NotCancellable)
	}
	left, err := c.money.Release(n)
	if err != nil {
		return c.standing(NotCancellable)
	}
	c.uncount(left)
	c.tell(ChargeCancelled, left, n.ID)
	return nil
}

func (c *Charge) uncount(cancelled int64) {
	if c.fault(faultCancelUncounted) {
		c.uncounted.Cancelled -= cancelled
	}
}

// Refund gives back a part, or all, of what is captured; text is for the payer.
// The agreement goes on.
func (c *Charge) Refund(amount int64, key, text string) error {
	switch {
	case c.pretendRefund(amount):
		return nil
	case c.Refundable() == 0:
		return c.standing(NotRefundable)
	case amount <= 0:
		return &Refusal{Reason: AmountTooLow, Field: "amount", Asked: amount, Limit: 1}
	case amount > c.Refundable():
		return &Refusal{Reason: ExceedsCaptured, Field: "amount", Status: string(c.Status()), Asked: amount, Limit: c.Refundable()}
	case c.captured().AddDate(0, 0, refundDays).Before(c.now()) && !c.fault(faultLateRefund):
		return c.standing(TooLate)
	}
	n := c.note(key)
	n.Text = text
	if err := c.money.Refund(amount, n); err != nil {
		return c.standing(NotRefundable)
	}
	if c.fault(faultRefundUncounted) {
		c.uncounted.Refunded -= amount
	}
	c.tell(ChargeRefunded, amount, n.ID)
	if c.fault(faultRefundStops) && c.Agreement.Status == Active {
		c.Agreement.stop(ByMerchant, key)
	}
	return nil
}

// pretendRefund lets the seeded defects answer a success where there is none.
func (c *Charge) pretendRefund(amount int64) bool {
	switch {
	case c.Refundable() > 0 && amount > c.Refundable() && c.fault(faultOverRefund):
		c.uncounted.Refunded += amount
		return true
	case c.money.Stage() == ledger.Held && c.fault(faultHeldRefunded):
		return true
	}
	return false
}

// captured is when money was taken last.
func (c *Charge) captured() time.Time {
	sold, _ := c.money.When(ledger.Sell)
	taken, _ := c.money.When(ledger.Capture)
	if taken.After(sold) {
		return taken
	}
	return sold
}

// tell lets the merchant know of an event of this charge.
func (c *Charge) tell(kind EventKind, amount int64, id string) {
	c.Agreement.book.happened(Event{Kind: kind, Agreement: c.Agreement, Charge: c, Amount: amount, TransactionID: id})
}
