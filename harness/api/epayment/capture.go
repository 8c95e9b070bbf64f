package epayment

import (
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

// capture takes a part, or all, of what is left.
func capture(c *sandbox.Call) sandbox.Reply {
	r, err := readMove(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	return r.do(c, ledger.Capture, (*change).capture)
}

func (r *change) capture(n ledger.Note) error {
	m, b, amount := r.payment.money, r.box, r.amount.Value
	open := m.Stage() == ledger.Held || m.Stage() == ledger.PartTaken
	switch {
	case r.pretendCapture(amount):
		return nil
	case open && r.tooOld(captureDays(b), ledger.Reserve) && !b.Fault(faultLateCapture):
		return worded(m, m.Refuse(ledger.Capture, amount, ledger.TooLate, n))
	case open && amount < m.Left() && !mayCaptureParts(b):
		_ = m.Refuse(ledger.Capture, amount, ledger.ExceedsReservation, n)
		return refused("6140")
	case open && m.Captured() > 0 && b.Fault(faultOneCapture):
		return worded(m, m.Refuse(ledger.Capture, amount, ledger.ExceedsReservation, n))
	}
	if err := m.Capture(amount, n); err != nil {
		return worded(m, err)
	}
	if b.Fault(faultLosesMinor) {
		r.payment.uncounted.captured--
	}
	return nil
}

// mayCaptureParts: in Norway everybody may, elsewhere who asked for it.
func mayCaptureParts(b *sandbox.Box) bool {
	return market(b) == "NO" || b.Abilities().PartialCapture || b.Fault(faultPartsForAll)
}

// pretendCapture lets the seeded defects answer a success where the ledger would
// refuse. The sums follow the answer, the ledger does not.
func (r *change) pretendCapture(amount int64) bool {
	m, b := r.payment.money, r.box
	switch stage := m.Stage(); {
	case stage == ledger.Pending && b.Fault(faultEarlyCapture), stage == ledger.Void && b.Fault(faultVoidCapture),
		stage == ledger.Ended && b.Fault(faultEndedCapture):
		return true
	case (stage == ledger.Held || stage == ledger.PartTaken) &&
		(b.Fault(faultCapturesRace) && r.overtaken("capture", m.Left) || amount > m.Left() && b.Fault(faultOverCapture)),
		stage == ledger.Released && b.Fault(faultRestCapturable):
		r.payment.uncounted.captured += amount
		return true
	}
	return false
}

// cancel ends a payment that waits, or gives up all that is left of a
// reservation.
func cancel(c *sandbox.Call) sandbox.Reply {
	r, err := readChange(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	r.key = "" // cancellations are listed without one
	return r.do(c, ledger.Release, (*change).cancel)
}

func (r *change) cancel(n ledger.Note) error {
	m, b := r.payment.money, r.box
	stage := m.Stage()
	open := stage == ledger.Held || stage == ledger.PartTaken
	switch {
	case stage == ledger.Pending && r.payment.shipping.then != nil && !b.Fault(faultCancelAuthorizing):
		return refused("6250")
	case stage == ledger.Pending, stage == ledger.Ended:
		n.Ending = ledger.ByMerchant
		return worded(m, m.End(n))
	case r.pretendCancel(stage):
		return nil
	case open && r.only && !b.Fault(faultOnlyIgnored):
		_ = m.Refuse(ledger.Release, m.Left(), ledger.AlreadyReserved, n)
		return refused("6060")
	case open && r.tooOld(180, ledger.Reserve) && !b.Fault(faultLateCancel):
		return worded(m, m.Refuse(ledger.Release, m.Left(), ledger.TooLate, n))
	}
	_, err := m.Release(n)
	return worded(m, err)
}

// pretendCancel says whether a seeded defect answers a success and nothing is
// given up.
func (r *change) pretendCancel(stage ledger.Stage) bool {
	return stage == ledger.Taken && r.box.Fault(faultCancelTaken) ||
		stage == ledger.Void && r.box.Fault(faultCancelTwice) ||
		stage == ledger.PartTaken && r.box.Fault(faultRestKept)
}

// refund gives back a part, or all, of what is captured.
func refund(c *sandbox.Call) sandbox.Reply {
	r, err := readMove(c)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	return r.do(c, ledger.Refund, (*change).refund)
}

func (r *change) refund(n ledger.Note) error {
	m, b, amount := r.payment.money, r.box, r.amount.Value
	switch stage := m.Stage(); {
	case stage == ledger.Held && b.Fault(faultRefundHeld):
		return nil
	case stage == ledger.Released && b.Fault(faultCancelEndsRefunds):
		_ = m.Refuse(ledger.Refund, amount, ledger.Cancelled, n)
		return refused("6210")
	case m.Refundable() == 0:
	case b.Fault(faultRefundsRace) && r.overtaken("refund", m.Refundable), amount > m.Refundable() && b.Fault(faultOverRefund):
		r.payment.uncounted.refunded += amount
		return nil
	case amount == 124 || r.tooOld(365, ledger.Capture, ledger.Sell) && !b.Fault(faultLateRefund):
		// Choice: of capture and reservation, from which a year is counted, the
		// newer pages say the capture. The test environment lets 124 be too late.
		return worded(m, m.Refuse(ledger.Refund, amount, ledger.TooLate, n))
	case amount == 123: // nobody there to receive it (test environment)
		return worded(m, m.Refuse(ledger.Refund, amount, ledger.Declined, n))
	}
	if err := m.Refund(amount, n); err != nil {
		return worded(m, err)
	}
	if b.Fault(faultRefundUncounted) {
		r.payment.uncounted.refunded -= amount
	}
	return nil
}
