package ecom

import (
	"errors"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

// A change is a request to capture, cancel, refund or force approve, found
// sound.
type change struct {
	box   *sandbox.Box
	order *order
	body  []byte
	key   string
	text  string
	// amount is in øre; 0 is all that is left.
	amount int64
	// release is shouldReleaseRemainingFunds.
	release bool
}

type changeJSON struct {
	MerchantInfo *struct {
		MSN string `json:"merchantSerialNumber"`
	} `json:"merchantInfo"`
	Transaction *struct {
		Amount *int64 `json:"amount"`
		Text   string `json:"transactionText"`
		// Release is the flag in the wrong place, which counts for nothing.
		Release bool `json:"shouldReleaseRemainingFunds"`
	} `json:"transaction"`
	Release bool `json:"shouldReleaseRemainingFunds"`
}

// readChange reads what capture, cancel and refund have in common. The document
// leaves merchantInfo and transaction of capture and refund open; the guide
// does not.
func readChange(c *sandbox.Call) (*change, error) {
	var j changeJSON
	if err := read(c.Body, &j); err != nil {
		return nil, err
	}
	switch {
	case j.MerchantInfo == nil:
		return nil, invalid("merchantInfo", "It is missing.")
	case j.Transaction == nil:
		return nil, invalid("transaction", "It is missing.")
	case j.Transaction.Text == "":
		return nil, invalid("transactionText", "It is missing.")
	}
	r, err := locate(c)
	if err != nil || j.MerchantInfo.MSN != c.Box.MSN() {
		return nil, withheld(c.Box)
	}
	r.text, r.release = j.Transaction.Text, j.Release
	if j.Transaction.Release && c.Box.Fault(faultFlagAnywhere) {
		r.release = true
	}
	if j.Transaction.Amount != nil {
		r.amount = *j.Transaction.Amount
	}
	return r, nil
}

// locate finds the order of the path.
func locate(c *sandbox.Call) (*change, error) {
	o, ok := deskOf(c.Box).byID[c.Params["orderId"]]
	if !ok {
		return nil, withheld(c.Box)
	}
	if o.end == "" && o.money.Ending() == ledger.ByMerchant {
		o.end = byShop // through another API
	}
	return &change{box: c.Box, order: o, body: c.Body, key: c.Request.Header.Get("X-Request-Id")}, nil
}

// keyed says whether a change that needs a key has one: the guide asks for one
// where a part is moved, the document always.
//
// Choice: the guide decides.
func (r *change) keyed(left int64) error {
	if r.key == "" && r.amount > 0 && r.amount != left && !r.box.Fault(faultKeyOptional) {
		return invalid("X-Request-Id", "It is needed where only a part is moved.")
	}
	return nil
}

// note is what the ledger keeps of this change.
func (r *change) note() ledger.Note { return r.order.note(r.box, r.key, r.text) }

// tooOld says whether it is too late for an act: more than so many days after
// any of these happened last.
func (r *change) tooOld(days int, since ...ledger.Act) bool {
	if r.box.Fault(faultLateAllowed) {
		return false
	}
	var anchor time.Time
	for _, act := range since {
		if at, ok := r.order.money.When(act); ok && at.After(anchor) {
			anchor = at
		}
	}
	return !anchor.IsZero() && r.box.Now().Sub(anchor) > time.Duration(days)*24*time.Hour
}

// overtaken lets another call in that makes the same change of the same order at the
// same time, and says whether that has left too little of what was there before.
func (r *change) overtaken(act string, amount int64, left func() int64) bool {
	before := left()
	r.box.Meet(act + " " + r.order.id)
	return amount <= before && amount > left()
}

// endless is the limit, in days, of a seeded defect that has none.
const endless = 36500

// limits are the days after which capture, cancel and refund are too late. The
// change log of the API and its guide disagree on capture.
func limits(a sandbox.Abilities) (capture, cancel, refund int) {
	if a.Limits == "guide" {
		return 180, 180, 365
	}
	return 365, 180, 365
}

// worded gives the ledger's refusal eCom's code. What the guide leaves open is
// decided here.
func worded(err error) error {
	var r *ledger.Refusal
	if !errors.As(err, &r) {
		return err
	}
	switch r.Act {
	case ledger.Capture:
		return wordedCapture(r.Reason)
	case ledger.Refund:
		return wordedRefund(r.Reason)
	}
	return wordedCancel(r.Act, r.Reason)
}

func wordedCapture(why ledger.Reason) error {
	switch why {
	case ledger.NothingReserved:
		return refused(groupPayment, "62")
	case ledger.Cancelled:
		return refused(groupVipps, "91")
	case ledger.AlreadySold: // Choice: 92, not 95
		return refused(groupVipps, "92")
	case ledger.TooLate:
		return refused(groupPayment, "98")
	case ledger.NotPositive:
		return invalid("amount", "It must not be negative.")
	}
	return refused(groupPayment, "61") // Choice: also where all is captured or released
}

func wordedRefund(why ledger.Reason) error {
	switch why {
	case ledger.NothingCaptured:
		return refused(groupPayment, "72")
	case ledger.Cancelled:
		return refused(groupPayment, "73")
	case ledger.TooLate:
		return refused(groupPayment, "95")
	case ledger.Declined:
		return refused(groupPayment, "74")
	case ledger.NotPositive:
		return invalid("amount", "It must not be negative.")
	}
	return refused(groupPayment, "71")
}

func wordedCancel(act ledger.Act, why ledger.Reason) error {
	switch {
	case why == ledger.AlreadyCaptured:
		return refused(groupPayment, "51")
	case why == ledger.TooLate: // Choice: the code of a reservation that is too old
		return refused(groupPayment, "98")
	case act == ledger.Release: // Choice: what is given up is processed already
		return refused(groupVipps, "92")
	}
	return refused(groupPayment, "52") // Choice: a payment that ended before a reservation
}
