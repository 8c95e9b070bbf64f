package trial

import (
	"context"
	"errors"
	"slices"

	"github.com/cucumber/godog"

	"kontrakt/harness/certify/adversary"
)

// Scenarios are of one checklist, by their tag.
const (
	ofEcom     = "@ecom"
	ofCheckout = "@checkout"
)

func (w *world) of(tag string) bool { return slices.Contains(w.scenario.Tags, tag) }

// profile is what the shop is told that it sells for.
func (w *world) profile() string {
	for _, tag := range w.scenario.Tags {
		if name, ok := w.Profiles[tag]; ok {
			return name
		}
	}
	return ""
}

// sale is the action with which something is sold.
func (w *world) sale() string {
	if w.of(ofCheckout) {
		return "start-checkout"
	}
	return "place-order"
}

// starts is where what is sold is started, payments where its money is moved.
func (w *world) starts() string {
	if w.of(ofCheckout) {
		return "/checkout/v3/session"
	}
	return w.payments()
}

func (w *world) payments() string {
	if w.of(ofEcom) {
		return "/ecomm/v2/payments"
	}
	return "/epayment/v1/payments"
}

// approval is what the callback of an approval says.
func (w *world) approval() string {
	if w.of(ofCheckout) {
		return `"PaymentSuccessful"`
	}
	return `"RESERVE` // or RESERVED: it has two words for it
}

func registerCallbacks(sc *godog.ScenarioContext) {
	sc.Given(`^no callback arrives$`, silent)
	sc.Given(`^the callback of another payment has arrived$`, func(ctx context.Context) error {
		if err := paid(ctx, "99.00"); err != nil {
			return err
		}
		return calledBack(ctx)
	})
	sc.Given(`^the callback of its payment has arrived$`, calledBack)
	sc.Given(`^its callbacks are lost$`, losesCallbacks)
	sc.Given(`^its next callback finds nobody at the shop$`, func(ctx context.Context) error { return befalls(ctx, adversary.Refused, 1) })
	sc.Given(`^the shop's answer to its next callback is lost$`, func(ctx context.Context) error { return befalls(ctx, adversary.Unheard, 1) })
	sc.When(`^somebody sends the callback of the payment with (no token|a token of their own)$`, forgesCallback)
	sc.When(`^the callback of the payment comes again$`, calledBackAgain)
}

var errNoCallback = errors.New("no callback of the payment has arrived: the shop has named no address for it, or one that cannot be reached")

// calledBack waits for the callback of the order's payment.
func calledBack(ctx context.Context) error {
	_, err := worldFrom(ctx).callback(ctx)
	return err
}

func (w *world) callback(ctx context.Context) (l adversary.Letter, err error) {
	came, err := w.within(ctx, delivery, isSo(func() (ok bool) {
		l, ok = w.Adversary.Last(w.approval(), w.reference)
		return ok
	}))
	if err == nil && !came {
		err = errNoCallback
	}
	return l, err
}

// losesCallbacks lets nothing arrive any more, also where deliveries take another
// way.
func losesCallbacks(ctx context.Context) error {
	if worldFrom(ctx).Adversary.Carries() {
		return befalls(ctx, adversary.Kept, -1)
	}
	return silent(ctx)
}

// forgesCallback sends the callback of another order's payment as if it were
// this one's.
func forgesCallback(ctx context.Context, what string) error {
	w := worldFrom(ctx)
	other, ok := w.Adversary.Last(w.approval())
	if !ok {
		return errNoCallback
	}
	token := map[string]string{"a token of their own": "3f0a6c2e-somebody-else-91d4"}[what]
	return w.send(ctx, w.Adversary.Callback(other, w.reference, token))
}

// calledBackAgain sends the callback again as it was. The APIs that sign nothing
// repeat it unchanged.
func calledBackAgain(ctx context.Context) error {
	w := worldFrom(ctx)
	l, err := w.callback(ctx)
	if err != nil {
		return err
	}
	return w.send(ctx, l)
}
