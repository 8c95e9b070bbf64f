package steps

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api/ecom"
)

func sayEcomOrder(b *book) {
	b.say(`an order of {money}`, anOrder)
	b.say(`an order of {money} placed in the merchant's app`, anOrderInApp)
	b.say(`an order of {money} placed at the counter for the number {text}`, anOrderAtCounter)
	b.say(`an express order of {money} with these ways to ship`, anExpressOrder)
	b.say(`an express order of {money} whose shipping the merchant is asked for`, anExpressOrderAsking)
	b.say(`the order also names an address that gives ways to ship`, orderNamesShippingAddress)
	b.say(`the way back is {text}`, theWayBackIs)
	b.say(`its reference has {number} characters`, itsReferenceHas)
	b.say(`its text has {number} characters`, itsTextHas)
	b.say(`the order carries (nothing|\S.*?) at {text}`, orderCarries)
	b.say(`the merchant (?:starts|has started) the payment`, merchantStarts)
	b.say(`the merchant tries to start the payment`, merchantTriesToStart)
	b.say(`the customer's link opens (a web page|the Vipps app) and carries a token`, linkOpens)
}

// ecom gives the driver of what only eCom has.
func (w *world) ecom(ctx context.Context) (*ecom.Driver, error) {
	d, err := w.driver(ctx)
	if err != nil {
		return nil, err
	}
	e, ok := d.(*ecom.Driver)
	if !ok {
		return nil, fmt.Errorf("%s does not know this sentence", w.plan.API)
	}
	return e, nil
}

// drafted gives the order that earlier sentences began.
func drafted(ctx context.Context) (*ecom.Initiation, error) {
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
	w.draft = &ecom.Initiation{Order: w.newOrder(m)}
	return nil
}

func anOrderInApp(ctx context.Context, amount, currency string) error {
	if err := anOrder(ctx, amount, currency); err != nil {
		return err
	}
	worldFrom(ctx).draft.App = true
	return nil
}

func anOrderAtCounter(ctx context.Context, amount, currency, phone string) error {
	if err := anOrder(ctx, amount, currency); err != nil {
		return err
	}
	d := worldFrom(ctx).draft
	d.SkipLandingPage, d.Phone = true, phone
	return nil
}

func anExpressOrderAsking(ctx context.Context, amount, currency string) error {
	if err := anOrder(ctx, amount, currency); err != nil {
		return err
	}
	w := worldFrom(ctx)
	w.draft.Express, w.draft.ConsentURL, w.draft.ShippingURL = true, w.callbackURL("consents"), w.callbackURL("shipping")
	return nil
}

func anExpressOrder(ctx context.Context, amount, currency string, t *godog.Table) error {
	if err := anExpressOrderAsking(ctx, amount, currency); err != nil {
		return err
	}
	w := worldFrom(ctx)
	var err error
	w.draft.ShippingURL = ""
	w.draft.Shipping, err = shippingTable(t, currency)
	return err
}

// shippingTable reads ways to ship, in the order in which they are offered.
func shippingTable(t *godog.Table, currency string) ([]ecom.Shipping, error) {
	all, err := rows(t)
	if err != nil {
		return nil, err
	}
	var list []ecom.Shipping
	for i, r := range all {
		cost, err := parseMoney(r["cost"], currency)
		if err != nil {
			return nil, err
		}
		list = append(list, ecom.Shipping{
			ID: r["id"], Method: r["method"], Cost: cost, Default: r["default"] == "yes", Priority: i + 1,
		})
	}
	return list, nil
}

func orderNamesShippingAddress(ctx context.Context) error {
	d, err := drafted(ctx)
	if err == nil {
		d.ShippingURL = worldFrom(ctx).callbackURL("shipping")
	}
	return err
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
	d.Reference = strings.Repeat("k", n-len(unique)) + unique
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
	d.Edits = append(d.Edits, ecom.Edit{Pointer: pointer, Value: value})
	return nil
}

func merchantStarts(ctx context.Context) error {
	order, err := drafted(ctx)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	d, err := w.ecom(ctx)
	if err != nil {
		return err
	}
	link, err := d.Initiate(ctx, *order)
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
	if what == "a web page" && !web || what == "the Vipps app" && !app {
		return fmt.Errorf("customer's link: want it to open %s, got the scheme %q", what, u.Scheme)
	}
	if u.Query().Get("token") == "" {
		return errors.New("customer's link: want a token in it, got none")
	}
	return nil
}
