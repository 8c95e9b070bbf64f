package steps

import (
	"context"
	"fmt"
	"strconv"

	"kontrakt/harness/api"
)

// able is a sales unit that may do what others may not.
var able = unit{
	SkipLandingPage: true, Express: true, LongLiving: true, PartialCapture: true, Unscheduled: true, unlimited: true,
}

// prepare makes the state that a sample needs, as other scenarios do.
func (w *world) prepare(ctx context.Context, s api.Sample) error {
	w.currency = "NOK"
	if w.merchant == nil && w.Control != "" {
		w.unit = able
	}
	const amount, currency = "499.00", "NOK"
	switch s.Needs {
	case api.NoNeed:
		return nil
	case api.AskedPayment:
		return merchantAsks(ctx, amount, currency)
	case api.ApprovedPayment:
		return kariHasApprovedPayment(ctx, amount, currency)
	case api.CapturedPayment:
		return inTurn(ctx,
			func(ctx context.Context) error { return kariHasApprovedPayment(ctx, amount, currency) },
			func(ctx context.Context) error { return merchantCaptures(ctx, amount, currency) })
	case api.SharedProfile:
		return inTurn(ctx,
			func(ctx context.Context) error { return anOrderWithEcom(ctx, amount, currency, "name") },
			kariApprovesInApp)
	case api.OfferedAgreement:
		return kariWasOffered(ctx, amount, currency)
	case api.ActiveAgreement:
		return kariHasAgreement(ctx, amount, currency)
	case api.DueCharge:
		return inTurn(ctx,
			func(ctx context.Context) error { return kariHasAgreement(ctx, amount, currency) },
			func(ctx context.Context) error { return merchantCharges(ctx, amount, currency, 5) })
	case api.ReservedCharge:
		return kariHasReserved(ctx, amount, currency, amount, currency)
	case api.PaidCharge:
		return kariHasPaid(ctx, amount, currency, amount, currency)
	case api.OpenSession:
		return merchantOpensSessionOf(ctx, amount, currency)
	case api.KnownRegistration:
		w.ids++
		return merchantRegisters(ctx, "https://shop.example/hooks/"+strconv.Itoa(w.ids), "captured")
	}
	return fmt.Errorf("nobody can make %s", s.Needs)
}

func inTurn(ctx context.Context, acts ...func(context.Context) error) error {
	for _, act := range acts {
		if err := act(ctx); err != nil {
			return err
		}
	}
	return nil
}

// moreBlanks are those of samples alone.
func (w *world) moreBlanks(ctx context.Context) []blank {
	return []blank{
		{fresh, func() (string, error) { return w.freshly(fresh), nil }},
		{freshKey, func() (string, error) { return w.freshly(freshKey), nil }},
		{"{phone}", func() (string, error) {
			if w.phone() == "" {
				return "", skip("needs a test user's number: --phone")
			}
			return w.phone(), nil
		}},
		{"{sub}", func() (string, error) { return w.sub(ctx) }},
		{"{webhook}", func() (string, error) { return w.registrations[len(w.registrations)-1].ID, nil }},
		{"{link-token}", func() (string, error) { return api.LinkToken(w.payment.link.URL), nil }},
	}
}
