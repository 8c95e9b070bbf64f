package steps

import (
	"context"
	"fmt"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
)

func sayState(b *book) {
	b.say(`the payment stands at`, paymentStandsAt)
	b.say(`{money} stands (ordered|authorized|captured|refunded|cancelled|left to capture|left to refund)`, stands)
	b.say(`nothing stands (authorized|captured|refunded|cancelled|left to capture|left to refund)`, nothingStands)
	b.say(`the payment is (pending|reserved|sold|cancelled|failed)`, paymentIs)
	b.say(`the payment is over`, paymentIsOver)
	b.say(`the history holds {number} (capture|refund)s?`, historyHolds)
}

// read asks the API how the payment stands.
func (w *world) read(ctx context.Context) (api.Payment, error) {
	d, err := w.driver(ctx)
	if err != nil {
		return api.Payment{}, err
	}
	return d.Payment(ctx, w.payment.order.Reference)
}

// figure gives an amount of a payment by its name in the features.
func figure(p api.Payment, name string) (api.Money, error) {
	in := func(minor int64) api.Money { return api.Money{Minor: minor, Currency: p.Captured.Currency} }
	switch name {
	case "ordered":
		return p.Ordered, nil
	case "authorized":
		return p.Authorized, nil
	case "captured":
		return p.Captured, nil
	case "refunded":
		return p.Refunded, nil
	case "cancelled":
		return p.Cancelled, nil
	case "left to capture":
		return in(p.Authorized.Minor - p.Captured.Minor - p.Cancelled.Minor), nil
	case "left to refund":
		return in(p.Captured.Minor - p.Refunded.Minor), nil
	}
	return api.Money{}, fmt.Errorf("a payment has no amount %q", name)
}

// paymentStandsAt compares every column; amounts are in the order's currency.
func paymentStandsAt(ctx context.Context, t *godog.Table) error {
	all, err := rows(t)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	p, err := w.read(ctx)
	if err != nil {
		return err
	}
	var wrong []string
	for _, cell := range t.Rows[0].Cells {
		want, err := parseMoney(all[0][cell.Value], w.currency)
		if err != nil {
			return err
		}
		got, err := figure(p, cell.Value)
		if err != nil {
			return err
		}
		if err := equal(cell.Value, want, got); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("payment %s: %s", p.Reference, strings.Join(wrong, "; "))
	}
	return nil
}

func stands(ctx context.Context, amount, currency, name string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	p, err := worldFrom(ctx).read(ctx)
	if err != nil {
		return err
	}
	got, err := figure(p, name)
	if err != nil {
		return err
	}
	return equal("amount "+name, want, got)
}

func nothingStands(ctx context.Context, name string) error {
	return stands(ctx, "0.00", worldFrom(ctx).currency, name)
}

// paymentIs also holds the amount that was ordered: it never changes.
func paymentIs(ctx context.Context, state string) error {
	w := worldFrom(ctx)
	p, err := w.read(ctx)
	if err != nil {
		return err
	}
	if err := equal("state of the payment", api.State(state), p.State); err != nil {
		return err
	}
	return equal("amount ordered", w.payment.order.Amount, p.Ordered)
}

// paymentIsOver is for an end that one API tells apart from a cancellation and
// another does not: that of time.
func paymentIsOver(ctx context.Context) error {
	p, err := worldFrom(ctx).read(ctx)
	if err != nil {
		return err
	}
	if p.State != api.Cancelled && p.State != api.Expired {
		return fmt.Errorf("state of the payment: want %s or %s, got %s", api.Cancelled, api.Expired, p.State)
	}
	return nil
}

func historyHolds(ctx context.Context, n int, act string) error {
	p, err := worldFrom(ctx).read(ctx)
	if err != nil {
		return err
	}
	return equal("number of "+act+"s in the history", n, len(entries(p, act)))
}

// entries gives what succeeded of one kind; APIs call a capture CAPTURE or
// CAPTURED.
func entries(p api.Payment, act string) []api.Entry {
	var list []api.Entry
	for _, e := range p.Entries {
		if e.OK && strings.HasPrefix(e.Operation, strings.ToUpper(act)) {
			list = append(list, e)
		}
	}
	return list
}
