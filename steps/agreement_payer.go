package steps

import (
	"context"
	"errors"
)

func sayPayer(b *book) {
	b.approves(`Kari (?:accepts|has accepted) it`, kariAccepts)
	b.approves(`somebody tries to accept it without the app for the number {text}`, somebodyTriesToAccept)
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

// kariAccepts has the agreement accepted: by a person where that was asked for,
// else by the call that every test environment has.
func kariAccepts(ctx context.Context) error {
	w := worldFrom(ctx)
	if w.phone() == "" && !w.byHand() {
		return skip("needs the number of a test user, for whom the agreement is accepted: --phone")
	}
	return w.accept(ctx, w.phone(), (*world).approve)
}

func somebodyTriesToAccept(ctx context.Context, phone string) error {
	w := worldFrom(ctx)
	return w.attempt(w.accept(ctx, phone, (*world).forced))
}

func (w *world) accept(ctx context.Context, phone string, approve approving) error {
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	id := w.recurs.drafted.Agreement
	force := func() error { return d.Accept(ctx, id, phone) }
	return approve(w, ctx, "agreement", w.recurs.drafted.URL, force, w.agreeing(ctx, d, id))
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
