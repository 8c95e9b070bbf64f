package epayment

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

// A change is a request to capture, cancel or refund.
type change struct {
	box     *sandbox.Box
	payment *payment
	// amount is nil where a cancel names none.
	amount *amountJSON
	// only is cancelTransactionOnly.
	only bool
	key  string
}

type changeJSON struct {
	Amount *amountJSON `json:"modificationAmount"`
	Only   bool        `json:"cancelTransactionOnly"`
}

// modifiedJSON is the answer to a change.
type modifiedJSON struct {
	Amount       amountJSON    `json:"amount"`
	State        string        `json:"state"`
	Aggregate    aggregateJSON `json:"aggregate"`
	PspReference string        `json:"pspReference"`
	Reference    string        `json:"reference"`
}

// do answers a call that moves money: move does it, with the note that the log
// keeps.
func (r *change) do(c *sandbox.Call, act ledger.Act, move func(*change, ledger.Note) error) sandbox.Reply {
	p, b := r.payment, r.box
	n := p.note(b, r.key)
	err := r.troubled(act, n)
	if err == nil {
		err = move(r, n)
	}
	p.tell(b)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	body := modifiedJSON{
		Amount: p.asAmount(p.total()), State: p.state(), Aggregate: p.aggregate(b),
		PspReference: p.events(b)[0].PspReference, Reference: p.money.Reference,
	}
	if b.Fault(faultEventNumber) {
		body.PspReference = n.ID
	}
	return answer(c, http.StatusOK, body, nil)
}

// troubled refuses a change once for what an act has asked for. What fails on
// the way to the bank is an attempt, and listed.
func (r *change) troubled(act ledger.Act, n ledger.Note) error {
	code := r.payment.take(false)
	if code == "" {
		return nil
	}
	if code == "6260" || code == "6280" {
		amount := int64(0)
		if r.amount != nil {
			amount = r.amount.Value
		}
		_ = r.payment.money.Refuse(act, amount, ledger.Declined, n)
	}
	return refused(code)
}

// take gives the code of the trouble that an act has asked for, and forgets it:
// one of the test environment, or one of the others.
func (p *payment) take(test bool) string {
	code := p.next
	if code == "" || strings.HasPrefix(code, "10") != test {
		return ""
	}
	p.next = ""
	return code
}

// readChange reads what capture, cancel and refund have in common.
func readChange(c *sandbox.Call) (*change, error) {
	r := &change{box: c.Box, key: c.Request.Header.Get(headerKey)}
	var j changeJSON
	if len(c.Body) > 0 {
		if err := read(c.Body, &j); err != nil {
			return nil, err
		}
	}
	r.amount, r.only = j.Amount, j.Only
	var err error
	r.payment, err = locate(c)
	return r, err
}

// locate finds the payment of the path.
func locate(c *sandbox.Call) (*payment, error) {
	p, ok := deskOf(c.Box).find(c.Box, c.Params["Reference"])
	if !ok {
		why := refused("5090")
		if c.Box.Fault(faultUnknownAs400) {
			why.status = http.StatusBadRequest
		}
		return nil, why
	}
	return p, nil
}

// readMove reads a change that must name an amount of the payment's currency.
//
// Choice: another currency is an invalid field; nobody gives it a code.
func readMove(c *sandbox.Call) (*change, error) {
	r, err := readChange(c)
	switch {
	case err != nil:
		return nil, err
	case r.amount == nil:
		return nil, invalid("ModificationAmount", "It is missing.")
	case r.amount.Currency != r.payment.money.Currency && !c.Box.Fault(faultOtherCurrency):
		return nil, invalid("ModificationAmount.Currency", "It must be the payment's.")
	case r.amount.Value <= 0:
		return nil, refused("6010")
	}
	return r, nil
}

// tooOld says whether it is too late for an act: more than so many days after
// any of these happened last.
func (r *change) tooOld(days int, since ...ledger.Act) bool {
	var anchor time.Time
	for _, act := range since {
		if at, ok := r.payment.money.When(act); ok && at.After(anchor) {
			anchor = at
		}
	}
	return !anchor.IsZero() && r.box.Now().Sub(anchor) > time.Duration(days)*day
}

// overtaken lets another call in that makes the same change of the same payment at the
// same time, and says whether that has left too little of what was there before.
func (r *change) overtaken(act string, left func() int64) bool {
	before := left()
	r.box.Meet(act + " " + r.payment.money.Reference)
	return r.amount.Value <= before && r.amount.Value > left()
}

// worded gives the ledger's refusal a code of the table. What the table leaves
// open is decided here.
func worded(m *ledger.Payment, err error) error {
	var r *ledger.Refusal
	if !errors.As(err, &r) {
		return err
	}
	switch r.Act {
	case ledger.Capture:
		return refused(captureCode(m, r.Reason))
	case ledger.Refund:
		return refused(refundCode(m, r.Reason))
	}
	return refused(cancelCode(m, r.Reason))
}

func captureCode(m *ledger.Payment, why ledger.Reason) string {
	switch stage := m.Stage(); {
	case stage == ledger.Pending:
		return "6080"
	case stage == ledger.Ended: // Choice: not 6070 or 6080
		return "6200"
	case why == ledger.TooLate:
		return "6100"
	case stage == ledger.Void, stage == ledger.Released: // Choice: 6070 also where a part was captured
		return "6070"
	case stage == ledger.Taken, stage == ledger.Sold: // Choice: not 6090
		return "6170"
	case why == ledger.NotPositive:
		return "6010"
	}
	return "6090"
}

func refundCode(m *ledger.Payment, why ledger.Reason) string {
	switch stage := m.Stage(); {
	case stage == ledger.Pending:
		return "6020"
	case stage == ledger.Ended, stage == ledger.Void:
		return "6210"
	case why == ledger.TooLate:
		return "6220"
	case why == ledger.Declined:
		return "5100"
	case m.Captured() > 0 && m.Refundable() == 0: // Choice: not 6150
		return "6180"
	case why == ledger.NotPositive:
		return "6010"
	}
	return "6150" // also where nothing is captured
}

func cancelCode(m *ledger.Payment, why ledger.Reason) string {
	switch stage := m.Stage(); {
	case stage == ledger.Ended:
		return "6190"
	case stage == ledger.Void, stage == ledger.Released: // Choice: not 6190
		return "6050"
	case stage == ledger.Taken, stage == ledger.Sold: // Choice: not 6060, flag or not
		return "6040"
	case why == ledger.TooLate:
		return "6030"
	}
	return "6060"
}
