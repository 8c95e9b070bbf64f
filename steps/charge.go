package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontrakt/harness/api"
)

func sayCharge(b *book) {
	b.say(`a charge of {money} that is due in {number} days?`, aCharge)
	b.say(`a charge of {money} that was due yesterday`, aChargeOfYesterday)
	b.say(`a charge of {money} that is due in two years and a day`, aChargeFarAhead)
	b.say(`a charge of {money} at once`, aChargeAtOnce)
	b.say(`it is tried again for {number} days?`, itIsTriedFor)
	b.say(`it is tried once`, itIsTriedOnce)
	b.say(`it is reserved first`, itIsReservedFirst)
	b.say(`it has the number {text}`, itHasNumber)
	b.say(`it has (the number of the charge before it|a number of {number} characters)`, itHasNumberOf)
	b.say(`it has the settlement reference {text}`, itHasReference)
	b.say(`the charge's text has {number} characters`, chargeTextHas)
	b.say(`the charge carries (nothing|\S.*?) at {text}`, chargeCarries)
	b.say(`the merchant (?:makes|has made) the charge`, merchantMakesCharge)
	b.say(`the merchant tries to make the charge`, merchantTriesToMakeCharge)
	b.say(`the merchant (?:makes|has made) the charge with the key {text}`, merchantMakesChargeWithKey)
	b.say(`the merchant tries to make the charge with the key {text}`, merchantTriesToMakeChargeWithKey)
	b.say(`the merchant tries to make the charge with a key that has a colon`, merchantTriesToMakeChargeWithColon)
	b.say(`the merchant (?:charges|has charged) Kari {money}, due in {number} days?`, merchantCharges)
	b.say(`the merchant tries to charge Kari {money}, due in {number} days?`, merchantTriesToCharge)
	b.say(`the merchant (?:charges|has charged) Kari {money}, due in {number} days, to be captured later`, merchantReserves)
	b.approves(`Kari has paid {money} for an agreement of {money} every month`, kariHasPaid)
	b.approves(`Kari has {money} reserved for an agreement of {money} every month`, kariHasReserved)
	b.say(`the day of the charge (?:passes|has passed)`, dayOfChargePasses)
	b.say(`it is noon of the day of the charge`, noonOfCharge)
	b.say(`the last day of trying (?:passes|has passed)`, lastDayPasses)
	b.say(`the campaign (?:ends|has ended)`, campaignEnds)
	b.say(`Kari's bank (lets the charge through|turns the charge down|turns every try down)`, bankDecides)
}

// beginCharge begins a charge that lacks nothing.
func (w *world) beginCharge(amount, currency, due string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	days := 2
	w.recurs.order = &api.ChargeOrder{Amount: m, Description: "Honey of the month", Due: due, RetryDays: &days}
	return nil
}

func aCharge(ctx context.Context, amount, currency string, days int) error {
	w := worldFrom(ctx)
	due, err := w.dayIn(ctx, days)
	if err != nil {
		return err
	}
	return w.beginCharge(amount, currency, due)
}

func aChargeOfYesterday(ctx context.Context, amount, currency string) error {
	return aCharge(ctx, amount, currency, -1)
}

// aChargeFarAhead leaves a day for the difference of time zones.
func aChargeFarAhead(ctx context.Context, amount, currency string) error {
	w := worldFrom(ctx)
	now, err := w.now(ctx)
	if err != nil {
		return err
	}
	return w.beginCharge(amount, currency, now.UTC().AddDate(2, 0, 1).Format(time.DateOnly))
}

func aChargeAtOnce(ctx context.Context, amount, currency string) error {
	w := worldFrom(ctx)
	if err := w.beginCharge(amount, currency, ""); err != nil {
		return err
	}
	w.recurs.order.Unscheduled, w.recurs.order.RetryDays = true, nil
	return nil
}

// onCharge changes the charge that earlier sentences began.
func onCharge(ctx context.Context, change func(*api.ChargeOrder)) error {
	o := worldFrom(ctx).recurs.order
	if o == nil {
		return errors.New("no charge was begun")
	}
	change(o)
	return nil
}

func itIsTriedFor(ctx context.Context, days int) error {
	return onCharge(ctx, func(o *api.ChargeOrder) { o.RetryDays = &days })
}

func itIsTriedOnce(ctx context.Context) error {
	return onCharge(ctx, func(o *api.ChargeOrder) { o.SingleAttempt = true })
}

func itIsReservedFirst(ctx context.Context) error {
	return onCharge(ctx, func(o *api.ChargeOrder) { o.Reserve = true })
}

func itHasNumber(ctx context.Context, name string) error {
	number := worldFrom(ctx).own(name)
	return onCharge(ctx, func(o *api.ChargeOrder) { o.OrderID = number })
}

// itHasNumberOf ends a long number with what makes it unique on a target that
// all scenarios share.
func itHasNumberOf(ctx context.Context, which, length string) error {
	w := worldFrom(ctx)
	if length == "" {
		return onCharge(ctx, func(o *api.ChargeOrder) { o.OrderID = w.recurs.charge })
	}
	var n int
	if _, err := fmt.Sscan(length, &n); err != nil {
		return fmt.Errorf("read the length %q: %w", length, err)
	}
	number := long64 + w.run + w.segment()
	return onCharge(ctx, func(o *api.ChargeOrder) { o.OrderID = number[len(number)-n:] })
}

const long64 = "a-number-that-is-quite-long-but-not-so-long-that-nobody-would-have-it-"

func itHasReference(ctx context.Context, reference string) error {
	return onCharge(ctx, func(o *api.ChargeOrder) { o.ExternalID = reference })
}

func chargeTextHas(ctx context.Context, n int) error {
	return onCharge(ctx, func(o *api.ChargeOrder) { o.Description = long(n) })
}

func chargeCarries(ctx context.Context, value, pointer string) error {
	if value == "nothing" {
		value = ""
	}
	return onCharge(ctx, func(o *api.ChargeOrder) { o.Edits = append(o.Edits, api.Edit{Pointer: pointer, Value: value}) })
}

func merchantMakesCharge(ctx context.Context) error { return merchantMakesChargeWithKey(ctx, "") }

func merchantTriesToMakeCharge(ctx context.Context) error {
	return worldFrom(ctx).attempt(merchantMakesCharge(ctx))
}

func merchantTriesToMakeChargeWithKey(ctx context.Context, key string) error {
	return worldFrom(ctx).attempt(merchantMakesChargeWithKey(ctx, key))
}

// merchantTriesToMakeChargeWithColon sends a key that the document allows and the
// API was seen to refuse.
func merchantTriesToMakeChargeWithColon(ctx context.Context) error {
	w := worldFrom(ctx)
	w.keys["colon"] = "march:" + w.run + w.segment()
	return merchantTriesToMakeChargeWithKey(ctx, "colon")
}

// merchantMakesChargeWithKey makes the charge the one that the scenario is
// about.
func merchantMakesChargeWithKey(ctx context.Context, key string) error {
	w := worldFrom(ctx)
	if w.recurs.order == nil {
		return errors.New("no charge was begun")
	}
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	o := *w.recurs.order
	o.Key = w.key(key)
	id, err := d.CreateCharge(ctx, w.recurs.drafted.Agreement, o)
	if err != nil {
		return err
	}
	if o.OrderID != "" && id != o.OrderID {
		return fmt.Errorf("number of the charge: want %q, got %q", o.OrderID, id)
	}
	w.recurs.charge, w.recurs.ordered = id, o
	w.recurs.made = append(w.recurs.made, id)
	return nil
}

func merchantCharges(ctx context.Context, amount, currency string, days int) error {
	if err := aCharge(ctx, amount, currency, days); err != nil {
		return err
	}
	return merchantMakesCharge(ctx)
}

func merchantTriesToCharge(ctx context.Context, amount, currency string, days int) error {
	return worldFrom(ctx).attempt(merchantCharges(ctx, amount, currency, days))
}

func merchantReserves(ctx context.Context, amount, currency string, days int) error {
	if err := aCharge(ctx, amount, currency, days); err != nil {
		return err
	}
	if err := itIsReservedFirst(ctx); err != nil {
		return err
	}
	return merchantMakesCharge(ctx)
}

func kariHasPaid(ctx context.Context, first, currency, amount, again string) error {
	return acceptsWith(ctx, paidOnAccepting, first, currency, amount, again)
}

func kariHasReserved(ctx context.Context, first, currency, amount, again string) error {
	return acceptsWith(ctx, reservedOnAccepting, first, currency, amount, again)
}

func acceptsWith(ctx context.Context, pay func(context.Context, string, string) error, first, currency, amount, again string) error {
	if err := anAgreement(ctx, amount, again, "", "month"); err != nil {
		return err
	}
	if err := pay(ctx, first, currency); err != nil {
		return err
	}
	if err := merchantOffersIt(ctx); err != nil {
		return err
	}
	return kariAccepts(ctx)
}

// dayOfChargePasses lets time pass until the day after it is due: until then
// charges are collected at any time.
func dayOfChargePasses(ctx context.Context) error { return worldFrom(ctx).passDue(ctx, 1) }

// noonOfCharge is after the first time at which charges are tried in every
// market, and before the last.
func noonOfCharge(ctx context.Context) error {
	w := worldFrom(ctx)
	due, err := time.Parse(time.DateOnly, w.recurs.ordered.Due)
	if err != nil {
		return errors.New("the charge has no day")
	}
	return w.until(ctx, due.Add(12*time.Hour))
}

func lastDayPasses(ctx context.Context) error {
	w := worldFrom(ctx)
	days := 0
	if w.recurs.ordered.RetryDays != nil {
		days = *w.recurs.ordered.RetryDays
	}
	return w.passDue(ctx, days+1)
}

func (w *world) passDue(ctx context.Context, days int) error {
	due, err := time.Parse(time.DateOnly, w.recurs.ordered.Due)
	if err != nil {
		return errors.New("the charge has no day")
	}
	return w.until(ctx, due.AddDate(0, 0, days).Add(time.Hour))
}

// campaignEnds lets time pass until the campaign of the agreement is over.
func campaignEnds(ctx context.Context) error {
	w := worldFrom(ctx)
	a, err := w.agreement(ctx)
	if err != nil {
		return err
	}
	if a.Campaign == nil {
		return errors.New("campaign: want one, got none")
	}
	return w.until(ctx, a.Campaign.End.Add(time.Hour))
}

func bankDecides(ctx context.Context, how string) error {
	w := worldFrom(ctx)
	switch how {
	case "lets the charge through":
		return w.acts(ctx, "charges", w.recurs.charge, "settle", nil)
	case "turns every try down":
		return w.acts(ctx, "charges", w.recurs.charge, "fail", map[string]bool{"retry": true})
	}
	return w.acts(ctx, "charges", w.recurs.charge, "fail", nil)
}
