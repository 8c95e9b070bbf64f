package agreement

import (
	"cmp"
	"time"

	"kontrakt/harness/sandbox/ledger"
)

// ChargeStatus is how a charge stands.
type ChargeStatus string

// The states of a charge.
const (
	// ChargePending: it is due in thirty days or more, or the payer has not
	// approved the agreement that it starts.
	ChargePending ChargeStatus = "PENDING"
	// ChargeDue: it is about to be collected, or tried again.
	ChargeDue ChargeStatus = "DUE"
	// ChargeProcessing: nobody knows yet what comes of it.
	ChargeProcessing ChargeStatus = "PROCESSING"
	ChargeHeld       ChargeStatus = "RESERVED"
	ChargeTaken      ChargeStatus = "CHARGED"
	ChargePartTaken  ChargeStatus = "PARTIALLY_CAPTURED"
	ChargeLost       ChargeStatus = "FAILED"
	ChargeGivenUp    ChargeStatus = "CANCELLED"
	ChargePartBack   ChargeStatus = "PARTIALLY_REFUNDED"
	ChargeBack       ChargeStatus = "REFUNDED"
)

// FailureReason is why a charge was not collected.
type FailureReason string

const (
	// UserActionRequired: the payer's card or account is the problem.
	UserActionRequired FailureReason = "user_action_required"
	// ChargeAmountTooHigh: it is more than the payer's maximum.
	ChargeAmountTooHigh FailureReason = "charge_amount_too_high"
	// NonTechnicalError: such as a payer who is gone.
	NonTechnicalError FailureReason = "non_technical_error"
	// TechnicalError: something broke.
	TechnicalError FailureReason = "technical_error"
)

// A Failure is why a charge was not collected; zero where it was, or still may
// be.
type Failure struct {
	Reason FailureReason
	// Description is for people.
	Description string
}

// A Charge is one payment under an agreement.
type Charge struct {
	ID        string
	Agreement *Agreement
	// Order is what the merchant asked for, with defaults filled in. Its OrderID
	// is empty where the merchant gave none.
	Order
	Created time.Time
	// number is its transaction ID.
	number string
	money  *ledger.Payment

	failure    Failure
	processing bool
	// declined is why every attempt fails until somebody settles it.
	declined *Failure
	// uncounted is what the seeded defects let the sums be wrong by; claimed is
	// a status that they claim.
	uncounted Summary
	claimed   ChargeStatus
}

// A Summary is the money of a charge in minor units.
type Summary struct{ Captured, Cancelled, Refunded int64 }

// Summary says what became of the money. What was given up before it was
// collected counts as cancelled.
func (c *Charge) Summary() Summary {
	s := Summary{
		c.money.Captured() + c.uncounted.Captured, c.money.Cancelled() + c.uncounted.Cancelled, c.money.Refunded() + c.uncounted.Refunded,
	}
	if how := c.money.Ending(); how != "" && how != ledger.ByFailure {
		s.Cancelled += c.Amount
	}
	return s
}

// Left is what can still be captured.
func (c *Charge) Left() int64 { return c.money.Left() }

// Refundable is what can still be given back.
func (c *Charge) Refundable() int64 { return c.money.Refundable() }

// visible is how long before its due date a charge is DUE.
const visible = 30 * 24 * time.Hour

// Status is how the charge stands.
//
// Choice: nobody says how a charge stands that is captured in part and refunded
// in part. As long as the rest can be captured it stays PARTIALLY_CAPTURED.
func (c *Charge) Status() ChargeStatus {
	if c.claimed != "" {
		return c.claimed
	}
	switch c.money.Stage() {
	case ledger.Pending:
		return c.waiting()
	case ledger.Ended:
		if c.money.Ending() == ledger.ByFailure {
			return ChargeLost
		}
		return ChargeGivenUp
	case ledger.Void:
		return ChargeGivenUp
	case ledger.Held:
		return ChargeHeld
	case ledger.PartTaken:
		return ChargePartTaken
	}
	switch c.money.Refunded() {
	case 0:
		return ChargeTaken
	case c.money.Captured():
		return ChargeBack
	}
	return ChargePartBack
}

// waiting is the status of a charge that is not collected yet.
func (c *Charge) waiting() ChargeStatus {
	switch {
	case c.processing:
		return ChargeProcessing
	case c.Kind == Initial,
		c.Kind == Recurring && c.Due.Sub(c.now()) >= visible && !c.fault(faultAlwaysDue):
		return ChargePending
	}
	return ChargeDue
}

// TransactionID is the number of the payment, "" while the charge is PENDING.
func (c *Charge) TransactionID() string {
	if c.Status() == ChargePending {
		return ""
	}
	return c.number
}

// Failure says why the charge is FAILED; it is zero in every other state.
func (c *Charge) Failure() Failure {
	if c.Status() != ChargeLost {
		return Failure{}
	}
	return c.failure
}

// HistoryKind is what happened to a charge.
type HistoryKind string

// The kinds of what happens to a charge.
const (
	Create  HistoryKind = "CREATE"
	Reserve HistoryKind = "RESERVE"
	Capture HistoryKind = "CAPTURE"
	Refund  HistoryKind = "REFUND"
	Cancel  HistoryKind = "CANCEL"
	Fail    HistoryKind = "FAIL"
)

// A HistoryEvent is one line of a charge's history.
type HistoryEvent struct {
	Kind   HistoryKind
	At     time.Time
	Amount int64
	// Key is the idempotency key of the merchant's call; "" where time or the
	// payer did it.
	Key           string
	Success       bool
	TransactionID string
}

// History is what happened to the charge, oldest first.
//
// Choice: what the merchant was refused is not part of it, nor are attempts
// after which the charge is tried again: an attempt shows in nothing else
// either. What is taken at once is captured, without being reserved before.
func (c *Charge) History() []HistoryEvent {
	var list []HistoryEvent
	for _, e := range c.money.Log() {
		kind, ok := historyKind(e)
		if !ok {
			continue
		}
		list = append(list, HistoryEvent{
			Kind: kind, At: e.At, Amount: e.Amount, Key: e.Key, Success: e.OK(), TransactionID: cmp.Or(e.ID, c.number),
		})
	}
	return list
}

func historyKind(e ledger.Entry) (HistoryKind, bool) {
	if !e.OK() {
		return Fail, e.Ending == ledger.ByFailure
	}
	switch e.Act {
	case ledger.Open:
		return Create, true
	case ledger.Reserve:
		return Reserve, true
	case ledger.Sell, ledger.Capture:
		return Capture, true
	case ledger.Refund:
		return Refund, true
	}
	return Cancel, true
}

func (c *Charge) fault(name string) bool { return c.Agreement.fault(name) }
func (c *Charge) now() time.Time         { return c.Agreement.book.box.Now() }

// note is what the ledger keeps of an act, with a number of its own.
func (c *Charge) note(key string) ledger.Note {
	return ledger.Note{At: c.now(), Key: key, ID: c.Agreement.book.box.Digits(10)}
}

// standing is a refusal because of how the charge stands.
func (c *Charge) standing(why Reason) error {
	return &Refusal{Reason: why, Status: string(c.Status())}
}
