package ecom

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// payments is where eCom's payments live.
const payments = "/ecomm/v2/payments"

// A Driver drives eCom v2 as a merchant: what api.Payments asks, and what only
// eCom has.
type Driver struct{ c *client.Client }

// NewDriver makes a driver that calls through c.
func NewDriver(c *client.Client) *Driver { return &Driver{c: c} }

// newDriver makes the driver of shared sentences about payments.
func newDriver(c *client.Client) api.Payments { return NewDriver(c) }

var _ api.Payments = (*Driver)(nil)

// Create initiates a regular payment.
func (d *Driver) Create(ctx context.Context, o api.Order) (api.Link, error) {
	return d.Initiate(ctx, Initiation{Order: o})
}

// Initiate starts a payment of any kind.
func (d *Driver) Initiate(ctx context.Context, i Initiation) (api.Link, error) {
	body, err := i.body(d.c.MSN())
	if err != nil {
		return api.Link{}, fmt.Errorf("write the request to initiate: %w", err)
	}
	var answer struct {
		OrderID string `json:"orderId"`
		URL     string `json:"url"`
	}
	if err := d.call(ctx, api.Start, client.Request{Method: http.MethodPost, Target: payments, Body: body}, &answer); err != nil {
		return api.Link{}, err
	}
	if answer.OrderID != i.Order.Reference {
		return api.Link{}, fmt.Errorf("initiate: want orderId %q, got %q", i.Order.Reference, answer.OrderID)
	}
	return api.Link{Reference: answer.OrderID, URL: answer.URL}, nil
}

// Approve approves by the call of the test environment, with the token of the
// payment's link and, where it is known, the customer's number.
func (d *Driver) Approve(ctx context.Context, l api.Link, phone string) error {
	body := map[string]string{}
	if phone != "" {
		body["customerPhoneNumber"] = phone
	}
	if token := api.LinkToken(l.URL); token != "" {
		body["token"] = token
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write the request to approve: %w", err)
	}
	return d.call(ctx, api.Approve, client.Request{
		Method: http.MethodPost,
		Target: "/ecomm/v2/integration-test/payments/" + url.PathEscape(l.Reference) + "/approve",
		Header: http.Header{"X-Request-Id": {d.c.NewID()}},
		Body:   raw,
	}, nil)
}

// call sends the request and reads the answer into v; nil reads nothing. An
// answer outside 2xx is a *api.Refusal.
func (d *Driver) call(ctx context.Context, doing string, r client.Request, v any) error {
	return api.Call(ctx, d.c, r, v, func(a client.Answer) error { return refusalOf(doing, a) })
}

func target(reference, act string) string {
	return payments + "/" + url.PathEscape(reference) + "/" + act
}
