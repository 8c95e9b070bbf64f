package checkout

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// driven is where a driver finds sessions.
const driven = "/checkout/v3/session"

// A Driver drives Checkout v3 as a merchant: what api.Sessions asks, and what
// only version 3 has.
type Driver struct{ c *client.Client }

// NewDriver makes a driver that calls through c.
func NewDriver(c *client.Client) *Driver { return &Driver{c: c} }

// newDriver makes the driver of shared sentences about sessions.
func newDriver(c *client.Client) api.Sessions { return NewDriver(c) }

var _ api.Sessions = (*Driver)(nil)

// Open opens a session as both versions know it.
func (d *Driver) Open(ctx context.Context, p api.Purchase) (api.Opened, error) {
	return d.Create(ctx, Opening{Purchase: p}, "")
}

// Create opens a session of any kind; an empty key sends none.
func (d *Driver) Create(ctx context.Context, o Opening, key string) (api.Opened, error) {
	body, err := o.body()
	if err != nil {
		return api.Opened{}, fmt.Errorf("write the request to open: %w", err)
	}
	var answer struct{ Token, CheckoutFrontendURL, PollingURL string }
	r := client.Request{Method: http.MethodPost, Target: driven, Header: keyed(key), Body: body}
	if err := d.call(ctx, api.Open, r, &answer); err != nil {
		return api.Opened{}, err
	}
	if answer.Token == "" {
		return api.Opened{}, errors.New("open a session: want a token, got none")
	}
	return api.Opened{
		Reference: o.Reference, Token: answer.Token, Page: answer.CheckoutFrontendURL, Poll: answer.PollingURL,
	}, nil
}

// Session reads how a session stands, by the merchant's reference.
func (d *Driver) Session(ctx context.Context, o api.Opened) (api.Session, error) {
	var answer json.RawMessage
	r := client.Request{Method: http.MethodGet, Target: drivenAt(o.Reference, "")}
	if err := d.call(ctx, api.Look, r, &answer); err != nil {
		return api.Session{}, err
	}
	s, err := readSession(answer)
	if err == nil && s.Reference != o.Reference {
		err = fmt.Errorf("session: want reference %q, got %q", o.Reference, s.Reference)
	}
	return s, err
}

// Told reads the completion callback, which has the form of what is read.
func (d *Driver) Told(body []byte) (api.Session, error) { return readSession(body) }

// CallbackPath is empty: callbackUrl is the whole address.
func (d *Driver) CallbackPath(string) string { return "" }

// Offer writes the answer to the question for ways to ship: the bare list.
func (d *Driver) Offer(ways []api.Way) ([]byte, error) { return api.Encode(Options(ways)) }

// An Amendment changes a session that is open; what is zero stays as it is.
type Amendment struct {
	Reference string
	// Amount and Text go together.
	Amount api.Money
	Text   string
	Lines  []Line
	Ways   []api.Way
	// Key is the idempotency key; empty sends none.
	Key string
	// Edits are made to the request's body at last.
	Edits []api.Edit
}

// Amend changes a session; the answer has no body.
func (d *Driver) Amend(ctx context.Context, a Amendment) error {
	body := object{}
	if a.Amount.Currency != "" {
		transaction := object{"amount": amountOf(a.Amount), "paymentDescription": a.Text}
		if len(a.Lines) > 0 {
			transaction["orderSummary"] = summary(a.Lines, a.Amount.Currency)
		}
		body["transaction"] = transaction
	}
	if len(a.Ways) > 0 {
		body["logisticOptions"] = Options(a.Ways)
	}
	for _, e := range a.Edits {
		if err := e.Apply(body); err != nil {
			return err
		}
	}
	raw, err := api.Encode(body)
	if err != nil {
		return fmt.Errorf("write the request to amend: %w", err)
	}
	return d.call(ctx, api.Amend, client.Request{
		Method: http.MethodPatch, Target: drivenAt(a.Reference, ""), Header: keyed(a.Key), Body: raw,
	}, nil)
}

// Expire ends a session that is open; the answer has no body.
func (d *Driver) Expire(ctx context.Context, reference, key string) error {
	return d.call(ctx, api.Lapse, client.Request{
		Method: http.MethodPost, Target: drivenAt(reference, "/expire"), Header: keyed(key),
	}, nil)
}

func drivenAt(reference, act string) string { return driven + "/" + url.PathEscape(reference) + act }

// keyed is the header with an idempotency key, none for an empty one.
func keyed(key string) http.Header {
	if key == "" {
		return nil
	}
	return http.Header{"Idempotency-Key": {key}}
}

func (d *Driver) call(ctx context.Context, doing string, r client.Request, v any) error {
	r.Keys = true
	return api.Call(ctx, d.c, r, v, func(a client.Answer) error { return refusalOf(doing, a) })
}
