package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness/api/epayment"
)

func sayEpaymentOrder(b *book) {
	b.say(`an order of {money} that reaches Kari by (a push message|the app|a QR code)`, anOrderThatReachesBy)
	b.say(`Kari is named by (her number|her personal QR code|the token of her check-in) {text}`, kariIsNamedBy)
	b.say(`the order asks for {text}`, orderAsksFor)
	b.say(`the customer must be {number} years old`, customerMustBe)
	b.say(`the order expires in {number} (minute|hour|day)s`, orderExpiresIn)
	b.say(`the order carries a receipt`, orderCarriesReceipt)
	b.say(`the QR code is asked for as (an image|the address that it leads to)`, qrIsAskedForAs)
	b.say(`the QR code is asked for as a PNG of {number} pixels`, qrIsAskedForAsPNG)
	b.say(`the order carries {number} pairs of metadata`, orderCarriesMetadata)
	b.say(`the order carries metadata with a key of {number} and a value of {number} characters`, orderCarriesMetadataOf)
	b.say(`the merchant ships to ([A-Z]{2}) only`, merchantShipsToOnly)
	b.say(`there is no link for the customer`, thereIsNoLink)
}

// epayment gives the driver of what only ePayment has.
func (w *world) epayment(ctx context.Context) (*epayment.Driver, error) {
	d, err := w.driver(ctx)
	if err != nil {
		return nil, err
	}
	e, ok := bare(d).(*epayment.Driver)
	if !ok {
		return nil, fmt.Errorf("%s does not know this sentence", w.plan.API)
	}
	return e, nil
}

// creation is the draft as ePayment takes it.
func (d *draft) creation() epayment.Creation {
	c := d.epayment
	c.Order, c.Edits, c.ShippingURL = d.Order, d.edits, d.shippingURL
	for _, s := range d.shipping {
		c.Shipping = append(c.Shipping, epayment.Shipping(s))
	}
	return c
}

// wishes changes what only ePayment has of the order that was begun.
func wishes(ctx context.Context, change func(*epayment.Creation)) error {
	d, err := drafted(ctx)
	if err == nil {
		change(&d.epayment)
	}
	return err
}

func anOrderThatReachesBy(ctx context.Context, amount, currency, way string) error {
	if err := anOrder(ctx, amount, currency); err != nil {
		return err
	}
	flow := map[string]string{"a push message": "PUSH_MESSAGE", "the app": "NATIVE_REDIRECT", "a QR code": "QR"}[way]
	return wishes(ctx, func(c *epayment.Creation) { c.Flow = flow })
}

func kariIsNamedBy(ctx context.Context, what, value string) error {
	d, err := drafted(ctx)
	if err != nil {
		return err
	}
	switch what {
	case "her number":
		d.Phone = value
	case "her personal QR code":
		d.epayment.PersonalQR = value
	default:
		d.epayment.CustomerToken = value
	}
	return nil
}

func orderAsksFor(ctx context.Context, scope string) error {
	return wishes(ctx, func(c *epayment.Creation) { c.Scope = scope })
}

func customerMustBe(ctx context.Context, age int) error {
	return wishes(ctx, func(c *epayment.Creation) { c.MinimumAge = age })
}

func orderExpiresIn(ctx context.Context, n int, unit string) error {
	now, err := worldFrom(ctx).now(ctx)
	if err != nil {
		return err
	}
	in := map[string]time.Duration{"minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}[unit]
	return wishes(ctx, func(c *epayment.Creation) { c.Expires = now.Add(time.Duration(n) * in) })
}

// now is the time of the target: a sandbox has one of its own for every
// merchant.
func (w *world) now(ctx context.Context) (time.Time, error) {
	if w.Control == "" {
		return w.Now(), nil
	}
	m, err := w.shop(ctx)
	if err != nil {
		return time.Time{}, err
	}
	var clock struct{ Now time.Time }
	err = w.control(ctx, m.tenant, http.MethodGet, "clock", nil, &clock)
	return clock.Now, err
}

func orderCarriesReceipt(ctx context.Context) error {
	return wishes(ctx, func(c *epayment.Creation) { c.Receipt = true })
}

func qrIsAskedForAs(ctx context.Context, what string) error {
	format := "IMAGE/SVG+XML"
	if what != "an image" {
		format = "TEXT/TARGETURL"
	}
	return wishes(ctx, func(c *epayment.Creation) { c.QRFormat = format })
}

func qrIsAskedForAsPNG(ctx context.Context, size int) error {
	return wishes(ctx, func(c *epayment.Creation) { c.QRFormat, c.QRSize = "IMAGE/PNG", size })
}

func orderCarriesMetadata(ctx context.Context, pairs int) error {
	return wishes(ctx, func(c *epayment.Creation) {
		c.Metadata = map[string]string{}
		for n := range pairs {
			c.Metadata[fmt.Sprintf("shelf %d", n+1)] = fmt.Sprintf("%d mugs", n+1)
		}
	})
}

func orderCarriesMetadataOf(ctx context.Context, key, value int) error {
	return wishes(ctx, func(c *epayment.Creation) {
		c.Metadata = map[string]string{strings.Repeat("k", key): strings.Repeat("v", value)}
	})
}

func merchantShipsToOnly(ctx context.Context, country string) error {
	return wishes(ctx, func(c *epayment.Creation) { c.Countries = []string{country} })
}

func thereIsNoLink(ctx context.Context) error {
	if worldFrom(ctx).payment.link.URL != "" {
		return errors.New("link for the customer: want none, got one")
	}
	return nil
}
