package steps

import (
	"context"
	"errors"
	"fmt"

	"kontrakt/harness/api"
)

func sayChargeChange(b *book) {
	b.say(`the merchant (?:captures|has captured) {money} of the charge`, merchantCapturesOf)
	b.say(`the merchant (?:captures|has captured) the whole charge`, merchantCapturesWhole)
	b.say(`the merchant tries to capture {money} of the charge`, merchantTriesToCaptureOf)
	b.say(`the merchant (?:refunds|has refunded) {money} of the charge`, merchantRefundsOf)
	b.say(`the merchant (?:refunds|has refunded) the whole charge`, merchantRefundsWhole)
	b.say(`the merchant tries to refund {money} of the charge`, merchantTriesToRefundOf)
	b.say(`the merchant (?:cancels|has cancelled) the charge`, merchantCancelsCharge)
	b.say(`the merchant tries to (cancel|capture|refund) the charge`, merchantTriesWithCharge)
	b.say(`the merchant (captures|has captured|refunds|has refunded) {money} of the charge with the key {text}`, merchantMovesWithKey)
	b.say(`the merchant tries to (capture|refund) {money} of the charge with the key {text}`, merchantTriesToMoveWithKey)
	b.say(`the merchant (?:cancels|has cancelled) the charge with the key {text}`, merchantCancelsChargeWithKey)
	b.say(`the merchant tries to (read|capture|cancel|refund) (a charge that nobody has|that charge under another agreement)`, merchantTriesForeign)
}

// moves makes a change of the scenario's charge; an empty amount is all that is
// left.
func (w *world) moves(ctx context.Context, act string, amount *api.Money, key string) error {
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	c := api.ChargeChange{
		Agreement: w.recurs.drafted.Agreement, Charge: w.recurs.charge, Amount: amount, Text: "A jar was broken", Key: w.key(key),
	}
	return move(ctx, d, act, c)
}

func move(ctx context.Context, d api.Agreements, act string, c api.ChargeChange) error {
	switch act {
	case "capture":
		return d.CaptureCharge(ctx, c)
	case "refund":
		return d.RefundCharge(ctx, c)
	case "cancel":
		return d.CancelCharge(ctx, c)
	case "read":
		_, err := d.Charge(ctx, c.Agreement, c.Charge)
		return err
	}
	return fmt.Errorf("nobody can %s a charge", act)
}

func movesMoney(ctx context.Context, act, amount, currency, key string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	return worldFrom(ctx).moves(ctx, act, &m, key)
}

func merchantCapturesOf(ctx context.Context, amount, currency string) error {
	return movesMoney(ctx, "capture", amount, currency, "")
}

func merchantTriesToCaptureOf(ctx context.Context, amount, currency string) error {
	return worldFrom(ctx).attempt(merchantCapturesOf(ctx, amount, currency))
}

func merchantCapturesWhole(ctx context.Context) error {
	return worldFrom(ctx).moves(ctx, "capture", nil, "")
}

func merchantRefundsOf(ctx context.Context, amount, currency string) error {
	return movesMoney(ctx, "refund", amount, currency, "")
}

func merchantTriesToRefundOf(ctx context.Context, amount, currency string) error {
	return worldFrom(ctx).attempt(merchantRefundsOf(ctx, amount, currency))
}

func merchantRefundsWhole(ctx context.Context) error {
	return worldFrom(ctx).moves(ctx, "refund", nil, "")
}

func merchantCancelsCharge(ctx context.Context) error { return merchantCancelsChargeWithKey(ctx, "") }

func merchantCancelsChargeWithKey(ctx context.Context, key string) error {
	return worldFrom(ctx).moves(ctx, "cancel", nil, key)
}

// merchantTriesWithCharge tries it with all that the charge was about, as what is
// left may be nothing.
func merchantTriesWithCharge(ctx context.Context, act string) error {
	w := worldFrom(ctx)
	amount := &w.recurs.ordered.Amount
	if act == "cancel" || act == "capture" && w.version() == "recurring.v2" {
		amount = nil
	}
	return w.attempt(w.moves(ctx, act, amount, ""))
}

func merchantMovesWithKey(ctx context.Context, done, amount, currency, key string) error {
	act := "capture"
	if done == "refunds" || done == "has refunded" {
		act = "refund"
	}
	return movesMoney(ctx, act, amount, currency, key)
}

func merchantTriesToMoveWithKey(ctx context.Context, act, amount, currency, key string) error {
	return worldFrom(ctx).attempt(movesMoney(ctx, act, amount, currency, key))
}

// merchantTriesForeign looks for a charge where it is not.
func merchantTriesForeign(ctx context.Context, act, which string) error {
	w := worldFrom(ctx)
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	c := api.ChargeChange{Agreement: w.recurs.drafted.Agreement, Charge: "chr-none000", Text: "A jar was broken"}
	if which != "a charge that nobody has" {
		if w.recurs.before.Agreement == "" {
			return errors.New("there is no other agreement")
		}
		c.Agreement, c.Charge = w.recurs.before.Agreement, w.recurs.charge
	}
	if w.version() != "recurring.v2" || act != "capture" {
		c.Amount = &api.Money{Minor: 100, Currency: w.currency}
	}
	return w.attempt(move(ctx, d, act, c))
}
