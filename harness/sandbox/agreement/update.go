package agreement

// Update changes an active agreement, or ends it; key is the idempotency key of
// the call. It changes all that is asked for, or nothing.
func (a *Agreement) Update(u Update, key string) error {
	switch {
	case a.Status != Active && !a.updatable():
		return a.standing(NotActive)
	case u.Stop && !u.alone() && !a.fault(faultStopWithChanges):
		return refuse(NotAlone, "status")
	}
	if err := a.checkUpdate(u); err != nil {
		return err
	}
	a.apply(u)
	if u.Stop {
		a.stop(ByMerchant, key)
	}
	return nil
}

// updatable says whether a seeded defect lets an agreement be changed that is
// not active.
func (a *Agreement) updatable() bool {
	return a.Status == Pending && a.fault(faultPendingUpdated) || a.Status == Ended && a.fault(faultEndedUpdated)
}

func (a *Agreement) checkUpdate(u Update) error {
	_, least, most := limits(a.book.market())
	anyPricing := a.fault(faultAnyPricingUpdate)
	switch {
	case u.Amount != nil && a.Terms.Pricing.Type != Legacy && !anyPricing:
		return refuse(OtherPricing, "pricing.amount")
	case u.SuggestedMax != nil && a.Terms.Pricing.Type != Variable && !anyPricing:
		return refuse(OtherPricing, "pricing.suggestedMaxAmount")
	case u.Interval != nil && !u.Interval.valid():
		return refuse(Invalid, "interval.period")
	case u.Interval != nil && u.FlexibleInterval:
		return refuse(Invalid, "interval.period")
	}
	if u.Amount != nil && !(u.MayBeFree && a.Terms.MayBeFree && *u.Amount >= 0) {
		if err := a.book.atLeast("pricing.amount", *u.Amount, least); err != nil {
			return err
		}
	}
	if u.SuggestedMax != nil {
		if err := a.book.atLeast("pricing.suggestedMaxAmount", *u.SuggestedMax, least); err != nil {
			return err
		}
		if err := a.book.atMost(*u.SuggestedMax, most); err != nil {
			return err
		}
	}
	if u.Campaign != nil {
		t := a.Terms
		t.Campaign = u.Campaign
		return a.book.checkCampaign(t)
	}
	return nil
}

func (a *Agreement) apply(u Update) {
	t := &a.Terms
	put(&t.ProductName, u.ProductName)
	put(&t.ProductDescription, u.ProductDescription)
	put(&t.AgreementURL, u.AgreementURL)
	put(&t.ExternalID, u.ExternalID)
	if !a.fault(faultPriceKept) {
		put(&t.Pricing.Amount, u.Amount)
		put(&t.Pricing.SuggestedMax, u.SuggestedMax)
	}
	if u.SuggestedMax != nil && a.fault(faultMaxReset) {
		a.PayerMax = *u.SuggestedMax
	}
	if u.Campaign != nil {
		t.Campaign = u.Campaign
	}
	switch {
	case a.fault(faultIntervalKept):
	case u.FlexibleInterval:
		t.Interval = nil
	case u.Interval != nil:
		t.Interval = u.Interval
	}
}

func put[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

// EndBy ends an active agreement for good; key is the idempotency key of the
// merchant's call. What is pending or due is cancelled. What is reserved is
// cancelled where the merchant ends it, and stays where the payer or Vipps does.
func (a *Agreement) EndBy(who Actor, key string) error {
	if a.Status != Active {
		return a.standing(NotActive)
	}
	a.stop(who, key)
	return nil
}

func (a *Agreement) stop(who Actor, key string) {
	a.Status, a.Stop, a.Actor = Ended, a.book.box.Now(), who
	if who != ByMerchant {
		key = ""
	}
	for _, c := range a.charges {
		if c.endsWith(who) {
			_ = c.giveUp(key) // it waits, or is reserved
		}
	}
	a.book.happened(Event{Kind: Stopped, Agreement: a, Actor: who})
}

// endsWith says whether a charge is cancelled when somebody ends its agreement.
//
// Choice: nobody says what becomes of what is captured in part when the merchant
// ends the agreement. The rest is given up like any reservation.
func (c *Charge) endsWith(who Actor) bool {
	switch c.Status() {
	case ChargePending, ChargeDue:
		return !c.fault(faultStopKeepsDue)
	case ChargeHeld, ChargePartTaken:
		if who == ByMerchant {
			return !c.fault(faultStopKeepsHeld)
		}
		return c.fault(faultPayerCancelsHeld)
	}
	return false
}
