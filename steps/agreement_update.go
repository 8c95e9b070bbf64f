package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
)

func sayAgreementUpdate(b *book) {
	b.say(`the merchant (?:changes|has changed) the agreement`, merchantChangesAgreement)
	b.say(`the merchant tries to change the agreement`, merchantTriesToChangeAgreement)
	b.say(`the merchant (?:stops|has stopped) the agreement`, merchantStops)
	b.say(`the merchant tries to stop the agreement`, merchantTriesToStop)
	b.say(`the merchant stops the agreement with the key {text}`, merchantStopsWithKey)
	b.say(`the merchant tries to change the agreement so that it carries (nothing|\S.*?) at {text}`, merchantTriesToChangeSoThat)
	b.say(`the merchant changes the agreement so that it carries (\S.*?) at {text}`, merchantChangesSoThat)
	b.say(`the agreement has`, agreementHasFields)
	b.say(`the (active|stopped|pending|expired) agreements are {number}`, agreementsInState)
	b.say(`of both agreements only the active one is listed without a word on the state`, activeIsListed)
}

// updateOf reads a table of what is to be and the value.
func updateOf(t *godog.Table, currency string) (api.AgreementUpdate, error) {
	var u api.AgreementUpdate
	for _, r := range t.Rows {
		name, value := r.Cells[0].Value, r.Cells[1].Value
		switch name {
		case "product":
			u.Product = value
		case "description":
			u.Description = value
		case "page":
			u.AgreementURL = value
		case "external number":
			u.ExternalID = value
		case "state":
			u.Stop = value == string(api.AgreementStopped)
		case "price", "suggested maximum":
			m, err := parseMoney(value, currency)
			if err != nil {
				return u, err
			}
			if name == "price" {
				u.Price = &m
			} else {
				u.SuggestedMax = &m
			}
		case "interval":
			i, err := parseInterval(value)
			if err != nil {
				return u, err
			}
			u.Interval = &i
		default:
			return u, fmt.Errorf("an agreement has no %q", name)
		}
	}
	return u, nil
}

// parseInterval reads "2 week" and "flexible".
func parseInterval(text string) (api.Interval, error) {
	if text == "flexible" {
		return api.Interval{}, nil
	}
	count, unit, ok := strings.Cut(text, " ")
	if !ok {
		return api.Interval{}, fmt.Errorf("read the interval %q: want one such as 2 week", text)
	}
	return interval(count, strings.TrimSuffix(unit, "s"))
}

func (w *world) update(ctx context.Context, u api.AgreementUpdate) error {
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	return d.Update(ctx, w.recurs.drafted.Agreement, u)
}

func merchantChangesAgreement(ctx context.Context, t *godog.Table) error {
	w := worldFrom(ctx)
	u, err := updateOf(t, w.currency)
	if err != nil {
		return err
	}
	return w.update(ctx, u)
}

func merchantTriesToChangeAgreement(ctx context.Context, t *godog.Table) error {
	return worldFrom(ctx).attempt(merchantChangesAgreement(ctx, t))
}

// merchantTriesToChangeSoThat sends a change that is wrong on purpose.
func merchantTriesToChangeSoThat(ctx context.Context, value, pointer string) error {
	w := worldFrom(ctx)
	if value == "nothing" {
		value = ""
	}
	return w.attempt(w.update(ctx, api.AgreementUpdate{Edits: []api.Edit{{Pointer: pointer, Value: value}}}))
}

func merchantChangesSoThat(ctx context.Context, value, pointer string) error {
	return worldFrom(ctx).update(ctx, api.AgreementUpdate{Edits: []api.Edit{{Pointer: pointer, Value: value}}})
}

func merchantStops(ctx context.Context) error { return merchantStopsWithKey(ctx, "") }

func merchantStopsWithKey(ctx context.Context, key string) error {
	w := worldFrom(ctx)
	return w.update(ctx, api.AgreementUpdate{Stop: true, Key: w.key(key)})
}

func merchantTriesToStop(ctx context.Context) error {
	return worldFrom(ctx).attempt(merchantStops(ctx))
}

// agreementHasFields compares what the table names.
func agreementHasFields(ctx context.Context, t *godog.Table) error {
	w := worldFrom(ctx)
	want, err := updateOf(t, w.currency)
	if err != nil {
		return err
	}
	a, err := w.agreement(ctx)
	if err != nil {
		return err
	}
	var wrong []error
	for _, of := range []struct{ what, want, got string }{
		{"product", want.Product, a.Product}, {"description", want.Description, a.Description},
		{"page", want.AgreementURL, a.AgreementURL}, {"external number", want.ExternalID, a.ExternalID},
	} {
		if of.want != "" {
			wrong = append(wrong, equal(of.what, of.want, of.got))
		}
	}
	if want.Price != nil {
		wrong = append(wrong, equal("price", api.Pricing{Kind: api.Fixed, Amount: *want.Price}, a.Pricing))
	}
	if want.SuggestedMax != nil {
		wrong = append(wrong, equal("kind of price", api.Variable, a.Pricing.Kind), equal("suggested maximum", *want.SuggestedMax, a.Pricing.Amount))
	}
	if want.Interval != nil {
		wrong = append(wrong, equal("interval", *want.Interval, a.Interval))
	}
	return errors.Join(wrong...)
}

// agreementsInState counts those of the scenario, each of which must be in that
// state: on a target that all scenarios share there are others.
func agreementsInState(ctx context.Context, state string, n int) error {
	return worldFrom(ctx).lists(ctx, api.AgreementState(state), api.AgreementState(state), n)
}

// activeIsListed asks once: lists of agreements are what can be asked for least
// often.
func activeIsListed(ctx context.Context) error {
	return worldFrom(ctx).lists(ctx, "", api.AgreementActive, 1)
}

// mine are the IDs of those of the scenario.
func (w *world) mine(list []api.Agreement) []string {
	var ids []string
	for _, a := range list {
		if slices.Contains(w.recurs.agreements, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

func (w *world) lists(ctx context.Context, ask, want api.AgreementState, n int) error {
	d, err := w.agreements(ctx)
	if err != nil {
		return err
	}
	list, err := d.Agreements(ctx, ask)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.State != want {
			return fmt.Errorf("list of agreements: want %s ones, got one that is %s", want, a.State)
		}
	}
	return equal(fmt.Sprintf("number of %s agreements", want), n, len(w.mine(list)))
}
