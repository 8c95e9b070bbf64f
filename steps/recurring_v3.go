package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
	"kontrakt/harness/api/recurring"
)

// What only v3 has.
func sayRecurringV3(b *book) {
	b.say(`the history of the charge is ([A-Z]+(?:, [A-Z]+)*)`, historyOfChargeIs)
	b.say(`the (CREATE|CAPTURE|REFUND|CANCEL) in the history has the key {text}`, historyHasKey)
	b.say(`the charge is found without its agreement`, chargeIsFound)
	b.say(`the merchant tries to find a charge that nobody has`, merchantTriesToFind)
	b.say(`the merchant makes these charges at once`, merchantMakesCharges)
	b.say(`the merchant tries to make {number} charges at once`, merchantTriesToMakeMany)
	b.say(`the merchant has made {number} charges at once`, merchantHasMadeMany)
	b.say(`the (?:charge|charges) {text} (?:passes|pass)`, chargesPass)
	b.say(`the (?:charge|charges) {text} (?:is|are) turned down`, chargesAreTurnedDown)
	b.say(`none is turned down`, noneIsTurnedDown)
	b.say(`the charge {text} (waits|is not there)`, namedChargeIs)
	b.say(`the app explains the campaign`, appExplainsCampaign)
}

func historyOfChargeIs(ctx context.Context, list string) error {
	c, err := worldFrom(ctx).charge(ctx)
	if err != nil {
		return err
	}
	words := make([]string, len(c.History))
	for i, e := range c.History {
		words[i] = e.Operation
		if e.OK == (e.Operation == "FAIL") {
			return fmt.Errorf("history: want %s to have succeeded: %t, got the contrary", e.Operation, !e.OK)
		}
	}
	return errors.Join(equal("history of the charge", list, strings.Join(words, ", ")), adds(c))
}

// historyHasKey looks at the last entry of the kind.
func historyHasKey(ctx context.Context, operation, name string) error {
	w := worldFrom(ctx)
	c, err := w.charge(ctx)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(c.History) {
		if e.Operation == operation {
			return equal("key of the "+operation+" in the history", w.key(name), e.Key)
		}
	}
	return fmt.Errorf("history: want a %s, got none", operation)
}

// chargeIsFound compares what the two calls tell.
func chargeIsFound(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.v3(ctx)
	if err != nil {
		return err
	}
	found, err := d.ChargeByID(ctx, w.recurs.charge)
	if err != nil {
		return err
	}
	read, err := w.charge(ctx)
	if err != nil {
		return err
	}
	if read.Agreement != w.recurs.drafted.Agreement {
		return fmt.Errorf("agreement of the charge: want %q, got %q", w.recurs.drafted.Agreement, read.Agreement)
	}
	return equal("charge without its agreement", fmt.Sprintf("%+v", read), fmt.Sprintf("%+v", found))
}

func merchantTriesToFind(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.v3(ctx)
	if err != nil {
		return err
	}
	_, err = d.ChargeByID(ctx, "chr-none000")
	return w.attempt(err)
}

// merchantMakesCharges reads a table of charges by the names that the scenario
// gives them; which agreement is the scenario's unless another is named.
func merchantMakesCharges(ctx context.Context, t *godog.Table) error {
	all, err := rows(t)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	var list []recurring.BulkCharge
	for _, r := range all {
		one, err := w.bulkCharge(ctx, r)
		if err != nil {
			return err
		}
		list = append(list, one)
	}
	return w.many(ctx, list)
}

func (w *world) bulkCharge(ctx context.Context, r row) (recurring.BulkCharge, error) {
	amount, err := parseMoney(r["amount"], w.currency)
	if err != nil {
		return recurring.BulkCharge{}, err
	}
	days, retry := 0, 2
	if _, err := fmt.Sscan(r["due in"], &days); err != nil {
		return recurring.BulkCharge{}, fmt.Errorf("read the days %q: %w", r["due in"], err)
	}
	due, err := w.dayIn(ctx, days)
	if err != nil {
		return recurring.BulkCharge{}, err
	}
	one := recurring.BulkCharge{Agreement: w.recurs.drafted.Agreement, ChargeOrder: api.ChargeOrder{
		Amount: amount, Description: "Honey of the month", Due: due, RetryDays: &retry, OrderID: w.own(r["charge"]),
	}}
	switch r["agreement"] {
	case "the one before":
		one.Agreement = w.recurs.before.Agreement
	case "nobody's":
		one.Agreement = "agr_none000"
	}
	return one, nil
}

func (w *world) many(ctx context.Context, list []recurring.BulkCharge) error {
	d, err := w.v3(ctx)
	if err != nil {
		return err
	}
	w.recurs.bulk, err = d.CreateCharges(ctx, list, "")
	return err
}

func (w *world) severalCharges(ctx context.Context, n int) error {
	due, err := w.dayIn(ctx, 3)
	if err != nil {
		return err
	}
	retry := 2
	list := make([]recurring.BulkCharge, n)
	for i := range list {
		list[i] = recurring.BulkCharge{Agreement: w.recurs.drafted.Agreement, ChargeOrder: api.ChargeOrder{
			Amount: api.Money{Minor: 4900, Currency: w.currency}, Description: "Honey of the month", Due: due, RetryDays: &retry, OrderID: w.reference(),
		}}
	}
	return w.many(ctx, list)
}

func merchantTriesToMakeMany(ctx context.Context, n int) error {
	w := worldFrom(ctx)
	return w.attempt(w.severalCharges(ctx, n))
}

func merchantHasMadeMany(ctx context.Context, n int) error {
	w := worldFrom(ctx)
	if err := w.severalCharges(ctx, n); err != nil {
		return err
	}
	return equal("number of charges that pass", n, len(w.recurs.bulk.Valid))
}

func chargesPass(ctx context.Context, names string) error {
	w := worldFrom(ctx)
	var want []string
	for name := range strings.SplitSeq(names, ", ") {
		want = append(want, w.own(name))
	}
	return equal("charges that pass", strings.Join(want, ", "), strings.Join(w.recurs.bulk.Valid, ", "))
}

// chargesAreTurnedDown wants a reason for each, and none for any other.
func chargesAreTurnedDown(ctx context.Context, names string) error {
	w := worldFrom(ctx)
	n := 0
	for name := range strings.SplitSeq(names, ", ") {
		n++
		if reasons := w.recurs.bulk.Invalid[w.own(name)]; len(reasons) == 0 || reasons[0] == "" {
			return fmt.Errorf("charge %s: want it turned down with a reason, got none", name)
		}
	}
	return equal("number of charges that are turned down", n, len(w.recurs.bulk.Invalid))
}

func noneIsTurnedDown(ctx context.Context) error {
	return equal("number of charges that are turned down", 0, len(worldFrom(ctx).recurs.bulk.Invalid))
}

// namedChargeIs reads a charge of the scenario's agreement by its name.
func namedChargeIs(ctx context.Context, name, how string) error {
	w := worldFrom(ctx)
	d, err := w.v3(ctx)
	if err != nil {
		return err
	}
	c, err := d.Charge(ctx, w.recurs.drafted.Agreement, w.own(name))
	if how == "waits" {
		if err != nil {
			return err
		}
		return waits(c)
	}
	var refused *api.Refusal
	switch {
	case err == nil:
		return fmt.Errorf("charge %s: want none, got one that is %s", name, c.State)
	case errors.As(err, &refused) && refused.Because(api.UnknownCharge):
		return nil
	}
	return err
}

func appExplainsCampaign(ctx context.Context) error {
	a, err := worldFrom(ctx).agreement(ctx)
	if err != nil {
		return err
	}
	if a.Campaign == nil || a.Campaign.Explanation == "" {
		return errors.New("campaign: want an explanation, got none")
	}
	return nil
}
