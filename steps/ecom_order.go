package steps

import (
	"context"
	"fmt"

	"github.com/cucumber/godog"

	"kontrakt/harness/api/ecom"
)

func sayEcomOrder(b *book) {
	b.say(`an order of {money} placed in the merchant's app`, anOrderInApp)
	b.say(`an express order of {money} with these ways to ship`, anExpressOrder)
	b.say(`an express order of {money} whose shipping the merchant is asked for`, anExpressOrderAsking)
	b.say(`the order also names an address that gives ways to ship`, orderNamesShippingAddress)
}

// ecom gives the driver of what only eCom has.
func (w *world) ecom(ctx context.Context) (*ecom.Driver, error) {
	d, err := w.driver(ctx)
	if err != nil {
		return nil, err
	}
	e, ok := bare(d).(*ecom.Driver)
	if !ok {
		return nil, fmt.Errorf("%s does not know this sentence", w.plan.API)
	}
	return e, nil
}

// initiation is the draft as eCom takes it.
func (d *draft) initiation() ecom.Initiation {
	i := d.ecom
	i.Order, i.Edits, i.Shipping, i.ShippingURL = d.Order, d.edits, d.shipping, d.shippingURL
	return i
}

func anOrderInApp(ctx context.Context, amount, currency string) error {
	if err := anOrder(ctx, amount, currency); err != nil {
		return err
	}
	worldFrom(ctx).draft.ecom.App = true
	return nil
}

func anExpressOrderAsking(ctx context.Context, amount, currency string) error {
	if err := anOrder(ctx, amount, currency); err != nil {
		return err
	}
	w := worldFrom(ctx)
	w.draft.express, w.draft.shippingURL = true, w.callbackURL("shipping")
	w.draft.ecom.Express, w.draft.ecom.ConsentURL = true, w.callbackURL("consents")
	w.draft.epayment.Scope, w.draft.epayment.ShippingToken = "name address email phoneNumber", "shipping-token-"+w.segment()
	return nil
}

func anExpressOrder(ctx context.Context, amount, currency string, t *godog.Table) error {
	if err := anExpressOrderAsking(ctx, amount, currency); err != nil {
		return err
	}
	w := worldFrom(ctx)
	var err error
	w.draft.shippingURL = ""
	w.draft.shipping, err = shippingTable(t, currency)
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
		d.shippingURL = worldFrom(ctx).callbackURL("shipping")
	}
	return err
}
