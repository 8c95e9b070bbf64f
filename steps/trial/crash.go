package trial

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness/certify/adversary"
	"kontrakt/harness/certify/merchant"
	"kontrakt/steps/ending"
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

// notMade says that a call that was to break was not made: nothing is shown of how
// the shop would go on.
func notMade(call string) error { return ending.Skipped("the shop did not call " + call) }

// A crash is something that the shop does over a connection that breaks.
type crash struct {
	// method is empty for any that changes something.
	method, path, when string
	do                 func() error
	// stands says how what is done stands with the API; nil where that cannot be
	// known before the shop has heard of it.
	stands func() (string, error)
}

// breaks lets the shop do something over a connection that breaks. Where it gives
// up, and nothing has changed, it is asked once more, as its staff or its customer
// would.
func (w *world) breaks(ctx context.Context, c crash) error {
	var before string
	var err error
	if c.stands != nil {
		if before, err = c.stands(); err != nil {
			return err
		}
	}
	w.cut = w.Adversary.BreakCall(c.method, c.path, adversary.Moment(c.when))
	failed := c.do()
	if failed != nil && !gaveUp(failed) {
		return failed
	}
	later := time.Duration(0)
	if failed == nil { // it may have taken in what it does later
		later = mending
	}
	made, err := w.until(ctx, later, isSo(w.cut.Happened))
	switch {
	case err != nil:
		return err
	case !made:
		return notMade(strings.TrimSpace(c.method + " " + c.path))
	case failed == nil:
		_, err = w.until(ctx, respite, isSo(w.cut.Again))
		return err
	}
	if c.stands != nil {
		if changed, trouble := w.changes(ctx, before, c.stands); trouble != nil || changed {
			return trouble
		}
	}
	if err = c.do(); gaveUp(err) {
		return fmt.Errorf("the connection broke %s, and the shop did not recover: %w", c.when, err)
	}
	return err
}

// gaveUp says whether the shop would not, or could not, do something.
func gaveUp(err error) bool {
	refused := new(merchant.Refused)
	var fruitless fruitless
	return errors.As(err, &refused) || errors.As(err, &fruitless)
}

const (
	// mending is how long the shop has to mend what broke before somebody asks it once
	// more, and to get round to what it has taken in.
	mending = 10 * time.Second
	// respite is how long a shop that goes on by itself may take to make a call again.
	respite = 3 * time.Second
)

// changes waits for something to stand otherwise, and says whether it does.
func (w *world) changes(ctx context.Context, before string, stands func() (string, error)) (bool, error) {
	return w.until(ctx, mending, func() (bool, error) {
		now, err := stands()
		return now != before, err
	})
}

// placesBroken lets the customer try a second time where the shop gives up.
func placesBroken(ctx context.Context, amount, when string) error {
	w := worldFrom(ctx)
	return w.breaks(ctx, crash{path: w.starts(), when: when, do: func() error { return placed(ctx, amount) }})
}

// movesBroken asks the shop to move the money of an order.
func movesBroken(ctx context.Context, action, deed string, amount int64, when string) error {
	w := worldFrom(ctx)
	return w.breaks(ctx, crash{
		path: w.payments() + "/" + w.reference + "/" + deed, when: when,
		do: func() error { return w.moves(ctx, action, amount) },
		stands: func() (string, error) {
			p, err := w.payment(ctx)
			return fmt.Sprint(p.Captured, p.Refunded, p.Cancelled), err
		},
	})
}
