package ecom

import (
	"cmp"
	"strings"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

// instrument is what every customer of the sandbox pays with.
const instrument = "Visa"

// changedJSON is the answer to capture, cancel and refund. A refund calls its
// transaction otherwise than the others.
type changedJSON struct {
	Instrument string       `json:"paymentInstrument,omitempty"`
	OrderID    string       `json:"orderId"`
	Info       *movedJSON   `json:"transactionInfo,omitempty"`
	Refund     *movedJSON   `json:"transaction,omitempty"`
	Summary    *summaryJSON `json:"transactionSummary"`
}

type movedJSON struct {
	// Amount is an integer; a seeded defect makes it a string.
	Amount        any    `json:"amount"`
	Status        string `json:"status"`
	TimeStamp     string `json:"timeStamp"`
	TransactionID string `json:"transactionId,omitempty"`
	Text          string `json:"transactionText"`
}

// capture takes all that is left, or the part that the call names.
func capture(c *sandbox.Call) sandbox.Reply {
	r, err := readChange(c)
	if err == nil {
		err = r.keyed(r.order.money.Left())
	}
	if err != nil {
		return answer(c.Box, nil, err)
	}
	return r.once("capture", func() sandbox.Reply {
		n := r.note()
		amount, err := r.capture(n)
		if err != nil {
			return answer(c.Box, nil, worded(err))
		}
		body := r.changed()
		body.Info = r.moved(amount, "Captured", n)
		if r.box.Fault(faultCapturesTold) {
			r.order.tell(r.box)
		}
		return answer(c.Box, body, nil)
	})
}

func (r *change) capture(n ledger.Note) (int64, error) {
	m, days := r.order.money, 0
	days, _, _ = limits(r.box.Abilities())
	switch {
	case r.box.Fault(faultLateCapture):
		days = endless
	case r.box.Fault(faultShortLimit):
		days = 180
	case r.box.Fault(faultGuideIgnored):
		days = 365
	}
	amount := r.amount
	if amount == 0 {
		amount = m.Left()
	}
	if r.amount == 0 && r.box.Fault(faultAmountNeeded) || m.Captured() > 0 && r.box.Fault(faultOneCapture) {
		return 0, m.Refuse(ledger.Capture, amount, ledger.ExceedsReservation, n)
	}
	if pretended := r.pretendCapture(amount); pretended > 0 {
		return pretended, nil
	}
	if open := m.Stage() == ledger.Held || m.Stage() == ledger.PartTaken; open && r.tooOld(days, ledger.Reserve) {
		return 0, m.Refuse(ledger.Capture, amount, ledger.TooLate, n)
	}
	if err := m.Capture(amount, n); err != nil {
		if r.box.Fault(faultRefusedTakes) && m.Left() > 0 {
			_ = m.Capture(m.Left(), n) // what is left can be taken
		}
		return 0, err
	}
	if r.box.Fault(faultLosesOre) {
		r.order.uncounted.captured--
	}
	return amount, nil
}

// pretendCapture lets the seeded defects answer a success where the ledger
// would refuse: it gives the amount to answer, 0 for none. The sums follow the
// answer, the ledger does not.
func (r *change) pretendCapture(amount int64) int64 {
	m, b := r.order.money, r.box
	switch stage := m.Stage(); {
	case stage == ledger.Pending && b.Fault(faultEarlyCapture), stage == ledger.Void && b.Fault(faultVoidCapture):
		return cmp.Or(amount, m.Ordered())
	case stage == ledger.Released && b.Fault(faultRestCapturable), stage == ledger.Sold && b.Fault(faultSaleCapturable),
		stage == ledger.Taken && m.Refunded() > 0 && b.Fault(faultRefundReopens):
		r.order.uncounted.captured += amount
		return amount
	case stage == ledger.Pending, stage == ledger.Void, stage == ledger.Sold, stage == ledger.Ended:
		return 0
	case b.Fault(faultCapturesRace) && r.overtaken("capture", amount, m.Left),
		amount > m.Left() && b.Fault(faultOverCapture):
		r.order.uncounted.captured += amount
		return amount
	}
	return 0
}

// changed is what every answer to a change has. The instrument is known once
// the customer has chosen it.
func (r *change) changed() changedJSON {
	body := changedJSON{OrderID: r.order.id, Summary: r.order.summary(r.box)}
	if r.order.money.Reserved() > 0 {
		body.Instrument = instrument
	}
	return body
}

// moved is what a change did, or with the seeded defects nearly that.
func (r *change) moved(amount int64, status string, n ledger.Note) *movedJSON {
	m := &movedJSON{amount, status, stamp(n.At), n.ID, r.text}
	if r.box.Fault(faultAmountAsString) {
		m.Amount = decimalString(amount)
	}
	if r.box.Fault(faultLowerCase) {
		m.Status = strings.ToLower(status)
	}
	if r.box.Fault(faultNoTransactionID) {
		m.TransactionID = ""
	}
	return m
}
