package trial

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
	"kontrakt/harness/certify/adversary"
	"kontrakt/steps/ending"
)

func registerCheckouts(sc *godog.ScenarioContext) {
	sc.Given(`^\w+ has opened a checkout of `+money+`$`, placed)
	sc.When(`^\w+ opens a checkout of `+money+breaks, placesBroken)
	sc.Given(`^\w+ has paid in a checkout of `+money+`$`, paid)
	sc.Given(`^no call reaches the shop$`, silent)
	sc.Step(`^\w+ (?:begins|has begun) to pay$`, beginsToPay)
	sc.Step(`^\w+ (?:says|has said) that the goods go to (Oslo|Tromsø|Stockholm)$`, goTo)
	sc.Then(`^the shop says how it ships to (Oslo|Tromsø|Stockholm)$`, saysHowItShips)
	sc.Then(`^\w+ can pay all the same$`, canPay)
	sc.Given(`^the shop has cancelled the order$`, cancelledBefore)
	sc.Then(`^\w+ can approve the payment no more$`, approvesNoMore)
	sc.Then(`^all that was paid stands (captured|cancelled)$`, allStands)
	sc.Then(`^all that was captured stands refunded$`, allRefunded)
	sc.Then(`^what is left stands cancelled$`, restCancelled)
}

// homes are where the customer has the goods sent.
var homes = map[string]map[string]string{
	"Oslo":      {"street": "Storgata 1", "postal-code": "0155", "city": "Oslo", "country": "NO"},
	"Tromsø":    {"street": "Sjøgata 2", "postal-code": "9008", "city": "Tromsø", "country": "NO"},
	"Stockholm": {"street": "Drottninggatan 3", "postal-code": "11151", "city": "Stockholm", "country": "SE"},
}

// goTo gives an address in the checkout.
func goTo(ctx context.Context, city string) error {
	w := worldFrom(ctx)
	w.asked = len(w.Adversary.Questions())
	home := homes[city]
	customer := map[string]string{"streetAddress": home["street"], "postalCode": home["postal-code"], "city": city, "country": home["country"]}
	switch err := w.ofSession(ctx, "submit", map[string]any{"customer": customer}); {
	case refused(err):
		return ending.Skipped("the shop's sessions ask for no address, or for none in " + city)
	case err != nil:
		return err
	}
	return w.quiet(ctx)
}

// ofSession lets the customer act in the order's session.
func (w *world) ofSession(ctx context.Context, verb string, how any) error {
	return w.control(ctx, http.MethodPost, "sessions/"+w.reference+"/"+verb, how, nil)
}

// quiet waits until the API has called whom it calls.
func (w *world) quiet(ctx context.Context) error {
	return w.control(ctx, http.MethodGet, "deliveries?wait=PT10S", struct{}{}, nil)
}

func beginsToPay(ctx context.Context) error {
	w := worldFrom(ctx)
	if err := w.ofSession(ctx, "pay", struct{}{}); err != nil {
		return err
	}
	return w.quiet(ctx)
}

// answerWithin is how long the API waits for ways to ship (Checkout, how shipping
// works).
const answerWithin = 8 * time.Second

var errNoWay = errors.New("the shop names no way to ship there: the customer is shown the fixed ones, or nothing")

// saysHowItShips looks at the shop's answer for an address, and at whether the
// customer is shown what stands in it. That its form and its prices are right the
// contract's rules say.
func saysHowItShips(ctx context.Context, city string) error {
	w := worldFrom(ctx)
	q, err := w.question(ctx, city)
	if err != nil {
		return err
	}
	within := answerWithin
	if w.of(ofEcom) {
		within = expressWithin
	}
	var ways []struct{ ID string }
	switch {
	case q.Status == 0 || q.Took > within:
		return fmt.Errorf("the shop does not say within %s how it ships to %s", within, city)
	case q.Status > 299:
		return fmt.Errorf("asked how it ships to %s, the shop answers %d", city, q.Status)
	case w.of(ofEcom):
		_, err = w.offers(q.Answer, city)
		return err
	case json.Unmarshal(q.Answer, &ways) != nil:
		return fmt.Errorf("asked how it ships to %s, the shop answers no list of ways", city)
	case len(ways) == 0:
		return errNoWay
	}
	err = w.ofSession(ctx, "choose", map[string]string{"choice": ways[0].ID})
	if refused(err) {
		return errNoWay
	}
	return err
}

// question is what the API has asked about an address.
func (w *world) question(ctx context.Context, city string) (q adversary.Question, err error) {
	const most = 2 * time.Second // it was waited for already
	asked, err := w.within(ctx, most, isSo(func() bool {
		all := w.Adversary.Questions()[w.asked:]
		i := slices.IndexFunc(all, func(q adversary.Question) bool { return q.City == city })
		if i >= 0 {
			q = all[i]
		}
		return i >= 0
	}))
	if err == nil && !asked {
		err = ending.Skipped("the API does not ask the shop how it ships: it names its ways to ship from the start, or no address for the question")
	}
	return q, err
}

// canPay holds the shop to having something to fall back on.
func canPay(ctx context.Context) error {
	err := worldFrom(ctx).ofSession(ctx, "pay", struct{}{})
	if refused(err) {
		return errors.New("without the shop's answer the customer cannot go on: its sessions name no fixedOptions")
	}
	return err
}

func cancelledBefore(ctx context.Context) error {
	if err := worldFrom(ctx).do(ctx, "cancel-order"); err != nil {
		return err
	}
	return worldFrom(ctx).await(ctx, "cancelled")
}

// approvesNoMore lets the customer try what the shop has given up.
func approvesNoMore(ctx context.Context) error {
	err := worldFrom(ctx).act(ctx, "approve")
	if err == nil {
		return errors.New("the customer can still pay for what the shop has cancelled")
	}
	if refused(err) {
		return nil
	}
	return err
}

// comesTo waits until some of an order's money is as much as it should be.
func comesTo(ctx context.Context, what string, sums func(api.Payment) (got, want api.Money)) error {
	w := worldFrom(ctx)
	var got, want api.Money
	_, err := w.until(ctx, mending, func() (bool, error) {
		p, err := w.payment(ctx)
		got, want = sums(p)
		return want.Minor > 0 && got.Minor >= want.Minor, err
	})
	switch {
	case err != nil:
		return err
	case want.Minor == 0:
		return fmt.Errorf("%s of %s: there is nothing that could be", what, w.reference)
	case got != want:
		return fmt.Errorf("%s of %s: want %s, which is all, got %s", what, w.reference, want, got)
	}
	return nil
}

func allStands(ctx context.Context, what string) error {
	return comesTo(ctx, what, func(p api.Payment) (got, want api.Money) {
		return map[string]api.Money{"captured": p.Captured, "cancelled": p.Cancelled}[what], p.Authorized
	})
}

func allRefunded(ctx context.Context) error {
	return comesTo(ctx, "refunded", func(p api.Payment) (got, want api.Money) { return p.Refunded, p.Captured })
}

func restCancelled(ctx context.Context) error {
	return comesTo(ctx, "cancelled", func(p api.Payment) (got, want api.Money) {
		want = p.Authorized
		want.Minor -= p.Captured.Minor
		return p.Cancelled, want
	})
}
