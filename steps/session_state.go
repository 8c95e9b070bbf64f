package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
)

func saySessionState(b *book) {
	b.say(`the session is (open|being paid|paid|ended without payment|expired)`, sessionIs)
	b.say(`the session is over, and nobody has paid`, sessionIsOver)
	b.say(`the session that was opened first is open as well`, firstSessionIsOpen)
	b.say(`the session comes to {money}`, sessionComesTo)
	b.say(`the session stands at`, sessionStandsAt)
	b.say(`the session was paid (with the wallet|by card)`, sessionWasPaid)
	b.say(`the goods are sent by {text} for {money}`, goodsAreSentBy)
	b.say(`nothing is sent`, nothingIsSent)
	b.say(`the goods wait at a place in (Oslo|Bergen|Stockholm|Helsinki|Copenhagen)`, goodsWaitIn)
	b.say(`the goods wait at the place {text}`, goodsWaitAt)
	b.say(`the goods come at the hour {text}`, goodsComeAt)
}

// sessionIs holds the reference too, and that nothing is said of a payment where
// there is none.
func sessionIs(ctx context.Context, state string) error {
	w := worldFrom(ctx)
	s, err := w.look(ctx)
	if err != nil {
		return err
	}
	if err := equal("state of the session", api.SessionState(state), s.State); err != nil {
		return err
	}
	if err := equal("reference of the session", w.payment.order.Reference, s.Reference); err != nil {
		return err
	}
	if s.ID == "" {
		return errors.New("session: want a number of its own, got none")
	}
	if s.State == api.SessionOpen || s.State == api.SessionExpired {
		return saysNothing(s)
	}
	return nil
}

func saysNothing(s api.Session) error {
	if s.Amount.Currency != "" || s.Method != "" || s.Sums != nil {
		return errors.New("session: want nothing of a payment before the customer pays, got some")
	}
	if s.Shipping != nil || s.Billing != nil || s.Sub != "" {
		return errors.New("session: want nothing of the customer before she pays, got some")
	}
	return nil
}

// sessionIsOver is for an end of time, which is documented both as a state and as
// a session that nobody knows.
func sessionIsOver(ctx context.Context) error {
	s, err := worldFrom(ctx).look(ctx)
	var gone *api.Refusal
	switch {
	case errors.As(err, &gone) && gone.Because(api.UnknownSession):
		return nil
	case err != nil:
		return err
	}
	return equal("state of the session", api.SessionExpired, s.State)
}

// firstSessionIsOpen is for scenarios with two sessions; the driver holds the
// reference.
func firstSessionIsOpen(ctx context.Context) error {
	w := worldFrom(ctx)
	first := w.shops.all[0]
	if first.Reference == w.shops.opened.Reference {
		return errors.New("want two sessions, got one")
	}
	driver, err := w.sessions(ctx)
	if err != nil {
		return err
	}
	s, err := driver.Session(ctx, first)
	if err != nil {
		return err
	}
	return equal("state of the first session", api.SessionOpen, s.State)
}

func sessionComesTo(ctx context.Context, amount, currency string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	s, err := worldFrom(ctx).look(ctx)
	if err != nil {
		return err
	}
	return equal("amount of the session", want, s.Amount)
}

// sessionStandsAt compares every column; amounts are in the order's currency.
func sessionStandsAt(ctx context.Context, t *godog.Table) error {
	all, err := rows(t)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	s, err := w.look(ctx)
	if err != nil {
		return err
	}
	if s.Sums == nil {
		return errors.New("session: want how its money stands, got nothing")
	}
	got := map[string]api.Money{
		"authorized": s.Sums.Authorized, "captured": s.Sums.Captured, "refunded": s.Sums.Refunded, "cancelled": s.Sums.Cancelled,
	}
	var wrong []string
	for name, text := range all[0] {
		want, err := parseMoney(text, w.currency)
		if err != nil {
			return err
		}
		if err := equal(name, want, got[name]); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("session %s: %s", s.Reference, strings.Join(wrong, "; "))
	}
	return nil
}

func sessionWasPaid(ctx context.Context, how string) error {
	s, err := worldFrom(ctx).look(ctx)
	if err != nil {
		return err
	}
	if details, _ := s.Fields["paymentDetails"].(map[string]any); details["type"] != nil {
		if err := equal[any]("type of the payment", s.Method, details["type"]); err != nil {
			return err
		}
	}
	return equal("way to pay", map[string]string{"with the wallet": "Wallet", "by card": "Card"}[how], s.Method)
}

// shipped reads how the goods are sent.
func (w *world) shipped(ctx context.Context) (api.Contact, error) {
	s, err := w.look(ctx)
	switch {
	case err != nil:
		return api.Contact{}, err
	case s.Shipping == nil:
		return api.Contact{}, errors.New("session: want how the goods are sent, got nothing")
	}
	return *s.Shipping, nil
}

func goodsAreSentBy(ctx context.Context, way, amount, currency string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	c, err := worldFrom(ctx).shipped(ctx)
	if err != nil {
		return err
	}
	if err := equal("way to ship", way, c.Way); err != nil {
		return err
	}
	return equal("cost of shipping", want, c.Cost)
}

func nothingIsSent(ctx context.Context) error {
	s, err := worldFrom(ctx).look(ctx)
	if err != nil {
		return err
	}
	if s.Shipping != nil && (s.Shipping.Way != "" || s.Shipping.Cost.Currency != "") {
		return fmt.Errorf("session: want no way to ship, got %q", s.Shipping.Way)
	}
	return nil
}

// goodsWaitIn looks for a place that has all that a parcel label needs.
func goodsWaitIn(ctx context.Context, town string) error {
	c, err := worldFrom(ctx).shipped(ctx)
	if err != nil {
		return err
	}
	for _, name := range []string{"id", "name", "address", "postalCode", "city", "country"} {
		if s, _ := c.Point[name].(string); s == "" {
			return fmt.Errorf("pick-up point: want %s, got nothing", name)
		}
	}
	return equal[any]("town of the pick-up point", town, c.Point["city"])
}

func goodsWaitAt(ctx context.Context, id string) error {
	c, err := worldFrom(ctx).shipped(ctx)
	if err != nil {
		return err
	}
	return equal[any]("pick-up point", id, c.Point["id"])
}

func goodsComeAt(ctx context.Context, id string) error {
	c, err := worldFrom(ctx).shipped(ctx)
	if err != nil {
		return err
	}
	for _, name := range []string{"date", "start", "end"} {
		if s, _ := c.Slot[name].(string); s == "" {
			return fmt.Errorf("time slot: want %s, got nothing", name)
		}
	}
	return equal[any]("time slot", id, c.Slot["id"])
}
