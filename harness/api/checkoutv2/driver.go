package checkoutv2

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// driven is where a driver finds sessions.
const driven = "/checkout/v2/session"

// A Driver drives Checkout v2 as a merchant: what api.Sessions asks, and what
// only version 2 has.
type Driver struct{ c *client.Client }

// NewDriver makes a driver that calls through c.
func NewDriver(c *client.Client) *Driver { return &Driver{c: c} }

// newDriver makes the driver of shared sentences about sessions.
func newDriver(c *client.Client) api.Sessions { return NewDriver(c) }

var _ api.Sessions = (*Driver)(nil)

// Open opens a session. Its ID, by which it is read, is the end of the address
// that the answer gives for that.
func (d *Driver) Open(ctx context.Context, p api.Purchase) (api.Opened, error) {
	raw, err := body(p)
	if err != nil {
		return api.Opened{}, fmt.Errorf("write the request to open: %w", err)
	}
	var answer struct{ Token, CheckoutFrontendURL, PollingURL string }
	if err := d.call(ctx, api.Open, client.Request{Method: http.MethodPost, Target: driven, Body: raw}, &answer); err != nil {
		return api.Opened{}, err
	}
	poll, err := url.Parse(answer.PollingURL)
	if err != nil || path.Base(poll.Path) == "session" || poll.Path == "" {
		return api.Opened{}, errors.New("open a session: want a pollingUrl that ends with the session's id, got another")
	}
	if answer.Token == "" {
		return api.Opened{}, errors.New("open a session: want a token, got none")
	}
	return api.Opened{
		Reference: p.Reference, ID: path.Base(poll.Path), Token: answer.Token, Page: answer.CheckoutFrontendURL, Poll: answer.PollingURL,
	}, nil
}

// Session reads how a session stands, by its ID.
func (d *Driver) Session(ctx context.Context, o api.Opened) (api.Session, error) {
	var answer json.RawMessage
	r := client.Request{Method: http.MethodGet, Target: driven + "/" + url.PathEscape(o.ID)}
	if err := d.call(ctx, api.Look, r, &answer); err != nil {
		return api.Session{}, err
	}
	s, err := readSession(answer, polledState)
	switch {
	case err != nil:
		return s, err
	case o.Reference != "" && s.Reference != o.Reference:
		return s, fmt.Errorf("session: want reference %q, got %q", o.Reference, s.Reference)
	case s.ID != o.ID:
		return s, fmt.Errorf("session: want the session %q, got %q", o.ID, s.ID)
	}
	return s, nil
}

// Told reads the completion callback.
func (d *Driver) Told(body []byte) (api.Session, error) { return readSession(body, toldState) }

// CallbackPath is what follows callbackPrefix.
func (d *Driver) CallbackPath(reference string) string {
	return "/checkout/v2/order/" + url.PathEscape(reference)
}

// Offer writes the answer to the question for ways to ship.
func (d *Driver) Offer(ways []api.Way) ([]byte, error) { return api.Encode(Options(ways)) }

func (d *Driver) call(ctx context.Context, doing string, r client.Request, v any) error {
	r.Keys = true
	return api.Call(ctx, d.c, r, v, func(a client.Answer) error { return refusalOf(doing, a) })
}
