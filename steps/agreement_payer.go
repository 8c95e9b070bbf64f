package steps

import (
	"context"
	"errors"
	"fmt"

	"kontrakt/harness/api"
)

func sayPayer(b *book) {
	b.say(`Kari (?:accepts|has accepted) it`, kariAccepts)
	b.say(`somebody tries to accept it without the app for the number {text}`, somebodyTriesToAccept)
	b.say(`Kari (?:accepts|has accepted) it in the app`, kariAcceptsInApp)
	b.say(`Kari (?:accepts|has accepted) it in the app, with at most {money}`, kariAcceptsWithMost)
	b.say(`Kari tries to accept it in the app`, kariTriesToAccept)
	b.say(`Kari accepts it in the app, but her bank declines the first payment`, kariIsDeclined)
	b.say(`Kari accepts it in the app, but shares nothing`, kariKeepsHerData)
	b.say(`Kari (?:raises|has raised|lowers) her maximum to {money}`, kariRaises)
	b.say(`Kari (?:rejects|has rejected) the agreement`, kariRejectsAgreement)
	b.say(`Kari (?:stops|has stopped) the agreement in the app`, kariStops)
	b.say(`Kari deletes her profile`, kariDeletesProfile)
}

// kariAccepts has the agreement accepted by the call that every test environment
// has, so that it works on any target but production.
func kariAccepts(ctx context.Context) error {
	w := worldFrom(ctx)
	if w.phone() == "" {
		return skip("needs the number of a test user, for whom the agreement is accepted: --phone")
	}
	return w.accept(ctx, w.recurs.drafted.Agreement, w.phone())
}

func somebodyTriesToAccept(ctx context.Context, phone string) error {
	w := worldFrom(ctx)
	return w.attempt(w.accept(ctx, w.recurs.drafted.Agreement, phone))
}

func (w *world) accept(ctx context.Context, id, phone string) error {
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	if err := d.Accept(ctx, id, phone); err != nil {
		return err
	}
	return w.awaitAcceptance(ctx, d, id)
}

// awaitAcceptance asks until the agreement is pending no more, at the pace that
// the guides give. In the sandbox it shows at once.
func (w *world) awaitAcceptance(ctx context.Context, d api.Agreements, id string) error {
	if w.Control != "" {
		return nil
	}
	const questions = 10
	for range questions {
		a, err := d.Agreement(ctx, id)
		if err != nil || a.State != api.AgreementPending {
			return err
		}
		if err := w.pause(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("wait for the acceptance to show: the agreement is pending after %d questions", questions)
}

func kariAcceptsInApp(ctx context.Context) error { return worldFrom(ctx).payer(ctx, "approve", nil) }

func kariAcceptsWithMost(ctx context.Context, amount, currency string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	return worldFrom(ctx).payer(ctx, "approve", map[string]any{"maxAmount": m.Minor})
}

func kariTriesToAccept(ctx context.Context) error {
	w := worldFrom(ctx)
	w.late = kariAcceptsInApp(ctx)
	if refused := (*controlRefused)(nil); w.late == nil || errors.As(w.late, &refused) {
		return nil
	}
	return w.late
}

func kariIsDeclined(ctx context.Context) error {
	w := worldFrom(ctx)
	return w.acts(ctx, "charges", w.recurs.charge, "fail", nil)
}

func kariKeepsHerData(ctx context.Context) error {
	return worldFrom(ctx).payer(ctx, "approve", map[string]any{"consent": false})
}

func kariRaises(ctx context.Context, amount, currency string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	return worldFrom(ctx).payer(ctx, "approve", map[string]any{"maxAmount": m.Minor})
}

func kariRejectsAgreement(ctx context.Context) error { return worldFrom(ctx).payer(ctx, "reject", nil) }

func kariStops(ctx context.Context) error { return worldFrom(ctx).payer(ctx, "stop", nil) }

func kariDeletesProfile(ctx context.Context) error {
	return worldFrom(ctx).payer(ctx, "stop", map[string]any{"actor": "ADMIN"})
}
