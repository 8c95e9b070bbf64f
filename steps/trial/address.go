package trial

import (
	"context"
	"errors"
	"fmt"

	"github.com/cucumber/godog"

	"kontrakt/harness/certify/adversary"
)

func registerAddresses(sc *godog.ScenarioContext) {
	sc.Step(`^\w+ (?:tells|has told) the shop that the goods go to (Oslo|Tromsø|Stockholm)$`, tellsAddress)
	sc.When(`^\w+ tries to tell the shop that the goods go to (Oslo|Tromsø|Stockholm)$`, triesToTellAddress)
	sc.Then(`^the checkout shows how the shop ships to (Oslo|Tromsø|Stockholm)$`, showsWays)
}

// tellsAddress gives an address on the shop's own pages, which the API knows
// nothing of.
func tellsAddress(ctx context.Context, city string) error {
	w := worldFrom(ctx)
	w.changed = len(w.Adversary.Changes(w.reference))
	for name, value := range homes[city] {
		w.known[name] = value
	}
	return w.do(ctx, "change-address")
}

// triesToTellAddress asks for what the shop, or the API, may refuse.
func triesToTellAddress(ctx context.Context, city string) error {
	err := tellsAddress(ctx, city)
	if gaveUp(err) {
		return nil
	}
	return err
}

// showsWays looks at how the shop has changed the open session, and at whether the
// customer can choose what stands in the change.
func showsWays(ctx context.Context, _ string) error {
	w := worldFrom(ctx)
	var last adversary.Change
	told, err := w.until(ctx, mending, func() (bool, error) {
		all := w.Adversary.Changes(w.reference)
		if len(all) > w.changed {
			last = all[len(all)-1]
		}
		return last.Status/100 == 2, nil
	})
	switch {
	case err != nil:
		return err
	case last.Status == 0:
		return errors.New("the shop knows where the goods go now, and has not told the checkout that is open")
	case !told:
		return fmt.Errorf("the API answers %d to the shop's change of the session", last.Status)
	case len(last.Ways) == 0:
		return errors.New("the shop's change of the session names no logisticOptions: what the customer is shown stays as it was")
	}
	err = w.ofSession(ctx, "choose", map[string]string{"choice": last.Ways[0]})
	if refused(err) {
		return errNoWay
	}
	return err
}
