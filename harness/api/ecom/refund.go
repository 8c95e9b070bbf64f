package ecom

import (
	"cmp"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

// refund gives back all that is captured, or the part that the call names.
func refund(c *sandbox.Call) sandbox.Reply {
	r, err := readChange(c)
	if err == nil {
		err = r.keyed(r.order.money.Refundable())
	}
	if err != nil {
		return answer(c.Box, nil, err)
	}
	return r.once("refund", func() sandbox.Reply {
		n := r.note()
		amount, err := r.refund(n)
		if err != nil {
			return answer(c.Box, nil, worded(err))
		}
		body := r.changed()
		body.Instrument = "" // a refund does not tell it
		body.Refund = r.moved(amount, "Refund", n)
		if c.Box.Fault(faultRefundKey) {
			body.Info, body.Refund = body.Refund, nil
		}
		return answer(c.Box, body, nil)
	})
}

func (r *change) refund(n ledger.Note) (int64, error) {
	m := r.order.money
	amount := r.amount
	if amount == 0 {
		amount = m.Refundable()
	}
	switch stage := m.Stage(); {
	case stage == ledger.Held && r.box.Fault(faultRefundHeld), stage == ledger.Void && r.box.Fault(faultRefundVoid):
		return cmp.Or(amount, m.Reserved()), nil
	case stage == ledger.Released && r.box.Fault(faultReleaseEnds):
		return 0, m.Refuse(ledger.Refund, amount, ledger.Cancelled, n)
	}
	switch why, can := r.unrefundable(amount), m.Refundable() > 0; {
	case can && why != "":
		return 0, m.Refuse(ledger.Refund, amount, why, n)
	case can && r.box.Fault(faultRefundsRace) && r.overtaken("refund", amount, m.Refundable),
		can && amount > m.Refundable() && r.box.Fault(faultOverRefund):
		r.order.uncounted.refunded += amount
		return amount, nil
	}
	if m.Stage() == ledger.Sold && r.box.Fault(faultSaleFinal) {
		return 0, m.Refuse(ledger.Refund, amount, ledger.NothingCaptured, n)
	}
	if err := m.Refund(amount, n); err != nil {
		if r.box.Fault(faultRefusedReturns) && m.Refundable() > 0 {
			_ = m.Refund(m.Refundable(), n) // what is left can be given back
		}
		return 0, err
	}
	if r.box.Fault(faultRefundUncounted) {
		r.order.uncounted.refunded -= amount
	}
	return amount, nil
}

// unrefundable says why money that is captured does not go back: it is too
// late, or the amount is one of those, in øre, at which the test environment
// lets a refund fail.
//
// Choice: the document counts from the capture and the guide from the
// reservation; whoever follows the guide's limits gets its anchor as well.
func (r *change) unrefundable(amount int64) ledger.Reason {
	_, _, days := limits(r.box.Abilities())
	if r.box.Fault(faultLateRefund) {
		days = endless
	}
	since := []ledger.Act{ledger.Capture, ledger.Sell}
	if r.box.Abilities().Limits == "guide" {
		since = []ledger.Act{ledger.Reserve, ledger.Sell}
	}
	switch {
	case amount == 124 || r.tooOld(days, since...):
		return ledger.TooLate
	case amount == 123:
		return ledger.Declined
	}
	return ""
}
