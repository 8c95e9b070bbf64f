package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"kontrakt/harness/client/receiver"
)

func sayCallback(b *book) {
	b.say(`the merchant wants to be told with a token`, wantsToken)
	b.say(`the merchant is told ([A-Z_]+)`, merchantIsTold)
	b.say(`the callback carries the merchant's token`, callbackCarriesToken)
	b.say(`the callback carries no token`, callbackCarriesNoToken)
	b.say(`the callback is about {money}`, callbackIsAbout)
	b.say(`the merchant was told once`, merchantWasToldOnce)
	b.say(`the merchant's endpoint (redirects|breaks|never answers)`, endpointDoes)
}

// patience is how long a callback may take on its way, in real time: longer
// than the API waits for the merchant's answer to an earlier one.
const patience = 15 * time.Second

// callback is what the APIs tell the merchant at the end of a payment.
type callback struct {
	MSN             string `json:"merchantSerialNumber"`
	OrderID         string `json:"orderId"`
	TransactionInfo struct {
		Amount    int64
		Status    string
		TimeStamp string
	}
	ShippingDetails *struct {
		ShippingCost     json.Number
		ShippingMethodID string `json:"shippingMethodId"`
	}
}

// callbackPath is what follows the registered address.
func (w *world) callbackPath() string {
	return "/callbacks/v2/payments/" + url.PathEscape(w.payment.order.Reference)
}

// told waits for the callback about the payment.
func (w *world) told(ctx context.Context) (receiver.Call, callback, error) {
	box, err := w.inbox()
	if err != nil {
		return receiver.Call{}, callback{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	call, err := w.await(ctx, box, http.MethodPost, w.callbackPath())
	if err != nil {
		return call, callback{}, err
	}
	var c callback
	if err := json.Unmarshal(call.Body, &c); err != nil {
		return call, c, errors.New("read the callback: not the JSON that was promised")
	}
	return call, c, w.concerns(c)
}

// concerns says whether a callback is about the payment, and when it was.
func (w *world) concerns(c callback) error {
	if err := equal("orderId of the callback", w.payment.order.Reference, c.OrderID); err != nil {
		return err
	}
	if w.merchant != nil && c.MSN != w.merchant.credentials.MSN {
		return errors.New("merchantSerialNumber of the callback: want the merchant's own, got another")
	}
	at := c.TransactionInfo.TimeStamp
	_, err := time.Parse(time.RFC3339, at)
	_, local := time.Parse("2006-01-02T15:04:05", at)
	if err != nil && local != nil {
		return fmt.Errorf("timeStamp of the callback: want a time such as 2026-01-31T12:00:00.000Z, got %q", at)
	}
	return nil
}

// await waits for a call to the merchant. A sandbox says when nothing is on its
// way any more; what has not come by then never will.
func (w *world) await(ctx context.Context, box *receiver.Box, method, suffix string) (receiver.Call, error) {
	wait := ctx
	if w.Control != "" {
		soon, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		defer cancel()
		if call, err := box.Await(soon, method, suffix); err == nil {
			return call, nil
		}
		if _, err := w.deliveries(ctx); err != nil {
			return receiver.Call{}, err
		}
		soon, cancel = context.WithTimeout(ctx, 200*time.Millisecond)
		defer cancel()
		wait = soon
	}
	return box.Await(wait, method, suffix)
}

// wantsToken makes a token of the merchant's own; it is no credential of the
// API.
func wantsToken(ctx context.Context) error {
	w := worldFrom(ctx)
	w.callbackToken = "merchant-" + w.id()
	return nil
}

func merchantIsTold(ctx context.Context, status string) error {
	_, c, err := worldFrom(ctx).told(ctx)
	if err != nil {
		return err
	}
	return equal("status in the callback", status, c.TransactionInfo.Status)
}

func callbackCarriesToken(ctx context.Context) error {
	w := worldFrom(ctx)
	call, _, err := w.told(ctx)
	if err != nil {
		return err
	}
	if call.Header.Get("Authorization") != w.callbackToken {
		return errors.New("callback: want the merchant's token as it was given, got another Authorization")
	}
	return nil
}

func callbackCarriesNoToken(ctx context.Context) error {
	call, _, err := worldFrom(ctx).told(ctx)
	if err != nil {
		return err
	}
	if call.Header.Get("Authorization") != "" {
		return errors.New("callback: want no Authorization, got one")
	}
	return nil
}

func callbackIsAbout(ctx context.Context, amount, currency string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	_, c, err := worldFrom(ctx).told(ctx)
	if err != nil {
		return err
	}
	return equal("amount in the callback, in minor units", want.Minor, c.TransactionInfo.Amount)
}

// merchantWasToldOnce counts what arrived and, so that a call on its way is not
// missed, what the sandbox says it sent.
func merchantWasToldOnce(ctx context.Context) error {
	w := worldFrom(ctx)
	if _, _, err := w.told(ctx); err != nil {
		return err
	}
	sent, err := w.deliveries(ctx)
	if err != nil {
		return err
	}
	if err := equal("calls that the sandbox made", 1, sent); err != nil {
		return err
	}
	return equal("calls that arrived", 1, len(w.box.Calls()))
}

// deliveries waits until nothing is on its way and counts what was sent about
// the payment.
func (w *world) deliveries(ctx context.Context) (int, error) {
	return w.sent(ctx, w.payment.order.Reference)
}

// sent is deliveries for any payment.
func (w *world) sent(ctx context.Context, reference string) (int, error) {
	m, err := w.shop(ctx)
	if err != nil {
		return 0, err
	}
	var answer struct {
		Deliveries []struct{ Kind, State string }
	}
	path := "deliveries?wait=PT15S&reference=" + url.QueryEscape(reference)
	if err := w.control(ctx, m.tenant, http.MethodGet, path, nil, &answer); err != nil {
		return 0, err
	}
	for _, d := range answer.Deliveries {
		if d.State == "pending" {
			return 0, errors.New("a callback is still on its way")
		}
	}
	return len(answer.Deliveries), nil
}

func endpointDoes(ctx context.Context, what string) error {
	w := worldFrom(ctx)
	box, err := w.inbox()
	if err != nil {
		return err
	}
	behave, ok := map[string]receiver.Behaviour{
		"redirects":     {Status: http.StatusFound, Header: http.Header{"Location": {w.ReceiverURL + "/" + w.segment() + "/elsewhere"}}},
		"breaks":        {Status: http.StatusInternalServerError},
		"never answers": {Hang: true},
	}[what]
	if !ok {
		return fmt.Errorf("an endpoint cannot do this: %s", what)
	}
	box.On(http.MethodPost, "", behave)
	return nil
}
