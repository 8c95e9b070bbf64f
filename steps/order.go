package steps

import (
	"context"
	"errors"
	"fmt"

	"kontrakt/harness/api"
)

func sayOrder(b *book) {
	b.say(`the merchant (?:asks|has asked) Kari for (?:another )?{money}`, merchantAsks)
	b.say(`the merchant tries to ask Kari for {money}`, merchantTriesToAsk)
	b.say(`the merchant tries to ask for {money} under the same reference`, merchantTriesSameReference)
	b.say(`the merchant has tried in vain to start it again`, merchantTriedAgain)
	b.approves(`Kari has approved (?:a|another) payment of {money}`, kariHasApprovedPayment)
	b.say(`the payment before it has {money} authorized`, paymentBeforeHasAuthorized)
}

// newOrder is an order that asks for nothing beyond the amount.
func (w *world) newOrder(amount api.Money) api.Order {
	return api.Order{
		Reference: w.reference(), Amount: amount, Text: "Two mugs",
		CallbackURL: w.callbackURL("callbacks"), ReturnURL: "https://shop.example/orders/done",
		CallbackToken: w.callbackToken,
	}
}

// ask starts a payment and makes it the scenario's.
func (w *world) ask(ctx context.Context, o api.Order) error {
	d, err := w.driver(ctx)
	if err != nil {
		return err
	}
	link, err := d.Create(ctx, o)
	if err != nil {
		return err
	}
	w.begun(o, link)
	return nil
}

// begun makes a payment that was started the one that the scenario is about.
func (w *world) begun(o api.Order, l api.Link) {
	if w.payment.order.Reference != "" {
		before := w.payment
		w.before = &before
	}
	w.payment = payment{order: o, link: l, money: money{authorized: api.Money{Currency: o.Amount.Currency}}}
	w.outcomes = nil
}

func merchantAsks(ctx context.Context, amount, currency string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	return w.ask(ctx, w.newOrder(m))
}

func merchantTriesToAsk(ctx context.Context, amount, currency string) error {
	w := worldFrom(ctx)
	return w.attempt(merchantAsks(ctx, amount, currency))
}

func merchantTriesSameReference(ctx context.Context, amount, currency string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	d, err := w.driver(ctx)
	if err != nil {
		return err
	}
	o := w.newOrder(m)
	o.Reference = w.payment.order.Reference
	_, err = d.Create(ctx, o)
	return w.attempt(err)
}

func merchantTriedAgain(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.driver(ctx)
	if err != nil {
		return err
	}
	_, err = d.Create(ctx, w.payment.order)
	var refused *api.Refusal
	if err == nil {
		return fmt.Errorf("start %s again: want a refusal, got a second payment", w.payment.order.Reference)
	}
	if errors.As(err, &refused) && refused.Because(api.DuplicateReference) {
		return nil
	}
	return err
}

func kariHasApprovedPayment(ctx context.Context, amount, currency string) error {
	if err := merchantAsks(ctx, amount, currency); err != nil {
		return err
	}
	return kariApproves(ctx)
}

func paymentBeforeHasAuthorized(ctx context.Context, amount, currency string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	if w.before == nil {
		return errors.New("there is no payment before it")
	}
	d, err := w.driver(ctx)
	if err != nil {
		return err
	}
	p, err := d.Payment(ctx, w.before.order.Reference)
	if err != nil {
		return err
	}
	return equal("amount authorized of the payment before", want, p.Authorized)
}
