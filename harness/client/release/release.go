// Package release gives up what a journal holds: reservations are cancelled,
// agreements stopped, sessions ended, webhooks deleted. Money that was captured
// stays where it is.
package release

import (
	"context"
	"errors"
	"net/http"

	"kontrakt/harness/api"
	"kontrakt/harness/api/checkout"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/api/epayment"
	"kontrakt/harness/api/recurring"
	"kontrakt/harness/api/recurringv2"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
)

// Thing gives one thing up and says in a word how; it may be done again. The
// client is of the sales unit that made it.
func Thing(ctx context.Context, c *client.Client, t journal.Thing) (how string, err error) {
	switch {
	case t.Kind == journal.Payment && t.API == "ecom.v2":
		how, err = payment(ctx, ecom.NewDriver(c), t.ID)
	case t.Kind == journal.Payment:
		how, err = payment(ctx, epayment.NewDriver(c), t.ID)
	case t.Kind == journal.Agreement && t.API == "recurring.v2":
		how, err = agreement(ctx, recurringv2.NewDriver(c), t.ID)
	case t.Kind == journal.Agreement:
		how, err = agreement(ctx, recurring.NewDriver(c), t.ID)
	case t.Kind == journal.Session:
		how, err = session(ctx, checkout.NewDriver(c), t.ID)
	case t.Kind == journal.Webhook:
		how, err = webhook(ctx, webhooks.NewDriver(c), t)
	default:
		err = errors.New("nobody knows how")
	}
	if err != nil {
		return "", err
	}
	return how, nil
}

// payment cancels what is left of a payment.
func payment(ctx context.Context, d api.Payments, reference string) (string, error) {
	p, err := d.Payment(ctx, reference)
	if absent(err) {
		return "never made", nil
	}
	if err != nil {
		return "", err
	}
	left := p.Authorized.Minor - p.Captured.Minor - p.Cancelled.Minor
	if p.State != api.Pending && (p.State != api.Reserved || left == 0) {
		return "nothing left", nil
	}
	_, err = d.Cancel(ctx, api.Change{Reference: reference, Text: "Given up after the scenario", Release: true})
	return "cancelled", err
}

// agreement stops one that is active. What is reserved is cancelled with it; one
// that nobody has accepted expires by itself.
func agreement(ctx context.Context, d api.Agreements, id string) (string, error) {
	a, err := d.Agreement(ctx, id)
	switch {
	case absent(err):
		return "never made", nil
	case err != nil:
		return "", err
	case a.State == api.AgreementPending:
		return "left to expire", nil
	case a.State != api.AgreementActive:
		return "nothing left", nil
	}
	return "stopped", d.Update(ctx, id, api.AgreementUpdate{Stop: true})
}

func session(ctx context.Context, d *checkout.Driver, reference string) (string, error) {
	err := d.Expire(ctx, reference, "")
	if ended := (*api.Refusal)(nil); errors.As(err, &ended) && ended.Status != http.StatusUnauthorized && ended.Status != http.StatusForbidden && ended.Status < 500 {
		return "nothing left", nil
	}
	return "ended", err
}

// webhook deletes a registration; where its answer was lost, those that lead to the
// same address.
func webhook(ctx context.Context, d *webhooks.Driver, t journal.Thing) (string, error) {
	ids := []string{t.ID}
	if t.ID == "" {
		all, err := d.List(ctx)
		if err != nil {
			return "", err
		}
		ids = nil
		for _, r := range all {
			if r.URL == t.URL {
				ids = append(ids, r.ID)
			}
		}
	}
	how := "nothing left"
	for _, id := range ids {
		switch err := d.Delete(ctx, id); {
		case err == nil:
			how = "deleted"
		case !absent(err):
			return "", err
		}
	}
	return how, nil
}

// absent says whether the target has no such thing. Webhooks answer 400 to a number
// that they do not have.
func absent(err error) bool {
	var refused *api.Refusal
	if !errors.As(err, &refused) {
		return false
	}
	return refused.Status == http.StatusNotFound || refused.Doing == webhooks.Deleting && refused.Status == http.StatusBadRequest ||
		refused.Because(api.UnknownPayment)
}
