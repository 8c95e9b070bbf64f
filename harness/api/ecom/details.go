package ecom

import (
	"slices"
	"strconv"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

const (
	// profileLife is how long the details tell of the customer (guide).
	profileLife = 7 * 24 * time.Hour
	expired     = "[Expired]"
	// binNumber begins the number of every card of the sandbox.
	binNumber = 400000
)

// detailsJSON is the whole history of a payment.
type detailsJSON struct {
	OrderID  string        `json:"orderId"`
	Shipping *shippedJSON  `json:"shippingDetails,omitempty"`
	Log      []entryJSON   `json:"transactionLogHistory"`
	Summary  *bankedAmount `json:"transactionSummary,omitempty"`
	User     *person       `json:"userDetails,omitempty"`
	Sub      string        `json:"sub,omitempty"`
}

type shippedJSON struct {
	Address address `json:"address"`
	Cost    decimal `json:"shippingCost"`
	Method  string  `json:"shippingMethod"`
	ID      string  `json:"shippingMethodId"`
}

type entryJSON struct {
	Amount        int64  `json:"amount"`
	Operation     string `json:"operation"`
	Success       bool   `json:"operationSuccess"`
	RequestID     string `json:"requestId"`
	TimeStamp     string `json:"timeStamp"`
	TransactionID string `json:"transactionId"`
	Text          string `json:"transactionText"`
}

type summaryJSON struct {
	Captured    int64 `json:"capturedAmount"`
	Refunded    int64 `json:"refundedAmount"`
	LeftCapture int64 `json:"remainingAmountToCapture"`
	LeftRefund  int64 `json:"remainingAmountToRefund"`
}

// bankedAmount is the summary as only the details have it.
type bankedAmount struct {
	summaryJSON
	BIN int `json:"bankIdentificationNumber,omitempty"`
}

// readDetails answers what happened to a payment, newest first.
func readDetails(c *sandbox.Call) sandbox.Reply {
	r, err := locate(c)
	if err != nil {
		return answer(c.Box, nil, err)
	}
	o := r.order
	d := detailsJSON{OrderID: o.id, Log: o.log(c.Box)}
	if !o.pending() || c.Box.Fault(faultEarlySummary) {
		d.Summary = &bankedAmount{summaryJSON: *o.summary(c.Box)}
	}
	if o.money.Reserved() > 0 {
		d.Summary.BIN = binNumber
		o.profile(c.Box, &d)
	}
	return answer(c.Box, d, nil)
}

// profile adds what the customer shared, as long as it is kept.
func (o *order) profile(b *sandbox.Box, d *detailsJSON) {
	if o.customer == nil {
		return
	}
	user := *o.customer
	if d.Sub = o.sub; b.Fault(faultNoSub) {
		d.Sub = ""
	}
	if o.shipping.chosen != nil {
		chosen := *o.shipping.chosen
		d.Shipping = &shippedJSON{o.shipping.address, inKroner(chosen.cost), chosen.method, chosen.id}
	}
	life := profileLife
	if b.Fault(faultProfileShort) {
		life = 5 * 24 * time.Hour
	}
	if b.Now().Sub(o.approved()) >= life && !b.Fault(faultProfileKept) {
		user = person{expired, expired, expired, expired, expired}
		if d.Shipping != nil {
			d.Shipping.Address = address{Line1: expired, City: expired, Country: expired, Code: expired}
			d.Shipping.Method, d.Shipping.ID = expired, expired
		}
	}
	d.User = &user
}

// approved is when the customer approved.
func (o *order) approved() time.Time {
	if at, ok := o.money.When(ledger.Sell); ok {
		return at
	}
	at, _ := o.money.When(ledger.Reserve)
	return at
}

// log is the history. Whoever moved the money, it reads the same.
func (o *order) log(b *sandbox.Box) []entryJSON {
	var list []entryJSON
	for _, e := range o.money.Log() {
		list = append(list, entryJSON{
			e.Amount, operationOf(b, e.Act), e.OK() || b.Fault(faultFailureHidden), e.Key, stamp(e.At), e.ID, e.Text,
		})
	}
	if !b.Fault(faultOldestFirst) {
		slices.Reverse(list)
	}
	return list
}

// operationOf is eCom's word for an act.
func operationOf(b *sandbox.Box, a ledger.Act) string {
	switch a {
	case ledger.Open:
		return "INITIATE"
	case ledger.Reserve:
		return "RESERVE"
	case ledger.Sell:
		return "SALE"
	case ledger.Capture:
		return "CAPTURE"
	case ledger.Refund:
		return "REFUND"
	case ledger.Release:
		if b.Fault(faultVoidAsCancel) {
			return "CANCEL"
		}
		return "VOID"
	}
	return "CANCEL"
}

// summary is how the money stands.
func (o *order) summary(b *sandbox.Box) *summaryJSON {
	m := o.money
	s := &summaryJSON{
		Captured:    m.Captured() + o.uncounted.captured,
		Refunded:    m.Refunded() + o.uncounted.refunded,
		LeftCapture: m.Left(),
	}
	s.LeftRefund = s.Captured - s.Refunded
	if b.Fault(faultWrongSum) {
		s.LeftCapture++
	}
	return s
}

// lastJSON is the answer of the deprecated status operation.
type lastJSON struct {
	OrderID string       `json:"orderId"`
	Info    transactedAt `json:"transactionInfo"`
}

// readStatus answers the last thing that happened.
func readStatus(c *sandbox.Call) sandbox.Reply {
	r, err := locate(c)
	if err != nil {
		return answer(c.Box, nil, err)
	}
	o := r.order
	last := o.last()
	status := operationOf(c.Box, last.Act)
	switch o.end {
	case byTime, byFailure:
		status = string(o.end)
	}
	return answer(c.Box, lastJSON{o.id, transactedAt{last.Amount, status, stamp(last.At), last.ID}}, nil)
}

// last is the last entry that happened; a reservation that failed is one.
func (o *order) last() ledger.Entry {
	log := o.money.Log()
	for _, e := range slices.Backward(log) {
		if e.OK() {
			return e
		}
	}
	return log[0]
}

// decimalString is an amount as a seeded defect answers it.
func decimalString(amount int64) string { return strconv.FormatInt(amount, 10) }
