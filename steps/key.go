package steps

import (
	"context"
	"errors"
	"fmt"
)

func sayKey(b *book) {
	b.say(`the merchant (?:captures|has captured) {money} with the key {text}`, merchantCapturesWithKey)
	b.say(`the merchant (?:refunds|has refunded) {money} with the key {text}`, merchantRefundsWithKey)
	b.say(`the merchant tries to (capture|refund) {money} with the key {text}`, merchantTriesWithKey)
	b.say(`the merchant repeats the (capture|refund) of {money} with the key {text}`, merchantRepeats)
	b.say(`it is answered as the one before it`, itIsAnsweredAsBefore)
}

// key gives the idempotency key that the scenario calls by a name; an empty
// name leaves it to the driver.
func (w *world) key(name string) string {
	if name == "" {
		return ""
	}
	if w.keys[name] == "" {
		w.keys[name] = w.id()
	}
	return w.keys[name]
}

func merchantCapturesWithKey(ctx context.Context, amount, currency, key string) error {
	return changes(ctx, "capture", amount, currency, key)
}

func merchantRefundsWithKey(ctx context.Context, amount, currency, key string) error {
	return changes(ctx, "refund", amount, currency, key)
}

func merchantTriesWithKey(ctx context.Context, act, amount, currency, key string) error {
	return triesToChange(ctx, act, amount, currency, key)
}

// merchantRepeats sends what was sent before: the answer must be the earlier
// one, and the sums stay.
func merchantRepeats(ctx context.Context, act, amount, currency, key string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	outcome, err := w.send(ctx, act, &m, key)
	if err != nil {
		return err
	}
	w.outcomes = append(w.outcomes, made{act: act, Outcome: outcome})
	return equal("sums in the answer to the repeated "+act, w.payment.totals(), outcome.Totals)
}

// itIsAnsweredAsBefore compares the API's numbers, of the change or, where it
// has none, of the payment.
func itIsAnsweredAsBefore(ctx context.Context) error {
	all := worldFrom(ctx).outcomes
	if len(all) < 2 {
		return errors.New("there is nothing before it")
	}
	before, last := all[len(all)-2], all[len(all)-1]
	if before.ID == "" && before.Payment == "" {
		return fmt.Errorf("the %s before it has no number", before.act)
	}
	if err := equal("number of the payment", before.Payment, last.Payment); err != nil {
		return err
	}
	return equal("number of the repeated "+last.act, before.ID, last.ID)
}
