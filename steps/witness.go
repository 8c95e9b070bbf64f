package steps

import (
	"context"
	"fmt"

	"kontrakt/harness/api"
)

// The witnesses stand before the drivers and keep what the scenario sees of
// payments, agreements and sessions. They change nothing.

// A paidWitness sees payments.
type paidWitness struct {
	api.Payments
	w *world
}

func (p *paidWitness) Create(ctx context.Context, o api.Order) (api.Link, error) {
	link, err := p.Payments.Create(ctx, o)
	p.w.ordered(p.Payments, o.Reference, err)
	return link, err
}

// ordered keeps a payment that was started, or why it was not.
func (w *world) ordered(d api.Payments, reference string, err error) {
	w.outcome.refused(err)
	if err != nil {
		return
	}
	w.outcome.makes("payment", reference, func(ctx context.Context) (string, error) {
		now, err := d.Payment(ctx, reference)
		return fmt.Sprintf("ordered %s, authorized %s, captured %s, refunded %s, cancelled %s", now.Ordered, now.Authorized, now.Captured, now.Refunded, now.Cancelled), err
	})
}

func (p *paidWitness) Approve(ctx context.Context, l api.Link, phone string) error {
	err := p.Payments.Approve(ctx, l, phone)
	p.w.outcome.refused(err)
	return err
}

func (p *paidWitness) Capture(ctx context.Context, c api.Change) (api.Outcome, error) {
	o, err := p.Payments.Capture(ctx, c)
	p.w.outcome.refused(err)
	return o, err
}

func (p *paidWitness) Cancel(ctx context.Context, c api.Change) (api.Outcome, error) {
	o, err := p.Payments.Cancel(ctx, c)
	p.w.outcome.refused(err)
	return o, err
}

func (p *paidWitness) Refund(ctx context.Context, c api.Change) (api.Outcome, error) {
	o, err := p.Payments.Refund(ctx, c)
	p.w.outcome.refused(err)
	return o, err
}

func (p *paidWitness) Payment(ctx context.Context, reference string) (api.Payment, error) {
	now, err := p.Payments.Payment(ctx, reference)
	p.w.outcome.refused(err)
	if err == nil {
		p.w.outcome.saw("payment", reference, string(now.State))
	}
	return now, err
}

// agreeing is a driver of agreements under a name that none of its calls has.
type agreeing interface{ api.Agreements }

// An agreedWitness sees agreements and their charges.
type agreedWitness struct {
	agreeing
	w *world
}

func (a *agreedWitness) Draft(ctx context.Context, d api.AgreementDraft) (api.Drafted, error) {
	drafted, err := a.agreeing.Draft(ctx, d)
	a.w.outcome.refused(err)
	if err == nil {
		a.w.outcome.makes("agreement", drafted.Agreement, func(ctx context.Context) (string, error) {
			now, err := a.agreeing.Agreement(ctx, drafted.Agreement)
			return fmt.Sprintf("%s, %s at %s every %d %s", now.State, now.Pricing.Kind, now.Pricing.Amount, now.Interval.Count, now.Interval.Unit), err
		})
		a.charge(drafted.Agreement, drafted.Charge)
	}
	return drafted, err
}

// charge keeps a charge that was made.
func (a *agreedWitness) charge(agreement, charge string) {
	a.w.outcome.makes("charge", charge, func(ctx context.Context) (string, error) {
		now, err := a.agreeing.Charge(ctx, agreement, charge)
		return fmt.Sprintf("%s, %s, captured %s, refunded %s", now.State, now.Amount, now.Captured, now.Refunded), err
	})
}

func (a *agreedWitness) Accept(ctx context.Context, agreement, phone string) error {
	err := a.agreeing.Accept(ctx, agreement, phone)
	a.w.outcome.refused(err)
	return err
}

func (a *agreedWitness) Agreement(ctx context.Context, agreement string) (api.Agreement, error) {
	now, err := a.agreeing.Agreement(ctx, agreement)
	a.w.outcome.refused(err)
	if err == nil {
		a.w.outcome.saw("agreement", agreement, string(now.State))
	}
	return now, err
}

func (a *agreedWitness) Update(ctx context.Context, agreement string, u api.AgreementUpdate) error {
	err := a.agreeing.Update(ctx, agreement, u)
	a.w.outcome.refused(err)
	return err
}

func (a *agreedWitness) CreateCharge(ctx context.Context, agreement string, o api.ChargeOrder) (string, error) {
	charge, err := a.agreeing.CreateCharge(ctx, agreement, o)
	a.w.outcome.refused(err)
	if err == nil {
		a.charge(agreement, charge)
	}
	return charge, err
}

func (a *agreedWitness) Charge(ctx context.Context, agreement, charge string) (api.Charge, error) {
	now, err := a.agreeing.Charge(ctx, agreement, charge)
	a.w.outcome.refused(err)
	if err == nil {
		a.w.outcome.saw("charge", charge, string(now.State))
	}
	return now, err
}

func (a *agreedWitness) CaptureCharge(ctx context.Context, c api.ChargeChange) error {
	err := a.agreeing.CaptureCharge(ctx, c)
	a.w.outcome.refused(err)
	return err
}

func (a *agreedWitness) CancelCharge(ctx context.Context, c api.ChargeChange) error {
	err := a.agreeing.CancelCharge(ctx, c)
	a.w.outcome.refused(err)
	return err
}

func (a *agreedWitness) RefundCharge(ctx context.Context, c api.ChargeChange) error {
	err := a.agreeing.RefundCharge(ctx, c)
	a.w.outcome.refused(err)
	return err
}

// A sessionWitness sees sessions.
type sessionWitness struct {
	api.Sessions
	w *world
}

func (s *sessionWitness) Open(ctx context.Context, p api.Purchase) (api.Opened, error) {
	opened, err := s.Sessions.Open(ctx, p)
	s.w.opens(s.Sessions, opened, err)
	return opened, err
}

// opens keeps a session that was opened, or why it was not.
func (w *world) opens(d api.Sessions, opened api.Opened, err error) {
	w.outcome.refused(err)
	if err != nil {
		return
	}
	w.outcome.makes("session", opened.Reference, func(ctx context.Context) (string, error) {
		now, err := d.Session(ctx, opened)
		if err != nil {
			return "", err
		}
		if now.Sums == nil {
			return fmt.Sprintf("%s, nothing authorized", now.State), nil
		}
		return fmt.Sprintf("%s, authorized %s, captured %s, refunded %s, cancelled %s", now.State, now.Sums.Authorized, now.Sums.Captured, now.Sums.Refunded, now.Sums.Cancelled), nil
	})
}

func (s *sessionWitness) Session(ctx context.Context, o api.Opened) (api.Session, error) {
	now, err := s.Sessions.Session(ctx, o)
	s.w.outcome.refused(err)
	if err == nil {
		s.w.outcome.saw("session", o.Reference, string(now.State))
	}
	return now, err
}
