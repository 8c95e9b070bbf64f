package steps

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api/checkout"
)

func sayCheckout(b *book) {
	b.say(`the order has these lines`, orderHasLines)
	b.say(`its lines are shown`, linesAreShown)
	b.say(`its terms can be read`, termsCanBeRead)
	b.say(`the merchant sells to (nobody in particular|[A-Z]{2}(?:, [A-Z]{2})*)`, merchantSellsTo)
	b.say(`the customer (must|may) agree to {text}`, customerAgreesTo)
	b.say(`the order can be paid with {text} elsewhere`, orderCanBePaidElsewhere)
	b.say(`the merchant knows nothing but the number {text}`, merchantKnowsNumber)
	b.say(`the reference stands where it stood until 2025`, referenceStandsEarlier)
	b.say(`the order begins a subscription of {money} every (day|week|month|year)`, orderBeginsSubscription)
	b.say(`the subscription costs {money} (for a while|until a day|until an event)`, subscriptionCosts)
	b.say(`nothing is paid at once`, nothingIsPaidAtOnce)
	b.say(`the subscription is (pending|active|stopped|expired)`, subscriptionIs)
	b.say(`the customer (has|has not) agreed`, customerHasAgreed)
	b.say(`nobody was asked to agree`, nobodyWasAskedToAgree)
	b.say(`the merchant (?:opens|has opened) the session with the key {text}`, merchantOpensWithKey)
	b.say(`the session stands under the reference {text}`, sessionStandsUnder)
	b.say(`the merchant repeats the opening with the key {text}`, merchantRepeatsOpening)
}

func orderHasLines(ctx context.Context, t *godog.Table) error {
	all, err := rows(t)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	lines := make([]checkout.Line, len(all))
	for n, r := range all {
		total, err := parseMoney(r["total"], w.currency)
		if err != nil {
			return err
		}
		tax, err := parseMoney(r["tax"], w.currency)
		if err != nil {
			return err
		}
		rate, err := strconv.ParseInt(r["percent"], 10, 64)
		if err != nil {
			return fmt.Errorf("read the rate %q: want whole percent", r["percent"])
		}
		lines[n] = checkout.Line{ID: "line-" + strconv.Itoa(n+1), Name: r["name"], Total: total.Minor, Tax: tax.Minor, Rate: rate * 100}
		switch r["kind"] {
		case "return":
			lines[n].More = map[string]any{"isReturn": true}
		case "shipping":
			lines[n].More = map[string]any{"isShipping": true}
		}
	}
	return asksOf(ctx, func(o *checkout.Opening) { o.Lines = lines })
}

func linesAreShown(ctx context.Context) error {
	return asksOf(ctx, func(o *checkout.Opening) { o.ShowLines = true })
}

func termsCanBeRead(ctx context.Context) error {
	return asksOf(ctx, func(o *checkout.Opening) { o.Terms = "https://shop.example/terms" })
}

func merchantSellsTo(ctx context.Context, countries string) error {
	return asksOf(ctx, func(o *checkout.Opening) {
		if o.Countries = []string{}; countries != "nobody in particular" {
			o.Countries = strings.Split(countries, ", ")
		}
	})
}

func customerAgreesTo(ctx context.Context, how, text string) error {
	return asksOf(ctx, func(o *checkout.Opening) { o.Consent = &checkout.Consent{Text: text, Required: how == "must"} })
}

func orderCanBePaidElsewhere(ctx context.Context, method string) error {
	return asksOf(ctx, func(o *checkout.Opening) {
		o.Elsewhere = map[string]string{method: "https://shop.example/elsewhere"}
	})
}

func merchantKnowsNumber(ctx context.Context, number string) error {
	return asksOf(ctx, func(o *checkout.Opening) { o.Prefill = map[string]any{"phoneNumber": number} })
}

func referenceStandsEarlier(ctx context.Context) error {
	return asksOf(ctx, func(o *checkout.Opening) { o.Earlier = true })
}

func orderBeginsSubscription(ctx context.Context, amount, currency, unit string) error {
	price, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	return asksOf(ctx, func(o *checkout.Opening) {
		o.Subscription = &checkout.Subscription{
			Product: "Mugs for ever", Link: "https://shop.example/mugs", Price: price, Unit: strings.ToUpper(unit), Count: 1,
		}
	})
}

func subscriptionCosts(ctx context.Context, amount, currency, until string) error {
	price, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	d, err := drafted(ctx)
	if err != nil {
		return err
	}
	if d.session.Subscription == nil {
		return errors.New("the order begins no subscription")
	}
	campaign := map[string]any{"price": price.Minor}
	switch until {
	case "for a while":
		campaign["type"], campaign["period"] = "PERIOD_CAMPAIGN", map[string]any{"unit": "MONTH", "count": 3}
	case "until a day":
		campaign["type"], campaign["end"] = "PRICE_CAMPAIGN", "2030-12-24T00:00:00Z"
	default:
		campaign["type"], campaign["eventDate"], campaign["eventText"] = "EVENT_CAMPAIGN", "2030-12-24T00:00:00Z", "until Christmas"
	}
	d.session.Subscription.Campaign = campaign
	return nil
}

func nothingIsPaidAtOnce(ctx context.Context) error {
	return asksOf(ctx, func(o *checkout.Opening) { o.FreeStart = true })
}

// subscriptionIs also holds that there is a number of the agreement, as soon as
// there is one.
func subscriptionIs(ctx context.Context, state string) error {
	s, err := worldFrom(ctx).look(ctx)
	if err != nil {
		return err
	}
	details, _ := s.Fields["subscriptionDetails"].(map[string]any)
	if id, _ := details["agreementId"].(string); id == "" {
		return errors.New("subscription: want the number of an agreement, got none")
	}
	return equal[any]("state of the subscription", strings.ToUpper(state), details["state"])
}

func customerHasAgreed(ctx context.Context, how string) error {
	s, err := worldFrom(ctx).look(ctx)
	if err != nil {
		return err
	}
	return equal[any]("consent", how == "has", s.Fields["customConsentProvided"])
}

func nobodyWasAskedToAgree(ctx context.Context) error {
	s, err := worldFrom(ctx).look(ctx)
	if err != nil {
		return err
	}
	return equal[any]("consent", nil, s.Fields["customConsentProvided"])
}

// merchantRepeatsOpening sends what was sent before: the answer must be the
// earlier one.
func merchantRepeatsOpening(ctx context.Context, key string) error {
	d, err := drafted(ctx)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	opened, err := w.open(ctx, d, w.key(key))
	if err != nil {
		return err
	}
	if opened != w.shops.opened {
		return errors.New("session of the repeated opening: want the earlier one, got another")
	}
	return nil
}

// sessionStandsUnder is for a reference that an edit of the request gave.
func sessionStandsUnder(ctx context.Context, reference string) error {
	w := worldFrom(ctx)
	w.shops.opened.Reference, w.payment.order.Reference = reference, reference
	return sessionIs(ctx, "open")
}
