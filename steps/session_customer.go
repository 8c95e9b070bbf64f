package steps

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"

	"kontrakt/harness/api"
)

func sayShopper(b *book) {
	b.say(`Kari (?:gives|has given) her address`, kariGivesAddress)
	b.say(`Kari (?:gives|has given) an address in (Oslo|Bergen|Stockholm|Helsinki|Copenhagen)`, kariGivesAddressIn)
	b.say(`Kari tries to give an address in (Oslo|Bergen|Stockholm|Helsinki|Copenhagen)`, kariTriesToGiveAddressIn)
	b.say(`Kari (?:chooses|has chosen) {text}`, kariChooses)
	b.say(`Kari tries to choose {text}`, kariTriesToChoose)
	b.say(`Kari chooses {text} at the (place|hour) {text}`, kariChoosesAt)
	b.say(`Kari (?:goes|has gone) to pay`, kariGoesToPay)
	b.say(`Kari (?:pays|has paid)`, kariPays)
	b.say(`Kari (?:pays|has paid) by card`, kariPaysByCard)
	b.say(`Kari (?:pays|has paid) and chooses {text}`, kariPaysChoosing)
	b.say(`Kari pays with what is filled in`, kariPaysFilledIn)
	b.say(`Kari pays for Ola, who lives in (Oslo|Bergen|Stockholm|Helsinki|Copenhagen)`, kariPaysForOla)
	b.say(`Kari tries to pay`, kariTriesToPay)
	b.say(`Kari (pays|tries to pay) without agreeing`, kariPaysWithoutAgreeing)
	b.say(`Kari (?:leaves|has left) the payment`, kariLeaves)
	b.say(`Kari's bank declines the payment`, bankDeclines)
	b.say(`the session is forgotten`, sessionIsForgotten)
	b.say(`{number} seconds? (?:pass|passes|have passed)`, secondsPass)
}

// kari is who types something into forms, by the names of billing details.
func kari() map[string]string {
	return map[string]string{
		"firstName": "Kari", "lastName": "Prøvesen", "email": "kari@shop.example", "phoneNumber": "4791234567",
		"streetAddress": "Storgata 1", "postalCode": "0155", "city": "Oslo", "country": "NO",
	}
}

// livesIn is an address in a town.
func livesIn(town string) map[string]string {
	a := map[string][3]string{
		"Oslo": {"Storgata 1", "0155", "NO"}, "Bergen": {"Torget 2", "5014", "NO"}, "Stockholm": {"Storgatan 3", "11122", "SE"},
		"Helsinki": {"Pitkäkatu 4", "00100", "FI"}, "Copenhagen": {"Storegade 5", "1050", "DK"},
	}[town]
	return map[string]string{"streetAddress": a[0], "postalCode": a[1], "country": a[2], "city": town}
}

// shopper lets the customer, or time, act on the session, and waits until the
// merchant was asked and told what follows from it. It skips the scenario where
// the target is no sandbox: only a person can act there.
func (w *world) shopper(ctx context.Context, verb string, data map[string]any) error {
	m, err := w.shop(ctx)
	if err != nil {
		return err
	}
	if w.shops.opened.Reference == "" {
		return errors.New("no session was opened")
	}
	if data == nil {
		data = map[string]any{}
	}
	path := "sessions/" + url.PathEscape(w.shops.opened.Reference) + "/" + verb
	if err := w.control(ctx, m.tenant, http.MethodPost, path, data, nil); err != nil {
		return err
	}
	_, err = w.sent(ctx, w.shops.opened.Reference)
	return err
}

// types is what Kari types where she has typed nothing yet.
func (w *world) types(data map[string]any) map[string]any {
	all := map[string]any{}
	if w.shops.filled == nil {
		w.shops.filled = kari()
		all["customer"] = w.shops.filled
	}
	maps.Copy(all, data)
	return all
}

func kariGivesAddress(ctx context.Context) error {
	w := worldFrom(ctx)
	return w.shopper(ctx, "submit", w.types(nil))
}

func kariGivesAddressIn(ctx context.Context, town string) error {
	w := worldFrom(ctx)
	who := kari()
	maps.Copy(who, livesIn(town))
	if err := w.shopper(ctx, "submit", map[string]any{"customer": who}); err != nil {
		return err
	}
	w.shops.filled = who
	return nil
}

// lateAct notes how an act of the customer ended that the sandbox may not let
// through.
func (w *world) lateAct(err error) error {
	if w.late = err; err == nil {
		return nil
	}
	if refused := (*controlRefused)(nil); errors.As(err, &refused) {
		return nil
	}
	return err
}

func kariTriesToGiveAddressIn(ctx context.Context, town string) error {
	return worldFrom(ctx).lateAct(kariGivesAddressIn(ctx, town))
}

func kariChooses(ctx context.Context, id string) error {
	return worldFrom(ctx).shopper(ctx, "choose", map[string]any{"choice": id})
}

func kariTriesToChoose(ctx context.Context, id string) error {
	return worldFrom(ctx).lateAct(kariChooses(ctx, id))
}

func kariChoosesAt(ctx context.Context, id, what, where string) error {
	member := map[string]string{"place": "pickupPoint", "hour": "timeslot"}[what]
	return worldFrom(ctx).shopper(ctx, "choose", map[string]any{"choice": id, member: where})
}

func kariGoesToPay(ctx context.Context) error {
	w := worldFrom(ctx)
	if err := w.shopper(ctx, "pay", w.types(nil)); err != nil {
		return err
	}
	s, err := w.look(ctx)
	if err == nil && s.Amount.Currency != "" {
		w.payment.order.Amount = s.Amount
	}
	return err
}

func kariPays(ctx context.Context) error { return kariPaysSo(ctx, nil) }

// kariPaysSo pays, and keeps what the session came to: the payment is about that.
func kariPaysSo(ctx context.Context, data map[string]any) error {
	w := worldFrom(ctx)
	if err := w.shopper(ctx, "approve", w.types(data)); err != nil {
		return err
	}
	s, err := w.look(ctx)
	if err == nil && s.State == api.SessionPaid && s.Amount.Currency != "" {
		w.payment.order.Amount, w.payment.authorized = s.Amount, s.Amount
	}
	return err
}

func kariPaysByCard(ctx context.Context) error {
	return kariPaysSo(ctx, map[string]any{"method": "Card"})
}

func kariPaysChoosing(ctx context.Context, id string) error {
	return kariPaysSo(ctx, map[string]any{"choice": id})
}

// kariPaysFilledIn types nothing.
func kariPaysFilledIn(ctx context.Context) error {
	worldFrom(ctx).shops.filled = map[string]string{}
	return kariPaysSo(ctx, nil)
}

func kariPaysForOla(ctx context.Context, town string) error {
	ola := map[string]string{"firstName": "Ola", "lastName": "Prøvesen", "email": "ola@shop.example", "phoneNumber": "4798765432"}
	maps.Copy(ola, livesIn(town))
	return kariPaysSo(ctx, map[string]any{"receiver": ola})
}

func kariTriesToPay(ctx context.Context) error { return worldFrom(ctx).lateAct(kariPays(ctx)) }

func kariPaysWithoutAgreeing(ctx context.Context, how string) error {
	err := kariPaysSo(ctx, map[string]any{"consent": false})
	if how == "pays" {
		return err
	}
	return worldFrom(ctx).lateAct(err)
}

func kariLeaves(ctx context.Context) error {
	w := worldFrom(ctx)
	return w.shopper(ctx, "reject", w.types(nil))
}

func bankDeclines(ctx context.Context) error {
	w := worldFrom(ctx)
	return w.shopper(ctx, "fail", w.types(nil))
}

func sessionIsForgotten(ctx context.Context) error {
	return worldFrom(ctx).shopper(ctx, "forget", nil)
}

func secondsPass(ctx context.Context, n int) error {
	return worldFrom(ctx).advance(ctx, period(n, "second"))
}
