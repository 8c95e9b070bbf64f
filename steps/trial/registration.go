package trial

import (
	"context"
	"errors"
	"fmt"

	"github.com/cucumber/godog"
)

func registerRegistrations(sc *godog.ScenarioContext) {
	sc.Given(`^the API has removed the shop's webhooks$`, unhooks)
	sc.When(`^the shop checks its webhooks$`, func(ctx context.Context) error { return worldFrom(ctx).do(ctx, "check-webhooks") })
	sc.Then(`^a webhook is registered again$`, hooked)
	sc.Then(`^the shop is told when \w+ pays for an order of `+money+`$`, toldOf)
}

// unhooks removes what the API removes when nobody has answered for two weeks. It
// is not done to a shop that has no means to notice.
func unhooks(ctx context.Context) error {
	w := worldFrom(ctx)
	if !w.Shop.Can("check-webhooks") {
		return undeclared("check-webhooks")
	}
	ids, err := w.Webhooks(ctx)
	if err != nil {
		return broken{fmt.Errorf("list the webhooks: %w", err)}
	}
	if len(ids) == 0 {
		return errNoWebhook
	}
	for _, id := range ids {
		if err := w.Unhook(ctx, id); err != nil {
			return broken{fmt.Errorf("remove a webhook: %w", err)}
		}
	}
	return nil
}

func hooked(ctx context.Context) error {
	w := worldFrom(ctx)
	came, err := w.until(ctx, mending, func() (bool, error) {
		ids, err := w.Webhooks(ctx)
		if err != nil {
			return false, broken{fmt.Errorf("list the webhooks: %w", err)}
		}
		return len(ids) > 0, nil
	})
	if err == nil && !came {
		err = errors.New("the shop has checked its webhooks, of which none is registered any more, and has registered none")
	}
	return err
}

// toldOf looks whether the new registration is of any use; how the shop takes in
// what it is told others look at.
func toldOf(ctx context.Context, amount string) error {
	w := worldFrom(ctx)
	if err := w.order(ctx, minor(amount)); err != nil {
		return err
	}
	if err := w.act(ctx, "approve"); err != nil {
		return err
	}
	rows, err := w.deliveries(ctx)
	if err == nil && len(rows) == 0 {
		err = errNoWebhook
	}
	return err
}
