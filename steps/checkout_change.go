package steps

import (
	"context"
	"strconv"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
	"kontrakt/harness/api/checkout"
)

func sayCheckoutChange(b *book) {
	b.say(`the merchant (?:changes|has changed) the session to {money}`, merchantChangesSession)
	b.say(`the merchant tries to change the session to {money}`, merchantTriesToChangeSession)
	b.say(`the merchant changes the session to {money}, under the reference {text}`, merchantChangesSessionAndReference)
	b.say(`the merchant (?:changes|has changed) the ways to ship to`, merchantChangesWays)
	b.say(`the merchant tries to change the ways to ship to`, merchantTriesToChangeWays)
	b.say(`the merchant changes nothing of the session`, merchantChangesNothing)
	b.say(`the merchant (changes|tries to change) the session so that it carries (nothing|\S.*?) at {text}`, merchantChangesSo)
	b.say(`the merchant (?:ends|has ended) the session`, merchantEndsSession)
	b.say(`the merchant tries to end the session`, merchantTriesToEndSession)
	b.say(`(the merchant|another merchant) tries to (change|end) (a session that nobody opened|that session)`, triesWithForeignSession)
}

// amend changes the session that the scenario is about.
func (w *world) amend(ctx context.Context, a checkout.Amendment) error {
	d, err := w.checkout(ctx)
	if err != nil {
		return err
	}
	a.Reference = w.shops.opened.Reference
	return d.Amend(ctx, a)
}

// toAmount is a change of the amount, which is told with its text.
func toAmount(amount, currency string) (checkout.Amendment, error) {
	m, err := parseMoney(amount, currency)
	return checkout.Amendment{Amount: m, Text: "Three mugs"}, err
}

func merchantChangesSession(ctx context.Context, amount, currency string) error {
	w := worldFrom(ctx)
	a, err := toAmount(amount, currency)
	if err != nil {
		return err
	}
	if err := w.amend(ctx, a); err != nil {
		return err
	}
	w.payment.order.Amount = a.Amount
	return nil
}

func merchantTriesToChangeSession(ctx context.Context, amount, currency string) error {
	return worldFrom(ctx).attempt(merchantChangesSession(ctx, amount, currency))
}

func merchantChangesSessionAndReference(ctx context.Context, amount, currency, reference string) error {
	w := worldFrom(ctx)
	a, err := toAmount(amount, currency)
	if err != nil {
		return err
	}
	a.Edits = append(a.Edits, api.Edit{Pointer: "/transaction/reference", Value: strconv.Quote(reference)})
	return w.amend(ctx, a)
}

func merchantChangesWays(ctx context.Context, t *godog.Table) error {
	w := worldFrom(ctx)
	ways, err := waysTable(t, w.currency)
	if err != nil {
		return err
	}
	return w.amend(ctx, checkout.Amendment{Ways: ways})
}

func merchantTriesToChangeWays(ctx context.Context, t *godog.Table) error {
	return worldFrom(ctx).attempt(merchantChangesWays(ctx, t))
}

func merchantChangesNothing(ctx context.Context) error {
	return worldFrom(ctx).amend(ctx, checkout.Amendment{})
}

func merchantChangesSo(ctx context.Context, how, value, pointer string) error {
	w := worldFrom(ctx)
	if value == "nothing" {
		value = ""
	}
	a := checkout.Amendment{Amount: w.payment.order.Amount, Text: "Three mugs"}
	a.Edits = append(a.Edits, api.Edit{Pointer: pointer, Value: value})
	err := w.amend(ctx, a)
	if how == "changes" {
		return err
	}
	return w.attempt(err)
}

func merchantEndsSession(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.checkout(ctx)
	if err != nil {
		return err
	}
	return d.Expire(ctx, w.shops.opened.Reference, "")
}

func merchantTriesToEndSession(ctx context.Context) error {
	return worldFrom(ctx).attempt(merchantEndsSession(ctx))
}

func triesWithForeignSession(ctx context.Context, who, act, what string) error {
	w := worldFrom(ctx)
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	if who == "another merchant" {
		if m, err = w.newMerchant(ctx, unit{}); err != nil {
			return err
		}
	}
	reference := w.reference()
	if what == "that session" {
		reference = w.shops.opened.Reference
	}
	d := checkout.NewDriver(m.client)
	if act == "end" {
		return w.attempt(d.Expire(ctx, reference, ""))
	}
	return w.attempt(d.Amend(ctx, checkout.Amendment{Reference: reference, Amount: w.payment.order.Amount, Text: "Three mugs"}))
}
