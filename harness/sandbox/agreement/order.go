package agreement

import (
	"slices"
	"time"

	"kontrakt/harness/sandbox/ledger"
)

// CreateCharge makes a charge of an active agreement; key is the idempotency key
// of the call.
func (a *Agreement) CreateCharge(o Order, key string) (*Charge, error) {
	o = o.filled()
	if err := a.checkOrder(o); err != nil {
		return nil, err
	}
	if err := a.chargeable(o); err != nil {
		return nil, err
	}
	c, err := a.enter(o, key)
	if err != nil {
		return nil, err
	}
	c.schedule()
	return c, nil
}

// filled has the defaults in, and a due date without a time of day.
func (o Order) filled() Order {
	if o.Kind == "" {
		o.Kind = Recurring
	}
	if o.Kind == Unscheduled {
		o.RetryDays, o.Mode = 0, SingleAttempt
	}
	if o.Mode == "" {
		o.Mode = MultipleAttempts
	}
	if !o.Due.IsZero() {
		o.Due = o.Due.UTC().Truncate(24 * time.Hour)
	}
	return o
}

// enter opens a charge without looking at what the agreement allows.
func (a *Agreement) enter(o Order, key string) (*Charge, error) {
	b := a.book
	c := &Charge{ID: o.OrderID, Agreement: a, Order: o, Created: b.box.Now(), number: b.box.Digits(10)}
	if c.ID == "" || c.fault(faultOrderIgnored) {
		c.ID = b.newID("chr-")
	}
	if o.Kind == Unscheduled {
		c.Due = c.Created
	}
	n := c.note(key)
	n.ID, n.Text = "", o.Description
	money, err := ledger.NewPayment(c.ID, a.Terms.Pricing.Currency, a.Terms.Origin, o.Amount, n)
	if err != nil {
		return nil, refuse(AmountTooLow, "amount")
	}
	c.money = money
	a.charges = append(a.charges, c)
	b.charges[c.ID] = c
	return c, nil
}

// checkOrder looks at a charge by itself. How many retry days there may be at
// most stands in the documents.
func (a *Agreement) checkOrder(o Order) error {
	b := a.book
	_, least, _ := limits(b.market())
	if err := b.atLeast("amount", o.Amount, least); err != nil {
		return err
	}
	switch {
	case !slices.Contains([]Transaction{DirectCapture, ReserveCapture}, o.Transaction):
		return refuse(Missing, "transactionType")
	case o.RetryDays < 0:
		return refuse(Negative, "retryDays")
	case o.Kind == Recurring && o.Mode == SingleAttempt && o.RetryDays > 0 && !a.fault(faultSingleRetried):
		return refuse(Retried, "retryDays")
	case o.Kind == Unscheduled && !b.box.Abilities().Unscheduled && !a.fault(faultUnscheduledForAll):
		return refuse(UnscheduledNotAllowed, "type")
	}
	if err := b.free(o.OrderID, "orderId"); err != nil {
		return err
	}
	if o.Kind == Recurring {
		return a.checkDue(o.Due)
	}
	return nil
}

// checkDue: a charge is due tomorrow at the earliest, in two years at the latest.
//
// Choice: nobody says whose day it is that must be over. It is that of UTC, which
// never asks for more than the merchant's own would. The two days of the older
// texts were one day in the test environment, and are one for all by now.
func (a *Agreement) checkDue(due time.Time) error {
	today := a.book.box.Now().Truncate(24 * time.Hour)
	soonest := today.AddDate(0, 0, 1)
	if a.fault(faultTwoDaysAhead) {
		soonest = today.AddDate(0, 0, 2)
	}
	switch {
	case due.IsZero():
		return refuse(Missing, "due")
	case due.Before(soonest) && !a.fault(faultDueAnytime):
		return refuse(DueTooSoon, "due")
	case due.After(today.AddDate(2, 0, 0)) && !a.fault(faultDueFar):
		return refuse(DueTooLate, "due")
	}
	return nil
}

// chargeable says whether the agreement, as it stands, allows this charge.
func (a *Agreement) chargeable(o Order) error {
	switch {
	case a.Status == Active, a.Status == Pending && a.fault(faultPendingCharged), a.Status == Ended && a.fault(faultEndedCharged):
	default:
		return a.standing(NotActive)
	}
	if most, capped := a.ceiling(); capped && a.counted(o) > most {
		return &Refusal{Reason: AmountTooHigh, Field: "amount", Asked: o.Amount, Limit: most}
	}
	return nil
}

// ceiling is the most that a charge may be when it is made: five times the price,
// which a campaign does not lower; the higher one of what the merchant suggested
// and the payer chose.
//
// Choice: the older guide holds each charge against it, the newer texts the sum
// of an interval, which the API stopped to look at in 2023. What both refuse is
// refused. A price of 0, which version 2 allows, is no ceiling.
func (a *Agreement) ceiling() (most int64, capped bool) {
	p := a.Terms.Pricing
	switch p.Type {
	case Legacy:
		return 5 * p.Amount, p.Amount > 0 && !a.fault(faultCapIgnored)
	case Variable:
		if a.fault(faultMaxRefuses) {
			return a.PayerMax, true
		}
		return max(p.SuggestedMax, a.PayerMax), !a.fault(faultCeilingIgnored)
	}
	return 10 * p.SuggestedMax, a.fault(faultFlexibleCapped)
}

// counted is what is held against the ceiling.
func (a *Agreement) counted(o Order) int64 {
	sum := o.Amount
	if a.fault(faultCapSummed) && a.Terms.Pricing.Type == Legacy {
		for _, c := range a.charges {
			sum += c.Amount
		}
	}
	return sum
}
