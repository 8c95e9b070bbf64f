package agreement

import (
	"slices"

	"kontrakt/harness/sandbox/profile"
)

// market is where the sales unit sells.
func (b *Book) market() string {
	if m := b.box.Abilities().Market; m != "" {
		return m
	}
	return "NO"
}

// Country is where an agreement is made: NO, DK or FI.
func (b *Book) Country() string { return b.market() }

// Currency is what the merchant's market pays with.
func (b *Book) Currency() string {
	currency, _, _ := limits(b.market())
	return currency
}

// limits are what a market pays with, the least that can be paid and the most
// that can be suggested.
func limits(market string) (currency string, least, most int64) {
	switch market {
	case "DK":
		return "DKK", 1, 30_000_000
	case "FI":
		return "EUR", 1, 200_000
	}
	return "NOK", 100, 2_000_000
}

// Draft makes an agreement that waits for its payer; key is the idempotency key
// of the call, if it has one.
func (b *Book) Draft(t Terms, key string) (*Agreement, error) {
	if t.Pricing.Type == "" {
		t.Pricing.Type = Legacy
	}
	if err := b.checkDraft(t); err != nil {
		return nil, err
	}
	now := b.box.Now()
	a := &Agreement{
		ID: b.newID("agr_"), UUID: b.box.UUID(), Terms: t, Status: Pending, Created: now, Deadline: now.Add(Life),
		Token: b.box.NewLink("recurring"), payer: payerOf(b, t.Phone), book: b,
	}
	if t.Initial != nil {
		order := *t.Initial
		order.Kind, order.Due, order.RetryDays, order.Mode = Initial, now, 0, SingleAttempt
		c, err := a.enter(order, key)
		if err != nil {
			return nil, err
		}
		a.Initial = c
	}
	b.agreements = append(b.agreements, a)
	b.byID[a.ID], b.byToken[a.Token] = a, a
	b.box.At(a.Deadline, "agreement "+a.ID+" expires", func() {
		if a.Status == Pending && !a.fault(faultNeverExpires) {
			_ = a.Expire() // it is pending
		}
	})
	return a, nil
}

// payerOf is who has a number, or somebody.
func payerOf(b *Book, phone string) profile.Person {
	if phone != "" {
		if p, ok := profile.ByPhone(phone, b.box.Now()); ok {
			return p
		}
	}
	return profile.Somebody()
}

func (b *Book) checkDraft(t Terms) error {
	switch {
	case b.box.Abilities().LoginOnly && !b.box.Fault(faultAnyUnit):
		return refuse(UnitNotAllowed, "")
	case t.SkipLandingPage && !b.box.Abilities().SkipLandingPage && !b.box.Fault(faultPushForAll):
		return refuse(PushNotAllowed, "skipLandingPage")
	case t.Interval != nil && !t.Interval.valid():
		return refuse(Invalid, "interval")
	}
	if err := b.checkPricing(t); err != nil {
		return err
	}
	if err := b.checkCampaign(t); err != nil {
		return err
	}
	return b.checkInitial(t.Initial)
}

// checkPricing holds what a type of pricing needs.
func (b *Book) checkPricing(t Terms) error {
	currency, least, most := limits(b.market())
	p := t.Pricing
	if p.Currency != currency && !b.box.Fault(faultAnyCurrency) {
		return refuse(OtherCurrency, "pricing.currency")
	}
	switch p.Type {
	case Legacy:
		if t.MayBeFree && p.Amount >= 0 {
			return nil
		}
		return b.atLeast("pricing.amount", p.Amount, least)
	case Variable:
		if err := b.atLeast("pricing.suggestedMaxAmount", p.SuggestedMax, least); err != nil {
			return err
		}
		return b.atMost(p.SuggestedMax, most)
	case Flexible:
		return nil
	}
	return refuse(Invalid, "pricing.type")
}

func (b *Book) atLeast(field string, amount, least int64) error {
	if amount >= least || amount > 0 && b.box.Fault(faultNoMinimum) {
		return nil
	}
	return &Refusal{Reason: AmountTooLow, Field: field, Asked: amount, Limit: least}
}

func (b *Book) atMost(suggested, most int64) error {
	if suggested <= most || b.box.Fault(faultAnySuggestion) {
		return nil
	}
	return &Refusal{Reason: SuggestedMaxTooHigh, Field: "pricing.suggestedMaxAmount", Asked: suggested, Limit: most}
}

// checkCampaign holds what a type of campaign needs.
//
// Choice: nobody says how a campaign is refused that is over before it begins;
// version 2 forbade it.
func (b *Book) checkCampaign(t Terms) error {
	c := t.Campaign
	switch {
	case c == nil:
		return nil
	case t.Pricing.Type != Legacy && !b.box.Fault(faultCampaignForAll):
		return refuse(OtherPricing, "campaign")
	case c.Price < 0:
		return refuse(Negative, "campaign.price")
	}
	field, err := c.lacks()
	switch {
	case err != "":
		return refuse(err, "campaign."+field)
	case !c.ends(b.box.Now()).After(b.box.Now()) && !b.box.Fault(faultPastCampaign):
		return refuse(Past, "campaign."+field)
	}
	return nil
}

// lacks names what a campaign of this type lacks, and otherwise the field that
// says when it ends.
func (c *Campaign) lacks() (field string, why Reason) {
	switch c.Type {
	case PriceCampaign, LegacyCampaign, FullFlexCampaign:
		switch {
		case c.End.IsZero():
			return "end", Missing
		case c.Type == FullFlexCampaign && c.Interval == nil:
			return "interval", Missing
		case c.Interval != nil && !c.Interval.valid():
			return "interval", Invalid
		}
		return "end", ""
	case PeriodCampaign:
		switch {
		case c.Period == nil:
			return "period", Missing
		case !c.Period.valid():
			return "period", Invalid
		}
		return "period", ""
	case EventCampaign:
		switch {
		case c.EventDate.IsZero():
			return "eventDate", Missing
		case c.EventText == "":
			return "eventText", Missing
		}
		return "eventDate", ""
	}
	return "type", Invalid
}

// checkInitial looks at the charge that is paid with the approval. It has no
// ceiling, whatever the pricing.
func (b *Book) checkInitial(o *Order) error {
	if o == nil {
		return nil
	}
	_, least, _ := limits(b.market())
	if err := b.atLeast("initialCharge.amount", o.Amount, least); err != nil {
		return err
	}
	if !slices.Contains([]Transaction{DirectCapture, ReserveCapture}, o.Transaction) {
		return refuse(Missing, "initialCharge.transactionType")
	}
	return b.free(o.OrderID, "initialCharge.orderId")
}

// free says whether a charge may have this ID. An ID is one of all charges of a
// merchant.
func (b *Book) free(id, field string) error {
	if b.charges[id] != nil && !b.box.Fault(faultOrderTwice) {
		return refuse(OrderTaken, field)
	}
	return nil
}
