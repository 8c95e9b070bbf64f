package trial

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness/adversary"
	"kontrakt/harness/api"
	"kontrakt/harness/merchant"
)

const money = `(\d+\.\d\d) NOK`

func register(sc *godog.ScenarioContext) {
	sc.Given(`^\w+ has placed an order of `+money+`$`, placed)
	sc.Given(`^\w+ has paid for an order of `+money+`$`, paid)
	sc.Given(`^\w+ has paid for another order$`, func(ctx context.Context) error { return paid(ctx, "99.00") })
	sc.Given(`^no webhook arrives$`, silent)
	sc.When(`^\w+ approves the payment$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "approve") })
	sc.Given(`^\w+ has approved the payment$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "approve") })
	sc.Given(`^\w+ has rejected the payment$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "reject") })
	sc.When(`^\w+ rejects the payment$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "reject") })
	sc.When(`^\w+ lets the payment expire$`, func(ctx context.Context) error { return worldFrom(ctx).act(ctx, "expire") })
	sc.When(`^\w+ comes back in another browser$`, comesBack)
	sc.When(`^the shop ships `+money+` of it$`, ships)
	sc.Given(`^the shop has shipped `+money+` of it$`, shippedPart)
	sc.Given(`^the shop has shipped it$`, shipped)
	sc.When(`^the shop ships what is left$`, shipsAll)
	sc.When(`^the shop cancels the order$`, func(ctx context.Context) error { return worldFrom(ctx).do(ctx, "cancel-order") })
	sc.When(`^the shop tries to cancel the order$`, triesToCancel)
	sc.When(`^the shop takes back `+money+` of it$`, takesBack)
	sc.Given(`^the shop has taken back `+money+` of it$`, tookBack)
	sc.When(`^the shop takes back everything$`, takesAllBack)
	sc.When(`^somebody sends the webhook of an approval with (.+)$`, somebodySends)
	sc.When(`^the webhook of the approval comes again$`, comesAgain)
	sc.Given(`^the webhook of an approval has arrived$`, func(ctx context.Context) error { return arrived(ctx) })
	sc.Given(`^the webhook of its approval has arrived$`, func(ctx context.Context) error { return arrived(ctx, worldFrom(ctx).reference) })
	sc.Step(`^the order is (\w+)(?: or (\w+))?$`, orderIs)
	sc.Then(`^`+money+` stands (captured|refunded|cancelled)$`, stands)
	registerCrashes(sc)
	registerSubscriptions(sc)
	registerCallbacks(sc)
	registerCheckouts(sc)
}

// minor reads an amount with two decimals.
func minor(amount string) int64 {
	n, err := strconv.ParseInt(strings.Replace(amount, ".", "", 1), 10, 64)
	if err != nil {
		panic(err) // the sentence lets nothing else through
	}
	return n
}

func placed(ctx context.Context, amount string) error {
	return worldFrom(ctx).order(ctx, minor(amount))
}

func paid(ctx context.Context, amount string) error {
	w := worldFrom(ctx)
	if err := w.order(ctx, minor(amount)); err != nil {
		return err
	}
	if err := w.act(ctx, "approve"); err != nil {
		return err
	}
	return w.await(ctx, "paid")
}

// silent lets the sandbox call nobody until the scenario ends.
func silent(ctx context.Context) error {
	w := worldFrom(ctx)
	w.faults = true
	return w.control(ctx, http.MethodPut, "faults", map[string]any{"faults": []string{"callback-never"}}, nil)
}

// moves asks the shop to move money; 0 is all there is, known by its amount.
func (w *world) moves(ctx context.Context, action string, amount int64) error {
	w.known["amount"] = fmt.Sprint(amount)
	return w.do(ctx, action)
}

func ships(ctx context.Context, amount string) error {
	return worldFrom(ctx).moves(ctx, "ship", minor(amount))
}

func shippedPart(ctx context.Context, amount string) error {
	if err := ships(ctx, amount); err != nil {
		return err
	}
	if err := worldFrom(ctx).await(ctx, "shipped"); err != nil {
		return err
	}
	return stands(ctx, amount, "captured")
}

// triesToCancel asks for what the shop, or the API, may refuse.
func triesToCancel(ctx context.Context) error {
	err := worldFrom(ctx).do(ctx, "cancel-order")
	if refused := new(merchant.Refused); errors.As(err, &refused) {
		return nil
	}
	return err
}

// shipsAll asks for what the API says is left.
func shipsAll(ctx context.Context) error {
	w := worldFrom(ctx)
	p, err := w.payment(ctx)
	if err != nil {
		return err
	}
	return w.moves(ctx, "ship", p.Authorized.Minor-p.Captured.Minor-p.Cancelled.Minor)
}

func shipped(ctx context.Context) error {
	if err := shipsAll(ctx); err != nil {
		return err
	}
	return worldFrom(ctx).await(ctx, "shipped")
}

func takesBack(ctx context.Context, amount string) error {
	return worldFrom(ctx).moves(ctx, "return-order", minor(amount))
}

func tookBack(ctx context.Context, amount string) error {
	if err := takesBack(ctx, amount); err != nil {
		return err
	}
	return stands(ctx, amount, "refunded")
}

func takesAllBack(ctx context.Context) error {
	w := worldFrom(ctx)
	p, err := w.payment(ctx)
	if err != nil {
		return err
	}
	return w.moves(ctx, "return-order", p.Captured.Minor-p.Refunded.Minor)
}

func orderIs(ctx context.Context, word, other string) error {
	words := []string{word}
	if other != "" {
		words = append(words, other)
	}
	w := worldFrom(ctx)
	if !slices.Contains(words, "waiting") {
		return w.await(ctx, words...)
	}
	// What must not change is looked at after the shop has had time to change it.
	if err := pause(ctx, 5*pace); err != nil {
		return err
	}
	got, err := w.stands(ctx, "order")
	if err != nil {
		return err
	}
	if !slices.Contains(words, got) {
		return fmt.Errorf("the order: want %s, got %s", strings.Join(words, " or "), got)
	}
	return nil
}

// payment is what the API knows, whatever the shop says.
func (w *world) payment(ctx context.Context) (api.Payment, error) {
	p, err := w.Payment(ctx, w.reference)
	if err != nil {
		return p, broken{fmt.Errorf("read the payment %s: %w", w.reference, err)}
	}
	return p, nil
}

func stands(ctx context.Context, amount, what string) error {
	w := worldFrom(ctx)
	p, err := w.payment(ctx)
	if err != nil {
		return err
	}
	got := map[string]api.Money{"captured": p.Captured, "refunded": p.Refunded, "cancelled": p.Cancelled}[what]
	if got.Minor != minor(amount) {
		return fmt.Errorf("%s of %s: want %s NOK, got %s", what, w.reference, amount, got)
	}
	return nil
}

// delivery is how long the API may take to call.
const delivery = 5 * time.Second

var errNoWebhook = errors.New("no webhook of the approval has arrived: the shop has registered none, or another event")

// arrived waits for the webhook of an approval, about some words.
func arrived(ctx context.Context, about ...string) error {
	w := worldFrom(ctx)
	words := append([]string{"AUTHORIZED"}, about...)
	for deadline := w.Now().Add(delivery); ; {
		if _, ok := w.Adversary.Last(words...); ok {
			return nil
		}
		if !w.Now().Before(deadline) {
			return errNoWebhook
		}
		if err := pause(ctx, pace); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// somebodySends sends the webhook of another order's approval as if it were this
// one's.
func somebodySends(ctx context.Context, what string) error {
	w := worldFrom(ctx)
	other, ok := w.Adversary.Last("AUTHORIZED")
	if !ok {
		return errNoWebhook
	}
	about := w.Adversary.About(other, w.reference)
	var l adversary.Letter
	var err error
	switch what {
	case "a signature of somebody else":
		l = w.Adversary.Forged(about)
	case "a signature made for another body":
		l = about
	case "a body that its signature does not speak of":
		l = w.Adversary.Changed(other, w.Adversary.Reference(other), w.reference, false)
	case "a date of last week":
		l, err = w.Adversary.Old(about, 7*24*time.Hour)
	default:
		return broken{fmt.Errorf("nobody knows how to send %s", what)}
	}
	if err != nil {
		return broken{err}
	}
	return w.send(ctx, l)
}

// send sends a letter; what the shop answers to one that it should not believe
// is its own affair.
func (w *world) send(ctx context.Context, l adversary.Letter) error {
	if _, err := w.Adversary.Send(ctx, l); err != nil {
		return broken{err}
	}
	return nil
}

func comesAgain(ctx context.Context) error {
	w := worldFrom(ctx)
	l, ok := w.Adversary.Last("AUTHORIZED", w.reference)
	if !ok {
		return errNoWebhook
	}
	l, err := w.Adversary.Again(l)
	if err != nil {
		return broken{err}
	}
	return w.send(ctx, l)
}

// comesBack opens the page that the payment names, in a browser that was never
// there.
func comesBack(ctx context.Context) error {
	w := worldFrom(ctx)
	status, err := w.Adversary.Visit(ctx, w.reference)
	for deadline := w.Now().Add(2 * time.Second); errors.Is(err, adversary.ErrNoPage) && w.Now().Before(deadline); {
		if err := pause(ctx, pace); err != nil { // the exchange is heard of when it has ended
			return err
		}
		status, err = w.Adversary.Visit(ctx, w.reference)
	}
	if errors.Is(err, adversary.ErrNoPage) {
		return notShown("the payment names no page to come back to")
	}
	if err != nil {
		return broken{err}
	}
	if status >= 400 {
		return fmt.Errorf("the page to come back to answers %d in a browser that was never there", status)
	}
	return nil
}
