package recurringv2

import (
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// referenceJSON is the answer to an update.
type referenceJSON struct {
	AgreementID string `json:"agreementId"`
}

// nothing is the answer to what needs none.
type nothing struct{}

// update changes an agreement, or stops it.
//
// Choice: nobody says whether an agreement can be changed and stopped with one
// request. It is changed first. The guide's own example names the status ACTIVE,
// which changes nothing. The price of a variable amount is shown and counts for
// nothing, as in the draft.
func update(c *sandbox.Call) (any, error) {
	a, err := named(c)
	if err != nil {
		return nil, err
	}
	var f updateForm
	if err := read(c.Body, &f); err != nil {
		return nil, err
	}
	if f.AgreementURL != nil && !a.Terms.IsApp && !web(*f.AgreementURL) {
		return nil, badAddress()
	}
	change := agreement.Update{
		MayBeFree:   true,
		ProductName: f.Name, ProductDescription: f.Description, AgreementURL: f.AgreementURL,
		Amount: f.Price, SuggestedMax: f.SuggestedMax, Campaign: f.Campaign.campaign(),
	}
	shownOnly := a.Terms.Pricing.Type == agreement.Variable
	if shownOnly {
		change.Amount = nil
	}
	if err := a.Update(change, ""); err != nil {
		return nil, err
	}
	if shownOnly && f.Price != nil {
		a.Terms.Pricing.Amount = *f.Price
	}
	if f.Status == string(agreement.Ended) {
		if err := a.EndBy(agreement.ByMerchant, ""); err != nil {
			return nil, err
		}
	}
	return referenceJSON{a.ID}, nil
}

// accept accepts in the payer's place, in the test environment only.
func accept(c *sandbox.Call) (any, error) {
	a, err := named(c)
	if err != nil {
		return nil, err
	}
	var f acceptForm
	if err := read(c.Body, &f); err != nil {
		return nil, err
	}
	return nothing{}, a.Accept(f.Phone)
}

// createdJSON is the answer to a new charge.
type createdJSON struct {
	ChargeID string `json:"chargeId"`
}

// create makes a charge, which is taken at once when it is due: only initial
// charges were ever reserved.
func create(c *sandbox.Call) (any, error) {
	a, err := named(c)
	if err != nil {
		return nil, err
	}
	var f chargeForm
	if err := read(c.Body, &f); err != nil {
		return nil, err
	}
	due, err := time.Parse(time.DateOnly, f.Due)
	switch {
	case err != nil:
		return nil, invalid("due", "It is not a date: 2026-01-31.")
	case f.Currency != a.Terms.Pricing.Currency:
		return nil, invalid("currency", "It is not the agreement's.")
	}
	o := agreement.Order{
		Amount: f.Amount, Description: f.Description, Transaction: agreement.DirectCapture,
		Due: due, RetryDays: f.RetryDays, OrderID: f.OrderID,
	}
	if c.Box.Fault(faultChargesHeld) {
		o.Transaction = agreement.ReserveCapture
	}
	charge, err := a.CreateCharge(o, keyOf(c))
	if err != nil {
		return nil, worded(createID, err)
	}
	return createdJSON{charge.ID}, nil
}

// cancel gives a charge up; the answer is the charge.
func cancel(c *sandbox.Call) (any, error) {
	charge, err := chargeIn(c)
	if err != nil {
		return nil, err
	}
	if !c.Box.Fault(faultCancelUndone) {
		err = charge.Cancel("")
	}
	return asCharge(charge), err
}

// capture takes all that is reserved: there are no parts.
func capture(c *sandbox.Call) (any, error) {
	charge, err := chargeIn(c)
	if err != nil {
		return nil, err
	}
	amount := charge.Left()
	if c.Box.Fault(faultCapturesLess) {
		amount--
	}
	return nothing{}, charge.Capture(amount, keyOf(c))
}

// refund gives back a part, or all, of what is taken.
func refund(c *sandbox.Call) (any, error) {
	charge, err := chargeIn(c)
	if err != nil {
		return nil, err
	}
	var f refundForm
	if err := read(c.Body, &f); err != nil {
		return nil, err
	}
	return nothing{}, charge.Refund(f.Amount, keyOf(c), f.Description)
}
