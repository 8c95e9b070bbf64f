package steps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"kontrakt/harness/api"
	"kontrakt/harness/api/recurring"
	"kontrakt/harness/api/recurringv2"
)

// A subscription is what a scenario about agreements knows.
type subscription struct {
	// draft is an agreement that is not offered yet, drafted the one that the
	// scenario is about, as it was offered, and before the one that it was about
	// earlier.
	draft   *api.AgreementDraft
	offered api.AgreementDraft
	drafted api.Drafted
	before  api.Drafted
	// agreements are all that were offered, for the end.
	agreements []string
	// order is a charge that is not made yet, charge the ID of the one that the
	// scenario is about, as it was ordered.
	order   *api.ChargeOrder
	ordered api.ChargeOrder
	charge  string
	// numbers are those of charges by the names that the scenario gives them.
	numbers map[string]string
	// made are the IDs of what was answered, one for each call.
	made []string
	// got is the last page of a list, by IDs; pages how many there were.
	got   []string
	pages int
	bulk  recurring.BulkAnswer
	// through is the contract that the merchant calls by where that is not the
	// scenario's.
	through string
}

// agreements gives the driver of the scenario's API.
func (w *world) agreements(ctx context.Context) (api.Agreements, error) {
	m, err := w.shop(ctx)
	if err != nil {
		return nil, err
	}
	return w.agreementsOf(m), nil
}

// version is the contract that the merchant calls by.
func (w *world) version() string { return cmp.Or(w.recurs.through, w.plan.API) }

// agreementsOf gives the driver of the scenario's API for a merchant.
func (w *world) agreementsOf(m *merchant) api.Agreements {
	for _, d := range w.Definitions {
		if d.ID == w.version() && d.Agreements != nil {
			return &agreedWitness{d.Agreements(m.client), w}
		}
	}
	return &agreedWitness{recurring.NewDriver(m.client), w}
}

// v3 gives the driver of v3, whichever API the scenario is about.
func (w *world) v3(ctx context.Context) (*recurring.Driver, error) {
	m, err := w.shop(ctx)
	if err != nil {
		return nil, err
	}
	return recurring.NewDriver(m.client), nil
}

// v2 gives the driver of v2, whichever API the scenario is about.
func (w *world) v2(ctx context.Context) (*recurringv2.Driver, error) {
	m, err := w.shop(ctx)
	if err != nil {
		return nil, err
	}
	return recurringv2.NewDriver(m.client), nil
}

// agreement asks the API how the scenario's agreement stands.
func (w *world) agreement(ctx context.Context) (api.Agreement, error) {
	d, err := w.agreements(ctx)
	if err != nil {
		return api.Agreement{}, err
	}
	if w.recurs.drafted.Agreement == "" {
		return api.Agreement{}, errors.New("no agreement was offered")
	}
	return d.Agreement(ctx, w.recurs.drafted.Agreement)
}

// charge asks the API how the scenario's charge stands.
func (w *world) charge(ctx context.Context) (api.Charge, error) {
	d, err := w.agreements(ctx)
	if err != nil {
		return api.Charge{}, err
	}
	if w.recurs.charge == "" {
		return api.Charge{}, errors.New("no charge was made")
	}
	return d.Charge(ctx, w.recurs.drafted.Agreement, w.recurs.charge)
}

// payer lets the payer, or time, act on the scenario's agreement.
func (w *world) payer(ctx context.Context, verb string, data any) error {
	return w.acts(ctx, "agreements", w.recurs.drafted.Agreement, verb, data)
}

// acts lets somebody who is not the merchant act. It skips the scenario where
// the target is no sandbox.
func (w *world) acts(ctx context.Context, kind, id, verb string, data any) error {
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	if data == nil {
		data = struct{}{}
	}
	return w.control(ctx, m.tenant, http.MethodPost, kind+"/"+url.PathEscape(id)+"/"+verb, data, nil)
}

// until lets time pass up to a moment, if it is not past.
func (w *world) until(ctx context.Context, at time.Time) error {
	now, err := w.now(ctx)
	if err != nil {
		return err
	}
	if left := at.Sub(now); left > 0 {
		return w.advance(ctx, fmt.Sprintf("PT%dS", int(left.Seconds())+1))
	}
	return nil
}

// dayIn gives the date so many days from now, as charges have it.
func (w *world) dayIn(ctx context.Context, days int) (string, error) {
	now, err := w.now(ctx)
	if err != nil {
		return "", err
	}
	return now.UTC().AddDate(0, 0, days).Format(time.DateOnly), nil
}

// own gives a number of the merchant's own for a charge, by the name that the
// scenario gives it.
func (w *world) own(name string) string {
	if w.recurs.numbers == nil {
		w.recurs.numbers = map[string]string{}
	}
	if w.recurs.numbers[name] == "" {
		w.recurs.numbers[name] = w.reference()
	}
	return w.recurs.numbers[name]
}
