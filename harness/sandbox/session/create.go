package session

import (
	"math"
	"regexp"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
)

// references are what a payment can be called (guide: 8 to 50 characters).
//
// Choice: edition 2025-10 has dropped the bounds from its schemas and keeps the
// advice; the payment behind it still holds them.
var references = regexp.MustCompile(`^[-a-zA-Z0-9]{8,50}$`)

// Create starts a session. What does not hold is a [*Refusal].
func (k *Book) Create(o Order, w Wire) (*Session, error) {
	o.Logistics.Fixed = named(o.Logistics.Fixed, o.Amount.Currency)
	if err := k.admit(o); err != nil {
		return nil, err
	}
	b := k.box
	s := &Session{
		Reference: o.Reference, ID: newID(b), Token: b.NewLink("checkout"), Order: o,
		Created: b.Now(), Expires: b.Now().Add(Life),
		box: b, wire: w, state: Created, shipping: Nothing,
	}
	k.add(s)
	s.fix()
	b.At(s.Expires, "checkout session expires", func() { s.timeOut() })
	return s, nil
}

// admit says whether a session can be started. Of what is wrong the first
// decides.
func (k *Book) admit(o Order) error {
	if !references.MatchString(o.Reference) && !k.box.Fault(faultAnyReference) {
		return refuse("transaction.reference", BadReference)
	}
	if err := k.free(o.Reference); err != nil {
		return err
	}
	if err := admitCurrency(k.box, o); err != nil {
		return err
	}
	if err := admitLogistics(k.box, o); err != nil {
		return err
	}
	if o.Prefill.Phone != "" && k.box.Fault(faultPrefillRefused) && Prefilled(o.Prefill).Phone == "" {
		return refuse("prefillCustomer.phoneNumber", BadPrefill)
	}
	if err := admitSubscription(k.box, o.Subscription); err != nil {
		return err
	}
	return admitAmount(k.box, o)
}

// free says whether a reference can be used. One that was used is gone for good,
// however the session ended.
func (k *Book) free(reference string) error {
	before := k.byRef[reference]
	_, paid := bookOf(k.box).Find(reference)
	ended := before != nil && (before.state == Terminated || before.state == Expired)
	switch {
	case before == nil && !paid, k.box.Fault(faultReferenceTwice), ended && k.box.Fault(faultReferenceFreed):
		return nil
	}
	return refuse("transaction.reference", Duplicate)
}

// admitLogistics holds ways to ship to what can be shown, and those that hang on
// an address to forms that ask for one.
func admitLogistics(b *sandbox.Box, o Order) error {
	_, address := o.forms()
	l := o.Logistics
	switch {
	case address || b.Fault(faultNeedsNoAddress):
	case l.Dynamic != "":
		return refuse("logistics.dynamicOptionsCallback", NeedsAddress)
	case l.Integrations:
		return refuse("logistics.integrations", NeedsAddress)
	}
	if err := logistics.Check(l.Fixed, o.Amount.Currency); err != nil && !b.Fault(faultAnyOption) {
		return refuse("logistics.fixedOptions", err)
	}
	return nil
}

// admitCurrency holds what is to be paid to the unit's currency.
func admitCurrency(b *sandbox.Box, o Order) error {
	if currency, _ := sold(b); o.pays() && o.Amount.Currency != currency && !b.Fault(faultAnyCurrency) {
		return refuse("transaction.amount", ForeignCurrency)
	}
	return nil
}

// admitAmount holds what is to be paid to the most and the least that can be
// paid, shipping included: goods for nothing need shipping that costs something,
// whichever the customer chooses.
func admitAmount(b *sandbox.Box, o Order) error {
	if !o.pays() {
		return nil
	}
	_, least := sold(b)
	small := o.Amount.Value < least && o.Logistics.Dynamic == "" && !b.Fault(faultNothingToPay)
	if small && len(o.Logistics.Fixed) == 0 {
		return refuse("transaction.amount", TooLittle)
	}
	for _, option := range o.Logistics.Fixed {
		switch total, err := sum(o.Amount.Value, option.Amount.Value); {
		case err != nil:
			return refuse("transaction.amount", TooMuch)
		case small && total < least && !option.Calculated:
			return refuse("transaction.amount", TooLittle)
		}
	}
	return nil
}

// sum is what goods and shipping cost together. Amounts are told in 32 bits.
func sum(goods, shipping int64) (int64, error) {
	total, err := ledger.Add(goods, shipping)
	if err == nil && total > math.MaxInt32 {
		err = TooMuch
	}
	return total, err
}

// sold is what a sales unit is paid with, and the least that can be paid.
func sold(b *sandbox.Box) (currency string, least int64) {
	switch b.Abilities().Market {
	case "DK":
		return "DKK", 1
	case "FI":
		return "EUR", 1
	}
	return "NOK", 100
}

// named gives options that name no amount the order's currency.
func named(options []logistics.Option, currency string) []logistics.Option {
	list := append([]logistics.Option(nil), options...)
	for i := range list {
		if list[i].Calculated {
			list[i].Amount = logistics.Amount{Currency: currency}
		}
	}
	return list
}

// bookOf is the merchant's payments, whichever API they were started with.
func bookOf(b *sandbox.Box) *ledger.Book { return sandbox.State(b, "ledger", ledger.NewBook) }
