package ecom

import (
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

// cancel gives up a pending payment, a reservation, or with the flag what is
// left of one. It knows no idempotency: X-Request-Id is only written down.
func cancel(c *sandbox.Call) sandbox.Reply {
	r, err := readChange(c)
	if err != nil {
		return answer(c.Box, nil, err)
	}
	amount, n, err := r.cancel()
	if err != nil {
		return answer(c.Box, nil, worded(err))
	}
	body := r.changed()
	body.Info = r.moved(amount, "Cancelled", n)
	return answer(c.Box, body, nil)
}

// cancel gives the amount of the order, which is what eCom answers, however
// little of it was left.
func (r *change) cancel() (int64, ledger.Note, error) {
	m, n := r.order.money, r.note()
	_, days, _ := limits(r.box.Abilities())
	if r.box.Fault(faultLateCancel) {
		days = endless
	}
	stage := m.Stage()
	open := stage == ledger.Held || stage == ledger.PartTaken
	switch {
	case r.order.shipping.then != nil && stage == ledger.Pending:
		// Choice: while the customer confirms, the order is locked.
		return 0, n, refused(groupVipps, "94")
	case stage == ledger.Pending && r.box.Fault(faultPendingKept):
		return 0, n, refused(groupPayment, "52")
	case stage == ledger.Held && r.release && r.box.Fault(faultReleaseNeeds):
		return 0, n, refused(groupPayment, "52")
	case r.pretendCancel(stage):
		return m.Reserved(), n, nil
	case stage == ledger.Pending:
		n.Text = r.text
		err := r.order.cancelPending(n)
		return m.Ordered(), n, err
	case stage == ledger.Ended:
		return 0, n, m.End(n)
	case (stage == ledger.PartTaken || stage == ledger.Released) && !r.release && !r.box.Fault(faultFlagIgnored):
		if r.box.Fault(faultRefusedReleases) {
			_, _ = m.Release(n)
		}
		return 0, n, m.Refuse(ledger.Release, m.Left(), ledger.AlreadyCaptured, n)
	case open && r.tooOld(days, ledger.Reserve):
		return 0, n, m.Refuse(ledger.Release, m.Left(), ledger.TooLate, n)
	case stage == ledger.PartTaken && r.release && r.box.Fault(faultRestKept):
		return m.Reserved(), n, nil
	}
	_, err := m.Release(n)
	return m.Reserved(), n, err
}

// pretendCancel says whether a seeded defect answers a success where the ledger
// would refuse; nothing moves.
func (r *change) pretendCancel(stage ledger.Stage) bool {
	return stage == ledger.Taken && r.box.Fault(faultCancelTaken) ||
		stage == ledger.Sold && r.box.Fault(faultCancelSold) ||
		stage == ledger.Void && r.box.Fault(faultCancelTwice)
}

// cancelPending ends a payment before the customer acted. The merchant is not
// told of what it did itself.
func (o *order) cancelPending(n ledger.Note) error {
	if err := o.money.End(n); err != nil {
		return err
	}
	o.end = byShop
	return nil
}
