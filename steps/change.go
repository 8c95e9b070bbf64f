package steps

import (
	"cmp"
	"context"
	"fmt"

	"kontrakt/harness/api"
)

func sayChange(b *book) {
	b.say(`the merchant (?:captures|has captured) {money}`, merchantCaptures)
	b.say(`the merchant captures {money} with the text {text}`, merchantCapturesWithText)
	b.say(`the merchant (?:captures everything that is left|has captured everything)`, merchantCapturesEverything)
	b.say(`the merchant tries to capture {money}`, merchantTriesToCapture)
	b.say(`the merchant (?:refunds|has refunded) {money}`, merchantRefunds)
	b.say(`the merchant refunds everything that is left`, merchantRefundsEverything)
	b.say(`the merchant tries to refund {money}`, merchantTriesToRefund)
	b.say(`the merchant (?:cancels|has cancelled) the payment`, merchantCancels)
	b.say(`the merchant (?:releases|has released) the rest`, merchantReleases)
	b.say(`the merchant tries to (cancel|capture|read) the payment`, merchantTriesAct)
	b.say(`the merchant tries to release the rest`, merchantTriesToRelease)
	b.say(`the merchant has (captured|refunded) {money} {number} times`, merchantChangesTimes)
	b.say(`the merchant has asked for the details {number} times`, merchantAsksForDetailsTimes)
	b.say(`every (capture|refund) has a number and a key of its own`, everyChangeHasItsOwn)
}

// change makes a change that must succeed, and holds the answer against what
// the scenario knows of the payment.
func (w *world) change(ctx context.Context, act string, amount *api.Money, key string) error {
	want, err := w.payment.after(act, amount)
	if err != nil {
		return err
	}
	outcome, err := w.send(ctx, act, amount, key)
	if err != nil {
		return err
	}
	w.outcomes = append(w.outcomes, made{act: act, Outcome: outcome})
	if moved := want.moved; moved != nil && outcome.Amount.Currency != "" {
		if err := equal("amount that the answer to "+act+" names", *moved, outcome.Amount); err != nil {
			return err
		}
	}
	w.payment.money = want.money
	return equal("sums in the answer to "+act, want.totals(), outcome.Totals)
}

// send makes a change, whatever comes of it.
func (w *world) send(ctx context.Context, act string, amount *api.Money, key string) (api.Outcome, error) {
	d, err := w.driver(ctx)
	if err != nil {
		return api.Outcome{}, err
	}
	c := api.Change{Reference: w.payment.order.Reference, Amount: amount, Text: cmp.Or(w.text, "Two mugs"), Key: w.key(key), Release: act == "release"}
	switch act {
	case "capture":
		return d.Capture(ctx, c)
	case "refund":
		return d.Refund(ctx, c)
	case "cancel", "release":
		return d.Cancel(ctx, c)
	}
	return api.Outcome{}, fmt.Errorf("nobody can %s a payment", act)
}

func changes(ctx context.Context, act, amount, currency, key string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	return worldFrom(ctx).change(ctx, act, &m, key)
}

func triesToChange(ctx context.Context, act, amount, currency, key string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	_, err = w.send(ctx, act, &m, key)
	return w.attempt(err)
}

func merchantCaptures(ctx context.Context, amount, currency string) error {
	return changes(ctx, "capture", amount, currency, "")
}

func merchantCapturesWithText(ctx context.Context, amount, currency, text string) error {
	w := worldFrom(ctx)
	w.text = text
	defer func() { w.text = "" }()
	return merchantCaptures(ctx, amount, currency)
}

func merchantRefunds(ctx context.Context, amount, currency string) error {
	return changes(ctx, "refund", amount, currency, "")
}

func merchantTriesToCapture(ctx context.Context, amount, currency string) error {
	return triesToChange(ctx, "capture", amount, currency, "")
}

func merchantTriesToRefund(ctx context.Context, amount, currency string) error {
	return triesToChange(ctx, "refund", amount, currency, "")
}

func merchantCapturesEverything(ctx context.Context) error {
	return worldFrom(ctx).change(ctx, "capture", nil, "")
}

func merchantRefundsEverything(ctx context.Context) error {
	return worldFrom(ctx).change(ctx, "refund", nil, "")
}

func merchantCancels(ctx context.Context) error {
	return worldFrom(ctx).change(ctx, "cancel", nil, "")
}

func merchantReleases(ctx context.Context) error {
	return worldFrom(ctx).change(ctx, "release", nil, "")
}

func merchantTriesToRelease(ctx context.Context) error {
	w := worldFrom(ctx)
	_, err := w.send(ctx, "release", nil, "")
	return w.attempt(err)
}

func merchantTriesAct(ctx context.Context, act string) error {
	w := worldFrom(ctx)
	if act == "read" {
		_, err := w.read(ctx)
		return w.attempt(err)
	}
	_, err := w.send(ctx, act, nil, "")
	return w.attempt(err)
}

func merchantChangesTimes(ctx context.Context, done, amount, currency string, times int) error {
	act := map[string]string{"captured": "capture", "refunded": "refund"}[done]
	for range times {
		if err := changes(ctx, act, amount, currency, ""); err != nil {
			return err
		}
	}
	return nil
}

func merchantAsksForDetailsTimes(ctx context.Context, times int) error {
	for range times {
		if _, err := worldFrom(ctx).read(ctx); err != nil {
			return err
		}
	}
	return nil
}

// everyChangeHasItsOwn looks at the answers for the API's numbers, where it has
// some of changes, and at the history for them and the merchant's keys.
func everyChangeHasItsOwn(ctx context.Context, act string) error {
	w := worldFrom(ctx)
	p, err := w.read(ctx)
	if err != nil {
		return err
	}
	listed, keys := map[string]bool{}, map[string]bool{}
	for _, e := range entries(p, act) {
		if e.Key == "" || keys[e.Key] {
			return fmt.Errorf("key of a %s in the history: want one of its own, got %q", act, e.Key)
		}
		if e.ID == "" || listed[e.ID] {
			return fmt.Errorf("number of a %s in the history: want one of its own, got %q", act, e.ID)
		}
		keys[e.Key], listed[e.ID] = true, true
	}
	return w.answersNumber(act, listed)
}

// answersNumber holds the numbers that answers gave against those of the
// history. An API that numbers payments only, in its answers, has given none.
func (w *world) answersNumber(act string, listed map[string]bool) error {
	numbers, changes := map[string]bool{}, 0
	for _, o := range w.outcomes {
		if o.act != act {
			continue
		}
		changes++
		if o.ID == "" && o.Payment != "" {
			continue
		}
		if !listed[o.ID] || numbers[o.ID] {
			return fmt.Errorf("number of a %s: want one of its own that the history has, got %q", act, o.ID)
		}
		numbers[o.ID] = true
	}
	return equal("number of "+act+"s in the history", changes, len(listed))
}
