package steps

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kontrakt/harness/api"
	"kontrakt/harness/api/webhooks"
)

// tidy leaves nothing behind. A sandbox's merchant is the scenario's own, so it
// is enough that nothing is on its way to it any more; on any other target what
// is still reserved is given up.
func (w *world) tidy(ctx context.Context) error {
	patience := 30 * time.Second
	if w.Control == "" {
		patience = 5 * time.Minute // there are limits to hold
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	w.hurry()
	if w.box != nil {
		w.box.Close()
		defer w.box.Close()
	}
	if w.merchant == nil {
		return nil
	}
	if w.Control != "" {
		// The clock stands still until every delivery is answered.
		return w.control(ctx, w.merchant.tenant, "POST", "clock", map[string]string{"advance": "PT0S"}, nil)
	}
	var trouble []error
	for _, r := range w.registrations {
		trouble = append(trouble, w.forget(ctx, r))
	}
	trouble = append(trouble, w.leave(ctx))
	trouble = append(trouble, w.forsake(ctx))
	for _, reference := range w.references {
		trouble = append(trouble, w.giveUp(ctx, reference))
	}
	return errors.Join(trouble...)
}

// giveUp cancels what is left of a payment.
func (w *world) giveUp(ctx context.Context, reference string) error {
	d := w.merchant.payments
	p, err := d.Payment(ctx, reference)
	if err != nil {
		return fmt.Errorf("look for what is left of %s: %w", reference, err)
	}
	left := p.Authorized.Minor - p.Captured.Minor - p.Cancelled.Minor
	if p.State != api.Pending && (p.State != api.Reserved || left == 0) {
		return nil
	}
	_, err = d.Cancel(ctx, api.Change{Reference: reference, Text: "Given up after the scenario", Release: true})
	if err != nil {
		return fmt.Errorf("give up what is left of %s: %w", reference, err)
	}
	return nil
}

// forget deletes a registration, if it is not deleted already.
func (w *world) forget(ctx context.Context, r webhooks.Registered) error {
	err := webhooks.NewDriver(w.merchant.client).Delete(ctx, r.ID)
	if gone := (*api.Refusal)(nil); errors.As(err, &gone) {
		return nil
	}
	return err
}
