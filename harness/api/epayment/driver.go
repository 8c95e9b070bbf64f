package epayment

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// A Driver drives ePayment v1 as a merchant: what api.Payments asks, and what
// only ePayment has.
type Driver struct{ c *client.Client }

// NewDriver makes a driver that calls through c.
func NewDriver(c *client.Client) *Driver { return &Driver{c: c} }

// newDriver makes the driver of shared sentences about payments.
func newDriver(c *client.Client) api.Payments { return NewDriver(c) }

var _ api.Payments = (*Driver)(nil)

// Create starts a payment that sends the customer through a browser.
func (d *Driver) Create(ctx context.Context, o api.Order) (api.Link, error) {
	return d.Start(ctx, Creation{Order: o}, "")
}

// Start starts a payment of any kind. An empty key makes a fresh one.
func (d *Driver) Start(ctx context.Context, c Creation, key string) (api.Link, error) {
	body, err := c.body()
	if err != nil {
		return api.Link{}, fmt.Errorf("write the request to create: %w", err)
	}
	var answer createdJSON
	r := client.Request{Method: http.MethodPost, Target: payments, Header: d.keyed(key), Body: body}
	if err := d.call(ctx, api.Start, r, &answer); err != nil {
		return api.Link{}, err
	}
	if answer.Reference != c.Reference {
		return api.Link{}, fmt.Errorf("create: want reference %q, got %q", c.Reference, answer.Reference)
	}
	return api.Link{Reference: answer.Reference, URL: answer.RedirectURL}, nil
}

// keyed is the header with an idempotency key.
func (d *Driver) keyed(key string) http.Header {
	if key == "" {
		key = d.c.NewID()
	}
	return http.Header{headerKey: {key}}
}

// Approve approves by the call of the test environment: for the customer with
// this number, or with the token of the payment's link where there is none.
func (d *Driver) Approve(ctx context.Context, l api.Link, phone string) error {
	body := object{}
	switch token := api.LinkToken(l.URL); {
	case phone != "":
		body["customer"] = object{"phoneNumber": msisdnOf(phone)}
	case token != "":
		body["token"] = token
	}
	raw, err := api.Encode(body)
	if err != nil {
		return fmt.Errorf("write the request to approve: %w", err)
	}
	target := strings.ReplaceAll(approval, "{Reference}", url.PathEscape(l.Reference))
	return d.call(ctx, api.Approve, client.Request{Method: http.MethodPost, Target: target, Body: raw}, nil)
}

// msisdnOf puts the country code before a Norwegian number that lacks it.
func msisdnOf(phone string) string {
	if len(phone) == 8 {
		return "47" + phone
	}
	return phone
}

// call sends the request and reads the answer into v; nil reads nothing. An
// answer outside 2xx is a *api.Refusal.
func (d *Driver) call(ctx context.Context, doing string, r client.Request, v any) error {
	return api.Call(ctx, d.c, r, v, func(a client.Answer) error { return refusalOf(doing, a) })
}

func target(reference, act string) string {
	return payments + "/" + url.PathEscape(reference) + act
}

func (a amountJSON) money() api.Money { return api.Money{Minor: a.Value, Currency: a.Currency} }

// parseTime reads RFC 3339.
func parseTime(text string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("timestamp: want a time such as 2026-01-31T12:00:00.000Z, got %q", text)
	}
	return at.UTC(), nil
}
