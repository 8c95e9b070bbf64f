package trial

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
)

func registerSubscriptions(sc *godog.ScenarioContext) {
	acts := func(verb string) func(context.Context) error {
		return func(ctx context.Context) error { return worldFrom(ctx).ofAgreement(ctx, verb) }
	}
	does := func(action string) func(context.Context) error {
		return func(ctx context.Context) error { return worldFrom(ctx).do(ctx, action) }
	}
	moves := func(action string) func(context.Context, string) error {
		return func(ctx context.Context, amount string) error {
			return worldFrom(ctx).moves(ctx, action, minor(amount))
		}
	}
	sc.Given(`^\w+ was offered a subscription of `+money+`$`, offered)
	sc.Given(`^\w+ has a subscription of `+money+`$`, subscribed)
	sc.Given(`^\w+ has another subscription$`, func(ctx context.Context) error { return subscribed(ctx, "19.00") })
	sc.Step(`^\w+ (?:accepts|has accepted) the subscription$`, acts("approve"))
	sc.When(`^\w+ rejects the subscription$`, acts("reject"))
	sc.When(`^\w+ lets the subscription expire$`, acts("expire"))
	sc.When(`^the shop changes the price to `+money+`$`, moves("change-subscription"))
	sc.When(`^the shop ends the subscription$`, does("cancel-subscription"))
	sc.Step(`^the shop (?:charges|has charged) `+money+`$`, func(ctx context.Context, amount string) error { return charges(ctx, "charge", amount) })
	sc.Given(`^the shop has asked to reserve `+money+`$`, func(ctx context.Context, amount string) error { return charges(ctx, "reserve-charge", amount) })
	sc.When(`^the shop captures `+money+` of the charge$`, moves("capture-charge"))
	sc.Given(`^the shop has ended the subscription$`, does("cancel-subscription"))
	sc.Step(`^the charge (?:falls|has fallen) due$`, fallsDue)
	sc.When(`^the shop cancels the charge$`, does("cancel-charge"))
	sc.When(`^the shop refunds `+money+` of the charge$`, moves("refund-charge"))
	sc.Then(`^the shop looks at the charge$`, does("charge-status"))
	sc.Step(`^the subscription is (\w+)(?: or (\w+))?$`, subscriptionIs)
	sc.Then(`^the price stands at `+money+`$`, priceStands)
	sc.Then(`^`+money+` of the charge stands (captured|refunded)$`, chargeStands)
	sc.Then(`^the charge is cancelled$`, chargeCancelled)
	registerBrokenSubscriptions(sc)
}

// offered makes the shop offer a subscription, and learns what the API calls it.
func offered(ctx context.Context, amount string) error {
	w := worldFrom(ctx)
	w.known = map[string]string{"amount": fmt.Sprint(minor(amount)), "currency": "NOK", "phone": "4791234567", "profile": w.profile()}
	if err := w.do(ctx, "subscribe"); err != nil {
		return err
	}
	if err := w.given(ctx, "subscription"); err != nil {
		return err
	}
	for _, name := range []string{"agreement", "subscription"} {
		if w.agreement = w.known[name]; w.agreement != "" {
			w.hush(w.agreement)
			return nil
		}
	}
	return broken{errors.New("subscribe reads neither agreement nor subscription from the shop's answer: the agreement cannot be found")}
}

func subscribed(ctx context.Context, amount string) error {
	if err := offered(ctx, amount); err != nil {
		return err
	}
	w := worldFrom(ctx)
	if err := w.ofAgreement(ctx, "approve"); err != nil {
		return err
	}
	return w.awaitOf(ctx, "subscription", "active")
}

// ofAgreement lets the customer act on the agreement.
func (w *world) ofAgreement(ctx context.Context, verb string) error {
	return w.control(ctx, http.MethodPost, "agreements/"+w.agreement+"/"+verb, struct{}{}, nil)
}

func subscriptionIs(ctx context.Context, word, other string) error {
	w := worldFrom(ctx)
	if word == "waiting" {
		return w.stays(ctx, "subscription", word, other)
	}
	return w.awaitOf(ctx, "subscription", word, other)
}

func priceStands(ctx context.Context, amount string) error {
	w := worldFrom(ctx)
	var got api.Money
	_, err := w.until(ctx, mending, func() (bool, error) {
		a, err := w.Agreements.Agreement(ctx, w.agreement)
		if err != nil {
			return false, broken{fmt.Errorf("read the agreement %s: %w", w.agreement, err)}
		}
		got = a.Pricing.Amount
		return got.Minor == minor(amount), nil
	})
	if err == nil && got.Minor != minor(amount) {
		err = fmt.Errorf("the price of %s: want %s NOK, got %s", w.agreement, amount, got)
	}
	return err
}

// charges asks for money that falls due: to be taken, or to be reserved.
func charges(ctx context.Context, action, amount string) error {
	w := worldFrom(ctx)
	if err := w.moves(ctx, action, minor(amount)); err != nil {
		return err
	}
	if w.known["charge"] == "" {
		return broken{errors.New(action + " reads no charge from the shop's answer: it cannot be found")}
	}
	return nil
}

// fallsDue lets the sandbox collect the charge, whatever day it is due, once it
// knows of it.
func fallsDue(ctx context.Context) error {
	w := worldFrom(ctx)
	if _, err := w.charge(ctx); err != nil {
		return err
	}
	return w.control(ctx, http.MethodPost, "charges/"+w.known["charge"]+"/settle", struct{}{}, nil)
}

// charge waits for the API to know of the charge.
func (w *world) charge(ctx context.Context) (api.Charge, error) {
	return w.chargeThat(ctx, func(api.Charge) bool { return true })
}

// chargeThat waits for a charge that is as it should be, and gives what the API
// knows of it at last, whatever the shop says.
func (w *world) chargeThat(ctx context.Context, is func(api.Charge) bool) (c api.Charge, err error) {
	var unknown error
	_, err = w.until(ctx, mending, func() (bool, error) {
		c, unknown = w.Agreements.Charge(ctx, w.agreement, w.known["charge"])
		return unknown == nil && is(c), nil
	})
	if unknown != nil {
		return c, broken{fmt.Errorf("read the charge %s: %w", w.known["charge"], unknown)}
	}
	return c, err
}

func chargeStands(ctx context.Context, amount, what string) error {
	moved := func(c api.Charge) api.Money {
		if what == "refunded" {
			return c.Refunded
		}
		return c.Captured
	}
	c, err := worldFrom(ctx).chargeThat(ctx, func(c api.Charge) bool { return moved(c).Minor >= minor(amount) })
	if err == nil && moved(c).Minor != minor(amount) {
		err = fmt.Errorf("%s of %s: want %s NOK, got %s", what, c.ID, amount, moved(c))
	}
	return err
}

func chargeCancelled(ctx context.Context) error {
	c, err := worldFrom(ctx).chargeThat(ctx, func(c api.Charge) bool { return c.State == api.ChargeCancelled })
	if err == nil && c.State != api.ChargeCancelled {
		err = fmt.Errorf("the charge %s: want it cancelled, got %s", c.ID, c.State)
	}
	return err
}
