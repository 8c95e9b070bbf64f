package trial

import (
	"context"
	"fmt"
	"net/http"

	"github.com/cucumber/godog"
)

// registerBrokenSubscriptions are the crashes of subscriptions and charges.
func registerBrokenSubscriptions(sc *godog.ScenarioContext) {
	sc.When(`^\w+ is offered a subscription of `+money+breaks, func(ctx context.Context, amount, when string) error {
		return worldFrom(ctx).breaks(ctx, crash{
			method: http.MethodPost, path: agreements, when: when, do: func() error { return offered(ctx, amount) },
		})
	})
	sc.When(`^the shop changes the price to `+money+breaks, func(ctx context.Context, amount, when string) error {
		return changesBroken(ctx, when, "change-subscription", minor(amount))
	})
	sc.When(`^the shop ends the subscription`+breaks, func(ctx context.Context, when string) error {
		return changesBroken(ctx, when, "cancel-subscription", 0)
	})
	sc.When(`^the shop charges `+money+breaks, chargesBroken)
	sc.When(`^the shop cancels the charge`+breaks, func(ctx context.Context, when string) error {
		return chargeBroken(ctx, http.MethodDelete, "", when, "cancel-charge", 0)
	})
	sc.When(`^the shop captures `+money+` of the charge`+breaks, func(ctx context.Context, amount, when string) error {
		return chargeBroken(ctx, http.MethodPost, "/capture", when, "capture-charge", minor(amount))
	})
	sc.When(`^the shop refunds `+money+` of the charge`+breaks, func(ctx context.Context, amount, when string) error {
		return chargeBroken(ctx, http.MethodPost, "/refund", when, "refund-charge", minor(amount))
	})
	sc.Then(`^one charge stands$`, oneCharge)
	sc.Then(`^one subscription was offered$`, oneOffer)
}

const agreements = "/recurring/v3/agreements"

// changesBroken asks the shop to change a subscription.
func changesBroken(ctx context.Context, when, action string, amount int64) error {
	w := worldFrom(ctx)
	return w.breaks(ctx, crash{
		method: http.MethodPatch, path: agreements + "/" + w.agreement, when: when,
		do: func() error { return w.moves(ctx, action, amount) },
		stands: func() (string, error) {
			a, err := w.Agreements.Agreement(ctx, w.agreement)
			if err != nil {
				return "", broken{fmt.Errorf("read the agreement %s: %w", w.agreement, err)}
			}
			return fmt.Sprint(a.State, a.Pricing.Amount), nil
		},
	})
}

// chargesBroken asks for the charge once more where the shop gives up: its staff
// has no charge to look at.
func chargesBroken(ctx context.Context, amount, when string) error {
	w := worldFrom(ctx)
	return w.breaks(ctx, crash{
		method: http.MethodPost, path: agreements + "/" + w.agreement + "/charges", when: when,
		do: func() error { return charges(ctx, "charge", amount) },
	})
}

// chargeBroken asks the shop to do something to a charge.
func chargeBroken(ctx context.Context, method, path, when, action string, amount int64) error {
	w := worldFrom(ctx)
	return w.breaks(ctx, crash{
		method: method, path: agreements + "/" + w.agreement + "/charges/" + w.known["charge"] + path, when: when,
		do: func() error { return w.moves(ctx, action, amount) },
		stands: func() (string, error) {
			c, err := w.charge(ctx)
			return fmt.Sprint(c.State, c.Captured, c.Refunded), err
		},
	})
}

// charges is how many charges there are.
func (w *world) charges(ctx context.Context) (int, error) {
	all, err := w.Agreements.Charges(ctx, w.agreement, "")
	if err != nil {
		return 0, broken{fmt.Errorf("list the charges of %s: %w", w.agreement, err)}
	}
	return len(all), nil
}

func oneCharge(ctx context.Context) error {
	n, err := worldFrom(ctx).charges(ctx)
	if err != nil {
		return err
	}
	if n != 1 {
		return fmt.Errorf("the charges: want 1, got %d", n)
	}
	return nil
}

// oneOffer looks at what the API has answered to the offer, however often it was
// made: one that is made twice is another agreement.
func oneOffer(ctx context.Context) error {
	if n := worldFrom(ctx).cut.Effects(); n != 1 {
		return fmt.Errorf("the agreements that were drafted: want 1, got %d", n)
	}
	return nil
}
