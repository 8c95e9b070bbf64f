package steps

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"kontrakt/harness/api"
)

// The same agreements and charges as v2 and v3 show them.
func sayRecurringViews(b *book) {
	b.say(`v2 and v3 tell the same of the agreement`, viewsOfAgreement)
	b.say(`v2 and v3 tell the same of the charge`, viewsOfCharge)
	b.say(`v2 and v3 list the same charges`, viewsOfCharges)
	b.say(`version 2 is gone`, versionTwoIsGone)
	b.say(`the (?:following|rest) happens through (v2|v3)`, happensThrough)
}

// happensThrough has the sentences that follow drive the other version.
func happensThrough(ctx context.Context, version string) error {
	worldFrom(ctx).recurs.through = "recurring." + version
	return nil
}

// versionTwoIsGone ends what the sandbox keeps alive for those who move.
func versionTwoIsGone(ctx context.Context) error {
	w := worldFrom(ctx)
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	var on struct {
		Faults []string `json:"faults"`
	}
	if err := w.control(ctx, m.tenant, http.MethodGet, "faults", nil, &on); err != nil {
		return err
	}
	const gone = "recurring-v2-gone"
	if !slices.Contains(on.Faults, gone) {
		on.Faults = append(on.Faults, gone)
	}
	return w.control(ctx, m.tenant, http.MethodPut, "faults", on, nil)
}

// canon is an agreement without what only one version tells: the kind of a
// campaign is legacy in v2 whatever it was made as.
func canon(a api.Agreement) api.Agreement {
	a.UUID, a.Created, a.RedirectURL, a.URL, a.ExternalID, a.Country = "", time.Time{}, "", "", "", ""
	if a.Campaign != nil {
		a.Campaign = &api.Campaign{Kind: a.Campaign.Kind, Price: a.Campaign.Price, End: a.Campaign.End.UTC().Truncate(time.Second)}
	}
	a.Start, a.Stop = a.Start.UTC().Truncate(time.Second), a.Stop.UTC().Truncate(time.Second)
	return a
}

func viewsOfAgreement(ctx context.Context) error {
	w := worldFrom(ctx)
	two, err := w.v2(ctx)
	if err != nil {
		return err
	}
	three, err := w.v3(ctx)
	if err != nil {
		return err
	}
	old, err := two.Agreement(ctx, w.recurs.drafted.Agreement)
	if err != nil {
		return err
	}
	now, err := three.Agreement(ctx, w.recurs.drafted.Agreement)
	if err != nil {
		return err
	}
	a, b := canon(old), canon(now)
	campaigns := equal("a campaign in both", a.Campaign == nil, b.Campaign == nil)
	if a.Campaign != nil && b.Campaign != nil {
		campaigns = equal("campaign", *a.Campaign, *b.Campaign)
	}
	a.Campaign, b.Campaign = nil, nil
	return errors.Join(campaigns, equal("agreement through v3", a, b))
}

// alike compares what both versions tell of a charge, and what follows for v3
// from what v2 tells.
func alike(old, now api.Charge) error {
	if old.Transaction == "" && old.Captured.Minor == 0 {
		now.Transaction = "" // v2 says it of what was taken only
	}
	same := func(c api.Charge) [9]any {
		return [9]any{c.ID, c.State, c.Kind, c.Amount, c.Refunded, c.Description, c.Due.UTC().Format(time.DateOnly), c.Transaction, c.Failure}
	}
	if err := equal("charge through v3", same(old), same(now)); err != nil {
		return err
	}
	return errors.Join(equal("captured through v3", old.Captured, now.Captured), equal("cancelled through v3", old.Cancelled, now.Cancelled))
}

func viewsOfCharge(ctx context.Context) error {
	w := worldFrom(ctx)
	two, err := w.v2(ctx)
	if err != nil {
		return err
	}
	three, err := w.v3(ctx)
	if err != nil {
		return err
	}
	old, err := two.Charge(ctx, w.recurs.drafted.Agreement, w.recurs.charge)
	if err != nil {
		return err
	}
	now, err := three.Charge(ctx, w.recurs.drafted.Agreement, w.recurs.charge)
	if err != nil {
		return err
	}
	return alike(old, now)
}

func viewsOfCharges(ctx context.Context) error {
	w := worldFrom(ctx)
	two, err := w.v2(ctx)
	if err != nil {
		return err
	}
	three, err := w.v3(ctx)
	if err != nil {
		return err
	}
	old, err := two.Charges(ctx, w.recurs.drafted.Agreement, "")
	if err != nil {
		return err
	}
	now, err := three.Charges(ctx, w.recurs.drafted.Agreement, "")
	if err != nil {
		return err
	}
	if err := equal("number of charges through v3", len(old), len(now)); err != nil {
		return err
	}
	byID := map[string]api.Charge{}
	for _, c := range now {
		byID[c.ID] = c
	}
	for _, c := range old {
		if err := alike(c, byID[c.ID]); err != nil {
			return err
		}
	}
	return nil
}
