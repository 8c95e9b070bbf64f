package api

import (
	"context"
	"errors"
	"net/http"

	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
)

// Makings are what the APIs make on a target that is to be given up.
func Makings(definitions []Definition) []journal.Making {
	var all []journal.Making
	for _, d := range definitions {
		for _, m := range d.Makes {
			m.API = d.ID
			all = append(all, m)
		}
	}
	return all
}

// Absent says whether the target has refused because it has no such thing.
func Absent(err error) bool {
	var refused *Refusal
	return errors.As(err, &refused) && (refused.Status == http.StatusNotFound || refused.Because(UnknownPayment))
}

// ReleasesPayment cancels what is left of a payment.
func ReleasesPayment(driver func(*client.Client) Payments) func(context.Context, *client.Client, journal.Thing) (string, error) {
	return func(ctx context.Context, c *client.Client, t journal.Thing) (string, error) {
		d := driver(c)
		p, err := d.Payment(ctx, t.ID)
		if Absent(err) {
			return "never made", nil
		}
		if err != nil {
			return "", err
		}
		left := p.Authorized.Minor - p.Captured.Minor - p.Cancelled.Minor
		if p.State != Pending && (p.State != Reserved || left == 0) {
			return "nothing left", nil
		}
		_, err = d.Cancel(ctx, Change{Reference: t.ID, Text: "Given up after the scenario", Release: true})
		return "cancelled", err
	}
}

// ReleasesAgreement stops an agreement that is active. What is reserved is cancelled
// with it; one that nobody has accepted expires by itself.
func ReleasesAgreement(driver func(*client.Client) Agreements) func(context.Context, *client.Client, journal.Thing) (string, error) {
	return func(ctx context.Context, c *client.Client, t journal.Thing) (string, error) {
		d := driver(c)
		a, err := d.Agreement(ctx, t.ID)
		switch {
		case Absent(err):
			return "never made", nil
		case err != nil:
			return "", err
		case a.State == AgreementPending:
			return "left to expire", nil
		case a.State != AgreementActive:
			return "nothing left", nil
		}
		return "stopped", d.Update(ctx, t.ID, AgreementUpdate{Stop: true})
	}
}
