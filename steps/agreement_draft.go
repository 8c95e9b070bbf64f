package steps

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kontrakt/harness/api"
)

func sayAgreementDraft(b *book) {
	b.say(`an agreement of {money} every (?:(\d+) )?(day|week|month|year)s?`, anAgreement)
	b.say(`an agreement of at most {money} every (?:(\d+) )?(day|week|month|year)s?, as Kari chooses`, aVariableAgreement)
	b.say(`an agreement with any amount in ([A-Z]{3})`, aFlexibleAgreement)
	b.say(`for the next {number} weeks each payment costs {money}`, priceCampaign)
	b.say(`for the next {number} weeks it costs {money} every (day|week|month)`, intervalCampaign)
	b.say(`the first {number} (day|week|month|year)s? cost {money}`, periodCampaign)
	b.say(`it costs {money} until Christmas`, eventCampaign)
	b.say(`{money} are paid on accepting`, paidOnAccepting)
	b.say(`{money} are reserved on accepting`, reservedOnAccepting)
	b.say(`the first payment has (a number of the merchant's own|the number of a charge that there is)`, firstPaymentHasNumber)
	b.say(`its product has {number} characters`, itsProductHas)
	b.say(`its description has {number} characters`, itsDescriptionHas)
	b.say(`it asks Kari for {text}`, itAsksKariFor)
	b.say(`it is offered on a phone`, itIsOfferedOnPhone)
	b.say(`it skips the landing page`, itSkipsLandingPage)
	b.say(`it is for the number {text}`, itIsForNumber)
	b.say(`it has the external number {text}`, itHasExternalNumber)
	b.say(`its page is {text}`, itsPageIs)
	b.say(`the draft carries (nothing|\S.*?) at {text}`, draftCarries)
	b.say(`the merchant (?:offers|has offered) it to Kari`, merchantOffersIt)
	b.say(`the merchant tries to offer it to Kari`, merchantTriesToOffer)
	b.say(`the merchant (?:offers|has offered) it to Kari with the key {text}`, merchantOffersItWithKey)
	b.say(`the merchant tries to offer it to Kari with the key {text}`, merchantTriesToOfferWithKey)
	b.say(`Kari (?:was|is) offered (?:an|another) agreement of {money} every month`, kariWasOffered)
	b.approves(`Kari (?:has|accepts) (?:an|another) agreement of {money} every month`, kariHasAgreement)
}

// beginDraft begins a draft that lacks nothing.
func (w *world) beginDraft(p api.Pricing, i api.Interval) {
	w.recurs.draft = &api.AgreementDraft{
		Product: "Honey by post", Pricing: p, Interval: i,
		RedirectURL: "https://shop.example/honey/done", AgreementURL: "https://shop.example/my/honey/" + w.segment(),
	}
}

// interval reads "every 2 weeks".
func interval(count, unit string) (api.Interval, error) {
	n := 1
	if count != "" {
		var err error
		if n, err = strconv.Atoi(count); err != nil {
			return api.Interval{}, fmt.Errorf("read the interval %q: %w", count, err)
		}
	}
	return api.Interval{Unit: strings.ToUpper(unit), Count: n}, nil
}

func anAgreement(ctx context.Context, amount, currency, count, unit string) error {
	return beginsDraft(ctx, api.Fixed, amount, currency, count, unit)
}

func aVariableAgreement(ctx context.Context, amount, currency, count, unit string) error {
	return beginsDraft(ctx, api.Variable, amount, currency, count, unit)
}

func beginsDraft(ctx context.Context, kind api.PricingKind, amount, currency, count, unit string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	i, err := interval(count, unit)
	if err != nil {
		return err
	}
	worldFrom(ctx).beginDraft(api.Pricing{Kind: kind, Amount: m}, i)
	return nil
}

func aFlexibleAgreement(ctx context.Context, currency string) error {
	worldFrom(ctx).beginDraft(api.Pricing{Kind: api.Flexible, Amount: api.Money{Currency: currency}}, api.Interval{})
	return nil
}

// onDraft changes the draft that earlier sentences began.
func onDraft(ctx context.Context, change func(*api.AgreementDraft)) error {
	d := worldFrom(ctx).recurs.draft
	if d == nil {
		return errors.New("no agreement was begun")
	}
	change(d)
	return nil
}

func campaigned(ctx context.Context, c api.Campaign, amount, currency string) error {
	var err error
	if c.Price, err = parseMoney(amount, currency); err != nil {
		return err
	}
	return onDraft(ctx, func(d *api.AgreementDraft) { d.Campaign = &c })
}

func priceCampaign(ctx context.Context, weeks int, amount, currency string) error {
	now, err := worldFrom(ctx).now(ctx)
	if err != nil {
		return err
	}
	end := now.UTC().Truncate(time.Second).AddDate(0, 0, 7*weeks)
	return campaigned(ctx, api.Campaign{Kind: api.PriceCampaign, End: end}, amount, currency)
}

func periodCampaign(ctx context.Context, n int, unit, amount, currency string) error {
	period := api.Interval{Unit: strings.ToUpper(unit), Count: n}
	return campaigned(ctx, api.Campaign{Kind: api.PeriodCampaign, Period: period}, amount, currency)
}

// intervalCampaign has an interval of its own, as some could offer until 2024.
func intervalCampaign(ctx context.Context, weeks int, amount, currency, unit string) error {
	if err := priceCampaign(ctx, weeks, amount, currency); err != nil {
		return err
	}
	return onDraft(ctx, func(d *api.AgreementDraft) {
		d.Campaign.Kind, d.Campaign.Period = api.IntervalCampaign, api.Interval{Unit: strings.ToUpper(unit), Count: 1}
	})
}

// eventCampaign is until the next Christmas.
func eventCampaign(ctx context.Context, amount, currency string) error {
	now, err := worldFrom(ctx).now(ctx)
	if err != nil {
		return err
	}
	at := time.Date(now.Year(), time.December, 25, 0, 0, 0, 0, time.UTC)
	if !at.After(now.AddDate(0, 0, 14)) {
		at = at.AddDate(1, 0, 0)
	}
	return campaigned(ctx, api.Campaign{Kind: api.EventCampaign, End: at, Text: "until Christmas"}, amount, currency)
}

func initially(ctx context.Context, amount, currency string, reserve bool) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	return onDraft(ctx, func(d *api.AgreementDraft) {
		d.Initial = &api.InitialCharge{Amount: m, Description: "The first jar", Reserve: reserve}
	})
}

func paidOnAccepting(ctx context.Context, amount, currency string) error {
	return initially(ctx, amount, currency, false)
}

func reservedOnAccepting(ctx context.Context, amount, currency string) error {
	return initially(ctx, amount, currency, true)
}

func firstPaymentHasNumber(ctx context.Context, which string) error {
	w := worldFrom(ctx)
	number := w.own("first")
	if which != "a number of the merchant's own" {
		number = w.recurs.charge
	}
	if d := w.recurs.draft; d == nil || d.Initial == nil {
		return errors.New("no first payment was begun")
	}
	return onDraft(ctx, func(d *api.AgreementDraft) { d.Initial.OrderID = number })
}

func itsProductHas(ctx context.Context, n int) error {
	return onDraft(ctx, func(d *api.AgreementDraft) { d.Product = long(n) })
}

func itsDescriptionHas(ctx context.Context, n int) error {
	return onDraft(ctx, func(d *api.AgreementDraft) { d.Description = long(n) })
}

// long is a text of so many characters.
func long(n int) string { return strings.Repeat("Lime honey", n/10+1)[:n] }

func itAsksKariFor(ctx context.Context, scope string) error {
	return onDraft(ctx, func(d *api.AgreementDraft) { d.Scope = scope })
}

func itIsOfferedOnPhone(ctx context.Context) error {
	return onDraft(ctx, func(d *api.AgreementDraft) { d.App = true })
}

func itSkipsLandingPage(ctx context.Context) error {
	return onDraft(ctx, func(d *api.AgreementDraft) { d.SkipLandingPage, d.Phone = true, "4791234567" })
}

func itIsForNumber(ctx context.Context, phone string) error {
	return onDraft(ctx, func(d *api.AgreementDraft) { d.Phone = phone })
}

func itHasExternalNumber(ctx context.Context, number string) error {
	return onDraft(ctx, func(d *api.AgreementDraft) { d.ExternalID = number })
}

func itsPageIs(ctx context.Context, address string) error {
	return onDraft(ctx, func(d *api.AgreementDraft) { d.AgreementURL = address })
}

func draftCarries(ctx context.Context, value, pointer string) error {
	if value == "nothing" {
		value = ""
	}
	return onDraft(ctx, func(d *api.AgreementDraft) { d.Edits = append(d.Edits, api.Edit{Pointer: pointer, Value: value}) })
}

func merchantOffersIt(ctx context.Context) error { return merchantOffersItWithKey(ctx, "") }

func merchantTriesToOffer(ctx context.Context) error {
	return worldFrom(ctx).attempt(merchantOffersIt(ctx))
}

func merchantTriesToOfferWithKey(ctx context.Context, key string) error {
	return worldFrom(ctx).attempt(merchantOffersItWithKey(ctx, key))
}

// merchantOffersItWithKey makes the agreement the one that the scenario is about.
// Its initial charge is the charge that it is about.
func merchantOffersItWithKey(ctx context.Context, key string) error {
	w := worldFrom(ctx)
	if w.recurs.draft == nil {
		return errors.New("no agreement was begun")
	}
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	draft := *w.recurs.draft
	draft.Key = w.key(key)
	made, err := d.Draft(ctx, draft)
	if err != nil {
		return err
	}
	w.recurs.before, w.recurs.drafted, w.recurs.offered = w.recurs.drafted, made, draft
	w.recurs.agreements = append(w.recurs.agreements, made.Agreement)
	w.recurs.made = append(w.recurs.made, made.Agreement)
	if i := draft.Initial; i != nil {
		if made.Charge == "" || i.OrderID != "" && made.Charge != i.OrderID {
			return fmt.Errorf("number of the first payment: want %q, got %q", i.OrderID, made.Charge)
		}
		w.recurs.charge = made.Charge
		w.recurs.ordered = api.ChargeOrder{Amount: i.Amount, Description: i.Description, Reserve: i.Reserve, OrderID: i.OrderID}
	} else if made.Charge != "" {
		return fmt.Errorf("number of the first payment: want none, got %q", made.Charge)
	}
	return nil
}

func kariWasOffered(ctx context.Context, amount, currency string) error {
	if err := anAgreement(ctx, amount, currency, "", "month"); err != nil {
		return err
	}
	return merchantOffersIt(ctx)
}

func kariHasAgreement(ctx context.Context, amount, currency string) error {
	if err := kariWasOffered(ctx, amount, currency); err != nil {
		return err
	}
	return kariAccepts(ctx)
}
