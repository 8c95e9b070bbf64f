package steps

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"kontrakt/harness/api"
)

func sayAgreement(b *book) {
	b.say(`the agreement is (pending|active|stopped|expired)`, agreementIs)
	b.say(`the agreement reads as it was offered`, agreementReadsAsOffered)
	b.say(`the agreement (has begun|has not begun|has ended|has not ended)`, agreementHas)
	b.say(`the agreement has no campaign`, agreementHasNoCampaign)
	b.say(`the campaign costs {money} until the day (\d{4}-\d{2}-\d{2})`, campaignCosts)
	b.say(`Kari's maximum is {money}`, kariMaximumIs)
	b.say(`Kari has no maximum yet`, kariHasNoMaximum)
	b.say(`the agreement (names|does not name) whose it is`, agreementNames)
	b.say(`the agreement's link opens (a web page|the Vipps app) and carries a token`, agreementLinkOpens)
	b.say(`the button that Kari accepts with says "([^"]+)"`, buttonSays)
	b.say(`both agreements are the same one`, bothAreOne)
	b.say(`both agreements are there`, bothAreThere)
	b.say(`(?:the merchant|another merchant) tries to read (that agreement|an agreement that nobody has)`, triesToReadAgreement)
	b.say(`the merchant tries to read the agreement`, merchantTriesToReadAgreement)
}

func merchantTriesToReadAgreement(ctx context.Context) error {
	w := worldFrom(ctx)
	_, err := w.agreement(ctx)
	return w.attempt(err)
}

func agreementIs(ctx context.Context, state string) error {
	a, err := worldFrom(ctx).agreement(ctx)
	if err != nil {
		return err
	}
	return equal("state of the agreement", api.AgreementState(state), a.State)
}

// agreementReadsAsOffered compares all that every version tells of an agreement,
// and what v3 tells beyond it where it tells it.
func agreementReadsAsOffered(ctx context.Context) error {
	w := worldFrom(ctx)
	a, err := w.agreement(ctx)
	if err != nil {
		return err
	}
	o := w.recurs.offered
	want, got := o.Pricing, a.Pricing
	got.Max = api.Money{}
	if want.Kind == api.Flexible {
		want.Amount.Minor = 0
	}
	return errors.Join(
		equal("product", o.Product, a.Product),
		equal("description", o.Description, a.Description),
		equal("price", want, got),
		equal("interval", o.Interval, a.Interval),
		equal("page of the agreement", o.AgreementURL, a.AgreementURL),
		equal("external number", o.ExternalID, a.ExternalID),
		w.campaignIs(o.Campaign, a),
		w.tellsMore(a),
	)
}

// campaignIs compares a campaign with what was offered. v2 has one kind, and
// what was made with it is of that kind for ever.
func (w *world) campaignIs(want *api.Campaign, a api.Agreement) error {
	switch {
	case want == nil && a.Campaign == nil:
		return nil
	case want == nil || a.Campaign == nil:
		return fmt.Errorf("campaign: want one: %t, got the contrary", want != nil)
	}
	kind, end := want.Kind, want.End
	if w.version() == "recurring.v2" {
		kind = api.LegacyCampaign
	}
	if kind == api.PeriodCampaign {
		start := a.Start
		if start.IsZero() {
			start = a.Created
		}
		end = after(start, want.Period)
	}
	return errors.Join(
		equal("kind of the campaign", kind, a.Campaign.Kind),
		equal("price of the campaign", want.Price, a.Campaign.Price),
		equal("period of the campaign", want.Period, a.Campaign.Period),
		equal("event of the campaign", want.Text, a.Campaign.Text),
		equal("end of the campaign", end.Truncate(time.Second).UTC(), a.Campaign.End.Truncate(time.Second).UTC()),
	)
}

// after counts a period of weeks or days, and of months from days that all
// months have.
func after(t time.Time, p api.Interval) time.Time {
	switch p.Unit {
	case "YEAR":
		return t.AddDate(p.Count, 0, 0)
	case "MONTH":
		return t.AddDate(0, p.Count, 0)
	case "WEEK":
		return t.AddDate(0, 0, 7*p.Count)
	}
	return t.AddDate(0, 0, p.Count)
}

// tellsMore holds what only v3 tells.
func (w *world) tellsMore(a api.Agreement) error {
	if w.version() == "recurring.v2" {
		return nil
	}
	o := w.recurs.offered
	if a.Created.IsZero() {
		return errors.New("agreement: want when it was made, got nothing")
	}
	return errors.Join(
		equal("UUID", w.recurs.drafted.UUID, a.UUID),
		equal("way back", o.RedirectURL, a.RedirectURL),
		equal("country", map[string]string{"NOK": "NO", "DKK": "DK", "EUR": "FI"}[o.Pricing.Amount.Currency], a.Country),
	)
}

func agreementHas(ctx context.Context, what string) error {
	a, err := worldFrom(ctx).agreement(ctx)
	if err != nil {
		return err
	}
	at := a.Start
	if strings.Contains(what, "ended") {
		at = a.Stop
	}
	if want := !strings.Contains(what, "not"); want == at.IsZero() {
		return fmt.Errorf("want that the agreement %s, got the contrary", what)
	}
	return nil
}

func agreementHasNoCampaign(ctx context.Context) error {
	a, err := worldFrom(ctx).agreement(ctx)
	if err == nil && a.Campaign != nil {
		return errors.New("campaign: want none, got one")
	}
	return err
}

func campaignCosts(ctx context.Context, amount, currency, day string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	a, err := worldFrom(ctx).agreement(ctx)
	if err != nil {
		return err
	}
	if a.Campaign == nil {
		return errors.New("campaign: want one, got none")
	}
	return errors.Join(equal("price of the campaign", want, a.Campaign.Price),
		equal("end of the campaign", day, a.Campaign.End.Format(time.DateOnly)))
}

func kariMaximumIs(ctx context.Context, amount, currency string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	a, err := worldFrom(ctx).agreement(ctx)
	if err != nil {
		return err
	}
	return equal("Kari's maximum", want, a.Pricing.Max)
}

func kariHasNoMaximum(ctx context.Context) error {
	a, err := worldFrom(ctx).agreement(ctx)
	if err != nil {
		return err
	}
	return equal("Kari's maximum", api.Money{}, a.Pricing.Max)
}

// agreementNames holds the address too, which must lead to the payer's own data.
func agreementNames(ctx context.Context, whether string) error {
	a, err := worldFrom(ctx).agreement(ctx)
	if err != nil {
		return err
	}
	if whether == "does not name" {
		return errors.Join(equal("sub", "", a.Sub), equal("address of the payer's data", "", a.UserinfoURL))
	}
	if a.Sub == "" || !strings.HasSuffix(a.UserinfoURL, "/vipps-userinfo-api/userinfo/"+a.Sub) {
		return errors.New("agreement: want a sub and the address of the payer's data, got other")
	}
	return nil
}

func agreementLinkOpens(ctx context.Context, what string) error {
	u, err := url.Parse(worldFrom(ctx).recurs.drafted.URL)
	if err != nil {
		// The cause would quote the link, which holds a token.
		return errors.New("read the agreement's link: want a URL, got something else")
	}
	web := u.Scheme == "https" || u.Scheme == "http"
	app := strings.EqualFold(u.Scheme, "vipps") || strings.EqualFold(u.Scheme, "vippsMT")
	if what == "a web page" && !web || what == "the Vipps app" && !app {
		return fmt.Errorf("agreement's link: want it to open %s, got the scheme %q", what, u.Scheme)
	}
	if u.Query().Get("token") == "" {
		return errors.New("agreement's link: want a token in it, got none")
	}
	return nil
}

func bothAreOne(ctx context.Context) error {
	r := worldFrom(ctx).recurs
	return equal("agreement", r.before.Agreement, r.drafted.Agreement)
}

func bothAreThere(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	if w.recurs.before.Agreement == w.recurs.drafted.Agreement {
		return errors.New("agreements: want two, got one twice")
	}
	for _, id := range []string{w.recurs.before.Agreement, w.recurs.drafted.Agreement} {
		if _, err := d.Agreement(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// triesToReadAgreement: what another merchant has is as good as not there.
func triesToReadAgreement(ctx context.Context, which string) error {
	w := worldFrom(ctx)
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	id := "agr_none000"
	if which == "that agreement" {
		id = w.recurs.drafted.Agreement
		other, err := w.newMerchant(ctx, unit{})
		if err != nil {
			return err
		}
		d = w.agreementsOf(other)
	}
	_, err = d.Agreement(ctx, id)
	return w.attempt(err)
}
