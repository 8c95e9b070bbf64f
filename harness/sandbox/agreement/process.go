package agreement

import (
	"fmt"
	"time"

	"kontrakt/harness/sandbox/ledger"
)

const (
	// moment is how long it takes until what happens at once has happened.
	moment = 500 * time.Millisecond
	// unsure is how long nobody knows what became of an attempt of 2.01, an
	// amount of the test environment.
	unsure = time.Hour
)

// schedule plans the first attempt of a new charge.
func (c *Charge) schedule() {
	switch {
	case c.fault(faultNeverProcessed):
	case c.Kind == Unscheduled || c.fault(faultCollectedAtOnce):
		c.at(c.now().Add(moment))
	default:
		c.again()
	}
}

// again plans the next attempt; ok is false where there is none any more.
func (c *Charge) again() (ok bool) {
	if c.Kind != Recurring {
		return false
	}
	next, ok := attempt(c.Agreement.book.market(), c.Mode, c.Due, c.RetryDays, c.now())
	if ok {
		c.at(next)
	}
	return ok
}

func (c *Charge) at(t time.Time) {
	c.Agreement.book.box.At(t, "charge "+c.ID+" is processed", c.process)
}

// process is one attempt to collect a charge that still waits.
func (c *Charge) process() {
	if c.money.Stage() != ledger.Pending || c.processing {
		return
	}
	if c.Amount == unsureAmount && c.declined == nil {
		c.processing = true
		c.Agreement.book.box.At(c.now().Add(unsure), "charge "+c.ID+" is certain", func() {
			c.processing = false
			if c.money.Stage() == ledger.Pending {
				c.collect()
			}
		})
		return
	}
	why := c.obstacle()
	if why == nil {
		c.collect()
		return
	}
	if c.fault(faultNeverRetried) || !c.again() {
		c.fail(*why)
	}
}

// obstacle is why an attempt fails now, nil where it does not.
func (c *Charge) obstacle() *Failure {
	a := c.Agreement
	switch {
	case c.declined != nil:
		return c.declined
	case c.Kind != Initial && a.Terms.Pricing.Type == Variable && c.Amount > a.PayerMax && !c.fault(faultPayerMaxIgnored):
		return &Failure{ChargeAmountTooHigh, "The amount is higher than the payer's maximum."}
	}
	return declinedAmount(c.Amount)
}

// unsureAmount is an amount at which an attempt takes long.
const unsureAmount = 201

// declinedAmount is why an attempt fails at an amount at which the test
// environment lets it (test environment, 2026-08-21).
//
// Choice: nobody says what reason stands for which amount. Fraud is none that the
// payer could do something about.
func declinedAmount(amount int64) *Failure {
	switch amount {
	case 151, 182, 184, 186, 187, 197, 202:
		return &Failure{UserActionRequired, "The payer's card or account refuses the payment."}
	case 183:
		return &Failure{NonTechnicalError, "The payment is suspected of fraud."}
	}
	return nil
}

// collect takes or reserves the money.
func (c *Charge) collect() {
	n := c.note("")
	direct := c.Transaction == DirectCapture
	if direct && c.fault(faultDirectHeld) || !direct && c.fault(faultReserveTaken) {
		direct = !direct
	}
	if direct {
		_ = c.money.Sell(c.Amount, n) // it waits
		c.tell(ChargeCaptured, c.Amount, n.ID)
		return
	}
	_ = c.money.Reserve(c.Amount, n) // it waits
	c.tell(ChargeReserved, c.Amount, n.ID)
	c.Agreement.book.box.At(c.now().AddDate(0, 0, c.Agreement.book.captureDays()), "reservation of charge "+c.ID+" ends", func() {
		if c.Left() > 0 && !c.fault(faultHeldForever) {
			_ = c.giveUp("") // something is left
		}
	})
}

// fail ends a charge that nothing came of.
func (c *Charge) fail(why Failure) {
	act := ledger.Reserve
	if c.Transaction == DirectCapture {
		act = ledger.Sell
	}
	n := c.note("")
	_ = c.money.Fail(act, c.Amount, n) // it waits
	c.failure = why
	c.tell(ChargeFailed, c.Amount, n.ID)
}

// Settle collects a charge now, whatever its date and whatever stood in the way.
func (c *Charge) Settle() error {
	if err := c.awaits(); err != nil {
		return err
	}
	c.declined, c.processing = nil, false
	c.collect()
	return nil
}

// Fail lets a charge fail for good.
func (c *Charge) Fail(why Failure) error {
	if err := c.awaits(); err != nil {
		return err
	}
	c.processing = false
	c.fail(why)
	return nil
}

// Decline lets every attempt fail from now on, until the charge is settled or no
// attempt is left.
func (c *Charge) Decline(why Failure) error {
	if err := c.awaits(); err != nil {
		return err
	}
	c.declined = &why
	return nil
}

// awaits says whether a charge still is to be collected, other than with its
// agreement.
func (c *Charge) awaits() error {
	if c.money.Stage() != ledger.Pending || c.Kind == Initial {
		return fmt.Errorf("the charge is %s", c.Status())
	}
	return nil
}
