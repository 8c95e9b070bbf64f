package trial

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
	"kontrakt/harness/certify/adversary"
	"kontrakt/steps/ending"
)

const money = `(\d+\.\d\d) NOK`

func register(sc *godog.ScenarioContext) {
	sc.Given(`^\w+ has placed an order of `+money+`$`, placed)
	sc.Given(`^\w+ has paid for an order of `+money+`$`, paid)
	sc.Given(`^\w+ has paid for another order$`, func(ctx context.Context) error { return paid(ctx, "99.00") })
	sc.When(`^\w+ approves the payment$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "approve") })
	sc.Given(`^\w+ has approved the payment$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "approve") })
	sc.Given(`^\w+ has rejected the payment$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "reject") })
	sc.When(`^\w+ rejects the payment$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "reject") })
	sc.When(`^\w+ lets the payment expire$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "expire") })
	sc.When(`^\w+ comes back in another browser$`, comesBack)
	sc.When(`^the shop ships `+money+` of it$`, ships)
	sc.Given(`^the shop has shipped `+money+` of it$`, shippedPart)
	sc.Given(`^the shop has shipped it$`, shipped)
	sc.When(`^the shop ships what is left$`, shipsAll)
	sc.When(`^the shop cancels the order$`, func(ctx context.Context) error { return worldFrom(ctx).do(ctx, "cancel-order") })
	sc.Given(`^the shop has cancelled (?:it|the rest)$`, cancelled)
	sc.When(`^the shop tries to cancel the order$`, triesToCancel)
	sc.When(`^the shop takes back `+money+` of it$`, takesBack)
	sc.Given(`^the shop has taken back `+money+` of it$`, tookBack)
	sc.When(`^the shop takes back everything$`, takesAllBack)
	sc.Step(`^the order is (\w+)(?: or (\w+))?$`, orderIs)
	sc.Then(`^`+money+` stands (captured|refunded|cancelled)$`, stands)
	registerWebhooks(sc)
	registerCrashes(sc)
	registerSubscriptions(sc)
	registerCallbacks(sc)
	registerCheckouts(sc)
	registerExpress(sc)
	registerAddresses(sc)
	registerRegistrations(sc)
}

// minor reads an amount with two decimals.
func minor(amount string) int64 {
	n, err := strconv.ParseInt(strings.Replace(amount, ".", "", 1), 10, 64)
	if err != nil {
		panic(err) // the sentence lets nothing else through
	}
	return n
}

func placed(ctx context.Context, amount string) error {
	return worldFrom(ctx).order(ctx, minor(amount))
}

func paid(ctx context.Context, amount string) error {
	w := worldFrom(ctx)
	if err := w.order(ctx, minor(amount)); err != nil {
		return err
	}
	if err := w.act(ctx, "approve"); err != nil {
		return err
	}
	return w.await(ctx, "paid")
}

func ships(ctx context.Context, amount string) error {
	return worldFrom(ctx).shifts(ctx, "ship", minor(amount))
}

func shippedPart(ctx context.Context, amount string) error {
	if err := ships(ctx, amount); err != nil {
		return err
	}
	if err := worldFrom(ctx).await(ctx, "shipped"); err != nil {
		return err
	}
	return stands(ctx, amount, "captured")
}

// triesToCancel asks for what the shop, or the API, may refuse.
func triesToCancel(ctx context.Context) error {
	err := worldFrom(ctx).do(ctx, "cancel-order")
	if gaveUp(err) {
		return nil
	}
	return err
}

// shipsAll asks for what the API says is left.
func shipsAll(ctx context.Context) error {
	w := worldFrom(ctx)
	p, err := w.payment(ctx)
	if err != nil {
		return err
	}
	return w.shifts(ctx, "ship", p.Authorized.Minor-p.Captured.Minor-p.Cancelled.Minor)
}

func shipped(ctx context.Context) error {
	if err := shipsAll(ctx); err != nil {
		return err
	}
	return worldFrom(ctx).await(ctx, "shipped")
}

// cancelled cancels what is left, and looks whether it is.
func cancelled(ctx context.Context) error {
	w := worldFrom(ctx)
	if err := w.do(ctx, "cancel-order"); err != nil {
		return err
	}
	var p api.Payment
	all, err := w.until(ctx, mending, func() (bool, error) {
		var err error
		p, err = w.payment(ctx)
		return p.Cancelled.Minor == p.Authorized.Minor-p.Captured.Minor, err
	})
	if err == nil && !all {
		err = fmt.Errorf("cancelled of %s: want all that is left, got %s", w.reference, p.Cancelled)
	}
	return err
}

func takesBack(ctx context.Context, amount string) error {
	return worldFrom(ctx).shifts(ctx, "return-order", minor(amount))
}

func tookBack(ctx context.Context, amount string) error {
	if err := takesBack(ctx, amount); err != nil {
		return err
	}
	return stands(ctx, amount, "refunded")
}

func takesAllBack(ctx context.Context) error {
	w := worldFrom(ctx)
	p, err := w.payment(ctx)
	if err != nil {
		return err
	}
	return w.shifts(ctx, "return-order", p.Captured.Minor-p.Refunded.Minor)
}

func orderIs(ctx context.Context, word, other string) error {
	w := worldFrom(ctx)
	if word == "waiting" {
		return w.stays(ctx, "order", word, other)
	}
	return w.await(ctx, word, other)
}

// comesBack opens the page that the payment names, in a browser that was never
// there.
func comesBack(ctx context.Context) error {
	w := worldFrom(ctx)
	status, err := w.Adversary.Visit(ctx, w.reference)
	if errors.Is(err, adversary.ErrNoPage) {
		return ending.Skipped("the payment names no page to come back to")
	}
	if err != nil {
		return broken{err}
	}
	if status >= 400 {
		return fmt.Errorf("the page to come back to answers %d in a browser that was never there", status)
	}
	return nil
}
