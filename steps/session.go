package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/api/checkout"
	"kontrakt/harness/client/receiver"
)

func saySession(b *book) {
	b.say(`the merchant (?:opens|has opened) the session`, merchantOpens)
	b.say(`the merchant (?:opens|has opened) (?:a|another) session of {money}`, merchantOpensSessionOf)
	b.say(`the merchant tries to open the session`, merchantTriesToOpen)
	b.say(`the merchant tries to open a session of {money} under the same reference`, merchantTriesToOpenAgain)
	b.say(`the customer fills in (all forms|no address|no forms)`, customerFillsIn)
	b.say(`the order asks who the customer is`, orderAsksWho)
	b.say(`the merchant knows who Kari is`, merchantKnowsKari)
	b.say(`the customer comes back to the merchant's app`, customerComesBackToApp)
	b.say(`the customer stands at the counter`, customerStandsAtCounter)
	b.say(`the session's page and the address to ask at are on the web`, sessionHasAddresses)
	b.say(`the page for the customer opens`, pageOpens)
	b.say(`the merchant tries to look at (the session|a session that nobody opened)`, merchantTriesToLook)
	b.say(`another merchant tries to look at that session`, otherMerchantTriesToLook)
}

// A shopping is what a scenario knows of its sessions.
type shopping struct {
	// opened is the session that the scenario is about, all are those that were
	// opened.
	opened api.Opened
	all    []api.Opened
	// filled says what Kari typed in; nil while she has typed nothing.
	filled map[string]string
	// offers is what the merchant answers when it is asked how it ships.
	offers func(receiver.Call) receiver.Behaviour
}

// sessionsOf gives the driver of sessions for a merchant.
func (w *world) sessionsOf(m *merchant) (api.Sessions, error) {
	for _, d := range w.Definitions {
		if d.ID == w.plan.API && d.Sessions != nil {
			return &sessionWitness{d.Sessions(m.client), w}, nil
		}
	}
	return nil, fmt.Errorf("%s has no sessions", w.plan.API)
}

func (w *world) sessions(ctx context.Context) (api.Sessions, error) {
	m, err := w.shop(ctx)
	if err != nil {
		return nil, err
	}
	return w.sessionsOf(m)
}

// checkout gives the driver of what only version 3 has.
func (w *world) checkout(ctx context.Context) (*checkout.Driver, error) {
	s, err := w.sessions(ctx)
	if err != nil {
		return nil, err
	}
	d, ok := bareSessions(s).(*checkout.Driver)
	if !ok {
		return nil, fmt.Errorf("%s does not know this sentence", w.plan.API)
	}
	return d, nil
}

// opening is the draft as Checkout takes it.
func (d *draft) opening() checkout.Opening {
	o := d.session
	o.Order, o.Edits = d.Order, d.edits
	return o
}

// asksOf changes what only sessions have of the order that was begun.
func asksOf(ctx context.Context, change func(*checkout.Opening)) error {
	d, err := drafted(ctx)
	if err == nil {
		change(&d.session)
	}
	return err
}

// open opens a session of the draft; key is an idempotency key, for a version
// that has one.
func (w *world) open(ctx context.Context, d *draft, key string) (api.Opened, error) {
	s, err := w.sessions(ctx)
	if err != nil {
		return api.Opened{}, err
	}
	if w.callbackToken == "" {
		w.callbackToken = "merchant-" + w.id() // there is no session without
	}
	d.CallbackToken, d.CallbackURL = w.callbackToken, w.callbackURL("callbacks/"+d.Reference)
	o := d.opening()
	var opened api.Opened
	if v3, ok := bareSessions(s).(*checkout.Driver); ok {
		opened, err = v3.Create(ctx, o, key)
		w.opens(v3, opened, err)
	} else {
		opened, err = s.Open(ctx, o.Purchase)
	}
	if err == nil && !slices.Contains(w.shops.all, opened) {
		w.shops.all = append(w.shops.all, opened)
	}
	return opened, err
}

// entered makes a session that was opened the one that the scenario is about. Its
// payment is not there before the customer pays.
func (w *world) entered(o api.Order, opened api.Opened) {
	w.shops.opened, w.shops.filled = opened, nil
	w.payment = payment{order: o, money: money{authorized: api.Money{Currency: o.Amount.Currency}}}
	w.outcomes = nil
}

func merchantOpens(ctx context.Context) error { return merchantOpensWithKey(ctx, "") }

func merchantOpensWithKey(ctx context.Context, key string) error {
	d, err := drafted(ctx)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	opened, err := w.open(ctx, d, w.key(key))
	if err != nil {
		return err
	}
	w.entered(d.Order, opened)
	return nil
}

func merchantOpensSessionOf(ctx context.Context, amount, currency string) error {
	if err := anOrder(ctx, amount, currency); err != nil {
		return err
	}
	return merchantOpens(ctx)
}

func merchantTriesToOpen(ctx context.Context) error {
	return worldFrom(ctx).attempt(merchantOpens(ctx))
}

// merchantTriesToOpenAgain leaves the session that the scenario is about alone.
func merchantTriesToOpenAgain(ctx context.Context, amount, currency string) error {
	w := worldFrom(ctx)
	reference := w.payment.order.Reference
	if err := anOrder(ctx, amount, currency); err != nil {
		return err
	}
	w.draft.Reference = reference
	_, err := w.open(ctx, w.draft, "")
	return w.attempt(err)
}

func customerFillsIn(ctx context.Context, forms string) error {
	return asksOf(ctx, func(o *checkout.Opening) { o.Elements = api.Elements(forms) })
}

func orderAsksWho(ctx context.Context) error {
	return asksOf(ctx, func(o *checkout.Opening) { o.Identity = true })
}

func merchantKnowsKari(ctx context.Context) error {
	return asksOf(ctx, func(o *checkout.Opening) {
		o.Prefill = map[string]any{}
		for name, value := range kari() {
			o.Prefill[name] = value
		}
	})
}

func customerComesBackToApp(ctx context.Context) error {
	if err := theWayBackIs(ctx, "merchantapp://orders/done"); err != nil {
		return err
	}
	return asksOf(ctx, func(o *checkout.Opening) { o.App = true })
}

func customerStandsAtCounter(ctx context.Context) error {
	return asksOf(ctx, func(o *checkout.Opening) { o.Present = true })
}

// sessionHasAddresses does not ask what the addresses are: they are only good as
// they were given.
func sessionHasAddresses(ctx context.Context) error {
	o := worldFrom(ctx).shops.opened
	for what, address := range map[string]string{"page for the customer": o.Page, "address to ask at": o.Poll} {
		if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
			return fmt.Errorf("%s: want an absolute address, got another", what)
		}
	}
	return nil
}

// pageOpens opens the address as it was given, as a browser does.
func pageOpens(ctx context.Context) error {
	w := worldFrom(ctx)
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, w.shops.opened.Page, http.NoBody)
	if err != nil {
		return errors.New("page for the customer: want an address, got something else")
	}
	answer, err := w.direct.RoundTrip(q)
	if err != nil {
		return errors.New("page for the customer: want one that opens, got an address that leads nowhere")
	}
	defer answer.Body.Close()
	return equal("status of the page for the customer", http.StatusOK, answer.StatusCode)
}

// look asks the API how the session stands.
func (w *world) look(ctx context.Context) (api.Session, error) {
	s, err := w.sessions(ctx)
	if err != nil {
		return api.Session{}, err
	}
	if w.shops.opened.Reference == "" {
		return api.Session{}, errors.New("no session was opened")
	}
	return s.Session(ctx, w.shops.opened)
}

func merchantTriesToLook(ctx context.Context, at string) error {
	w := worldFrom(ctx)
	if at == "the session" {
		_, err := w.look(ctx)
		return w.attempt(err)
	}
	s, err := w.sessions(ctx)
	if err != nil {
		return err
	}
	_, err = s.Session(ctx, api.Opened{Reference: w.reference(), ID: "n0such0session0of0ours"})
	return w.attempt(err)
}

func otherMerchantTriesToLook(ctx context.Context) error {
	w := worldFrom(ctx)
	other, err := w.newMerchant(ctx, unit{})
	if err != nil {
		return err
	}
	s, err := w.sessionsOf(other)
	if err != nil {
		return err
	}
	_, err = s.Session(ctx, w.shops.opened)
	return w.attempt(err)
}
