package steps

import (
	"context"

	"kontrakt/harness/api"
)

func sayEcomChange(b *book) {
	b.say(`the merchant captures with (0|null) as the amount`, merchantCapturesWithJSON)
	b.say(`the merchant tries to capture with (-\d+) as the amount`, merchantTriesToCaptureWithJSON)
	b.say(`the merchant tries to release the rest with the flag inside the transaction`, merchantMisplacesFlag)
}

func (w *world) bare() api.Change {
	return api.Change{Reference: w.payment.order.Reference, Text: "Two mugs"}
}

// merchantCapturesWithJSON captures all with another word for it.
func merchantCapturesWithJSON(ctx context.Context, amount string) error {
	w := worldFrom(ctx)
	d, err := w.ecom(ctx)
	if err != nil {
		return err
	}
	want, err := w.payment.after("capture", nil)
	if err != nil {
		return err
	}
	outcome, err := d.CaptureWith(ctx, w.bare(), amount)
	if err != nil {
		return err
	}
	w.payment.money = want.money
	if err := equal("amount that the answer to capture names", *want.moved, outcome.Amount); err != nil {
		return err
	}
	return equal("sums in the answer to capture", want.totals(), outcome.Totals)
}

func merchantTriesToCaptureWithJSON(ctx context.Context, amount string) error {
	w := worldFrom(ctx)
	d, err := w.ecom(ctx)
	if err != nil {
		return err
	}
	_, err = d.CaptureWith(ctx, w.bare(), amount)
	return w.attempt(err)
}

func merchantMisplacesFlag(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.ecom(ctx)
	if err != nil {
		return err
	}
	_, err = d.CancelMisplaced(ctx, w.bare())
	return w.attempt(err)
}
