package steps

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/api/checkout"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/api/epayment"
)

func sayDraft(b *book) {
	b.say(`an order of {money}`, anOrder)
	b.say(`an order of {money} placed at the counter for the number {text}`, anOrderAtCounter)
	b.say(`the way back is {text}`, theWayBackIs)
	b.say(`its reference has {number} characters`, itsReferenceHas)
	b.say(`its text has {number} characters`, itsTextHas)
	b.say(`the order carries (nothing|\S.*?) at {text}`, orderCarries)
	b.say(`the merchant (?:starts|has started) the payment`, merchantStarts)
	b.say(`the merchant tries to start the payment`, merchantTriesToStart)
	b.say(`the customer's link opens (a web page|the Vipps app|an image) and carries a token`, linkOpens)
}

// A draft is an order that is not started yet, with what every API may ask for
// and what only one has.
type draft struct {
	api.Order
	edits []api.Edit
	// express asks for the customer's address too; shipping are fixed ways to
	// ship, shippingURL is asked for some.
	express     bool
	shipping    []ecom.Shipping
	shippingURL string

	ecom     ecom.Initiation
	epayment epayment.Creation
	session  checkout.Opening
}

// drafted gives the order that earlier sentences began.
func drafted(ctx context.Context) (*draft, error) {
	d := worldFrom(ctx).draft
	if d == nil {
		return nil, errors.New("no order was begun")
	}
	return d, nil
}

func anOrder(ctx context.Context, amount, currency string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	w.draft = &draft{Order: w.newOrder(m)}
	return nil
}

func anOrderAtCounter(ctx context.Context, amount, currency, phone string) error {
	if err := anOrder(ctx, amount, currency); err != nil {
		return err
	}
	d := worldFrom(ctx).draft
	d.Phone = phone
	d.ecom.SkipLandingPage = true
	d.epayment.Flow, d.epayment.Present = "PUSH_MESSAGE", true
	return nil
}

func theWayBackIs(ctx context.Context, address string) error {
	d, err := drafted(ctx)
	if err == nil {
		d.ReturnURL = address
	}
	return err
}

func itsReferenceHas(ctx context.Context, n int) error {
	d, err := drafted(ctx)
	if err != nil {
		return err
	}
	// The end is what makes it unique on a target that all scenarios share.
	w := worldFrom(ctx)
	unique := w.run + w.segment()
	if n < 12 {
		unique = w.run
	}
	unique = unique[max(len(unique)-n+1, 0):]
	// One reference is one payment, whichever API and version made it.
	lead := string(rune(w.plan.API[1] + w.plan.API[len(w.plan.API)-1] - '1'))
	d.Reference = strings.Repeat(lead, n-len(unique)) + unique
	return nil
}

func itsTextHas(ctx context.Context, n int) error {
	d, err := drafted(ctx)
	if err == nil {
		d.Text = strings.Repeat("Two mugs. ", n/10+1)[:n]
	}
	return err
}

func orderCarries(ctx context.Context, value, pointer string) error {
	d, err := drafted(ctx)
	if err != nil {
		return err
	}
	if value == "nothing" {
		value = ""
	}
	d.edits = append(d.edits, api.Edit{Pointer: pointer, Value: value})
	return nil
}

// start starts a draft with the scenario's API; key is an idempotency key, for
// an API that has one here.
func (w *world) start(ctx context.Context, o *draft, key string) (api.Link, error) {
	d, err := w.driver(ctx)
	if err != nil {
		return api.Link{}, err
	}
	var link api.Link
	switch d := bare(d).(type) {
	case *ecom.Driver:
		link, err = d.Initiate(ctx, o.initiation())
	case *epayment.Driver:
		link, err = d.Start(ctx, o.creation(), key)
	default:
		return api.Link{}, fmt.Errorf("%s does not know this sentence", w.plan.API)
	}
	w.ordered(bare(d), o.Reference, err)
	return link, err
}

func merchantStarts(ctx context.Context) error { return merchantStartsWithKey(ctx, "") }

func merchantStartsWithKey(ctx context.Context, key string) error {
	order, err := drafted(ctx)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	link, err := w.start(ctx, order, w.key(key))
	if err != nil {
		return err
	}
	w.begun(order.Order, link)
	return nil
}

func merchantTriesToStart(ctx context.Context) error {
	return worldFrom(ctx).attempt(merchantStarts(ctx))
}

func linkOpens(ctx context.Context, what string) error {
	link := worldFrom(ctx).payment.link
	u, err := url.Parse(link.URL)
	if err != nil {
		// The cause would quote the link, which holds a token.
		return errors.New("read the customer's link: want a URL, got something else")
	}
	web := u.Scheme == "https" || u.Scheme == "http"
	app := u.Scheme == "vipps" || strings.EqualFold(u.Scheme, "vippsMT")
	image := web && strings.Contains(u.Host+u.Path, "qr")
	if what == "a web page" && (!web || image) || what == "an image" && !image || what == "the Vipps app" && !app {
		return fmt.Errorf("customer's link: want it to open %s, got the scheme %q", what, u.Scheme)
	}
	if u.Query().Get("token") == "" {
		return errors.New("customer's link: want a token in it, got none")
	}
	return nil
}
