package trial

import (
	"context"
	"fmt"

	"kontrakt/harness/api"
)

// moves asks the shop to move money: an amount in øre, 0 where the action says
// how much by itself.
func (w *world) moves(ctx context.Context, action string, amount int64) error {
	w.known["amount"] = fmt.Sprint(amount)
	return w.do(ctx, action)
}

// shifts asks the shop to move an order's money, and waits until it has moved: a
// shop may take the task in and get round to it later. Whether it moved as it
// should others say.
func (w *world) shifts(ctx context.Context, action string, amount int64) error {
	before, err := w.payment(ctx)
	if err == nil {
		err = w.moves(ctx, action, amount)
	}
	if err == nil {
		_, err = w.moved(ctx, before)
	}
	return err
}

// moved waits for money to move, and says whether it has.
func (w *world) moved(ctx context.Context, before api.Payment) (bool, error) {
	return w.until(ctx, mending, func() (bool, error) {
		p, err := w.payment(ctx)
		return p.Captured != before.Captured || p.Refunded != before.Refunded || p.Cancelled != before.Cancelled, err
	})
}

// payment is what the API knows, whatever the shop says.
func (w *world) payment(ctx context.Context) (api.Payment, error) {
	p, err := w.Payment(ctx, w.reference)
	if err != nil {
		return p, broken{fmt.Errorf("read the payment %s: %w", w.reference, err)}
	}
	return p, nil
}

// stands holds an order's money against an amount. Less of it waits for a shop
// that gets round to it later; more will never be less.
func stands(ctx context.Context, amount, what string) error {
	w := worldFrom(ctx)
	var got api.Money
	_, err := w.until(ctx, mending, func() (bool, error) {
		p, err := w.payment(ctx)
		got = map[string]api.Money{"captured": p.Captured, "refunded": p.Refunded, "cancelled": p.Cancelled}[what]
		return got.Minor >= minor(amount), err
	})
	if err == nil && got.Minor != minor(amount) {
		err = fmt.Errorf("%s of %s: want %s NOK, got %s", what, w.reference, amount, got)
	}
	return err
}
