package trial

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness/adversary"
	"kontrakt/harness/api"
	"kontrakt/harness/merchant"
)

// breaks ends a sentence whose call gets no answer.
const breaks = `, and the connection breaks (before the call is sent|after the call was sent|after the API has done it|in the middle of the answer)$`

func registerCrashes(sc *godog.ScenarioContext) {
	sc.When(`^\w+ places an order of `+money+breaks, placesBroken)
	sc.When(`^the shop ships `+money+` of it`+breaks, func(ctx context.Context, amount, when string) error {
		return movesBroken(ctx, "ship", "capture", minor(amount), when)
	})
	sc.When(`^the shop takes back `+money+` of it`+breaks, func(ctx context.Context, amount, when string) error {
		return movesBroken(ctx, "return-order", "refund", minor(amount), when)
	})
	sc.When(`^the shop cancels the order`+breaks, func(ctx context.Context, when string) error {
		return movesBroken(ctx, "cancel-order", "cancel", 0, when)
	})
	sc.Then(`^what was sent again had the same key and the same body$`, func(ctx context.Context) error {
		return worldFrom(ctx).cut.Repeated()
	})
}

// notMade is a call that was to break and that the shop did not make: nothing is
// shown of how it would go on.
type notMade string

func (n notMade) Error() string      { return "the shop did not call " + string(n) }
func (notMade) Is(target error) bool { return target == godog.ErrSkip }

// placesBroken lets the customer try a second time where the shop gives up.
func placesBroken(ctx context.Context, amount, when string) error {
	w := worldFrom(ctx)
	w.cut = w.Adversary.Break(w.starts(), adversary.Moment(when))
	err := placed(ctx, amount)
	if gaveUp(err) {
		err = placed(ctx, amount)
	}
	if err == nil && !w.cut.Happened() {
		return notMade(w.starts())
	}
	return err
}

// gaveUp says whether the shop would not, or could not, do something.
func gaveUp(err error) bool {
	refused := new(merchant.Refused)
	return errors.As(err, &refused)
}

// second is how long the shop has to mend what broke before somebody asks it
// once more.
const second = 10 * time.Second

// movesBroken asks the shop to move money over a connection that breaks. Where
// it gives up, and the money has not moved, it is asked once more, as its staff
// would.
func movesBroken(ctx context.Context, action, deed string, amount int64, when string) error {
	w := worldFrom(ctx)
	before, err := w.payment(ctx)
	if err != nil {
		return err
	}
	path := w.payments() + "/" + w.reference + "/" + deed
	w.cut = w.Adversary.Break(path, adversary.Moment(when))
	err = w.moves(ctx, action, amount)
	switch {
	case err != nil && !gaveUp(err):
		return err
	case !w.cut.Happened():
		return notMade(path)
	case err == nil:
		return nil
	}
	moved, trouble := w.moved(ctx, before)
	if trouble != nil || moved {
		return trouble
	}
	if err = w.moves(ctx, action, amount); gaveUp(err) {
		return fmt.Errorf("the connection broke %s, and the shop did not recover: %w", when, err)
	}
	return err
}

// moved waits for money to move, and says whether it has.
func (w *world) moved(ctx context.Context, before api.Payment) (bool, error) {
	for deadline := w.Now().Add(min(second, w.Patience)); ; {
		p, err := w.payment(ctx)
		if err != nil {
			return false, err
		}
		if p.Captured != before.Captured || p.Refunded != before.Refunded || p.Cancelled != before.Cancelled {
			return true, nil
		}
		if !w.Now().Before(deadline) {
			return false, nil
		}
		if err := pause(ctx, pace); err != nil {
			return false, err
		}
	}
}
