package steps

import (
	"context"
	"errors"
	"strings"

	"kontrakt/harness/api/ecom"
)

func sayEpaymentChange(b *book) {
	b.say(`the merchant (?:starts|has started) the payment with the key {text}`, merchantStartsWithKey)
	b.say(`the merchant tries to start the payment with the key {text}`, merchantTriesToStartWithKey)
	b.say(`the merchant repeats the start with the key {text}`, merchantRepeatsStart)
	b.say(`the merchant has cancelled the payment with the key {text}`, merchantCancelsWithKey)
	b.say(`the merchant repeats the cancellation with the key {text}`, merchantRepeatsCancel)
	b.say(`the merchant takes the payment back unless Kari has approved`, merchantTakesBack)
	b.say(`the merchant tries to take the payment back unless Kari has approved`, merchantTriesToTakeBack)
	b.say(`the (next change finds the payment locked|bank lets the next change fail)`, nextChangeMeetsTrouble)
	b.approves(`somebody tries to approve the payment for the number {text}`, somebodyTriesToApproveFor)
	b.approves(`Kari has approved a payment of {money} made with eCom`, kariApprovedWithEcom)
	b.say(`the merchant tries to (read|capture|cancel|refund) the payment with eCom`, merchantTriesWithEcom)
	b.say(`Kari approves in the app but shares nothing`, kariSharesNothing)
}

func merchantTriesToStartWithKey(ctx context.Context, key string) error {
	return worldFrom(ctx).attempt(merchantStartsWithKey(ctx, key))
}

// merchantRepeatsStart sends what was sent before: the answer must be the
// earlier one.
func merchantRepeatsStart(ctx context.Context, key string) error {
	order, err := drafted(ctx)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	link, err := w.start(ctx, order, w.key(key))
	if err != nil {
		return err
	}
	if link != w.payment.link {
		return errors.New("link of the repeated start: want the earlier one, got another")
	}
	return nil
}

func merchantCancelsWithKey(ctx context.Context, key string) error {
	return worldFrom(ctx).change(ctx, "cancel", nil, key)
}

func merchantRepeatsCancel(ctx context.Context, key string) error {
	w := worldFrom(ctx)
	outcome, err := w.send(ctx, "cancel", nil, key)
	if err != nil {
		return err
	}
	return equal("sums in the answer to the repeated cancel", w.payment.totals(), outcome.Totals)
}

func merchantTakesBack(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.epayment(ctx)
	if err != nil {
		return err
	}
	_, err = d.CancelWaiting(ctx, w.bare())
	return err
}

func merchantTriesToTakeBack(ctx context.Context) error {
	return worldFrom(ctx).attempt(merchantTakesBack(ctx))
}

// nextChangeMeetsTrouble lets the next change be refused with a code of the
// API's table.
func nextChangeMeetsTrouble(ctx context.Context, trouble string) error {
	code := "6160"
	if strings.HasPrefix(trouble, "bank") {
		code = "6280"
	}
	w := worldFrom(ctx)
	return w.act(ctx, w.payment.order.Reference, "fail", map[string]string{"errorCode": code})
}

func somebodyTriesToApproveFor(ctx context.Context, number string) error {
	w := worldFrom(ctx)
	d, err := w.driver(ctx)
	if err != nil {
		return err
	}
	return w.attempt(d.Approve(ctx, w.payment.link, number))
}

func kariApprovedWithEcom(ctx context.Context, amount, currency string) error {
	money, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	d := ecom.NewDriver(m.client)
	o := w.newOrder(money)
	link, err := d.Create(ctx, o)
	if err != nil {
		return err
	}
	w.begun(o, link)
	return w.paysWith(ctx, d, (*world).approve)
}

func merchantTriesWithEcom(ctx context.Context, act string) error {
	w := worldFrom(ctx)
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	return w.tries(ctx, ecom.NewDriver(m.client), act, w.payment.order.Reference)
}

func kariSharesNothing(ctx context.Context) error {
	w := worldFrom(ctx)
	return w.act(ctx, w.payment.order.Reference, "approve", map[string]bool{"consent": false})
}
